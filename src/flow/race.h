// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <vector>

#include "rda/map.h"
#include "rda/result.h"

namespace rda::flow {

/// How the trials of a part are spent.
struct Shares {
  explicit Shares(std::int64_t trials)
      : again(trials / 5), last((trials + 2) / 4), first(trials - again - last) {}
  std::int64_t again, last, first;
};

/// The effort of a trial: of each placement, tenths of the effort asked for; and placements that
/// are tried until one can be routed.
struct Effort {
  int tenths, placements;
};
inline constexpr Effort kFirst{1, 1}, kAgain{2, 2}, kAll{10, 2}, kPaper{10, kPlacements};

/// A candidate of a part of the chip, with all that its placements had in common.
struct Contender {
  Candidate candidate;
  bool other_fifos = false;
  std::map<int, std::int64_t> placements = {};  ///< by effort
  std::optional<Cycle> cycles = std::nullopt;   ///< the fewest

  /// Cycles that it may be worth to aim at: placements of little effort are often poor, and the
  /// model knows what a good one can reach.
  double promise() const {
    return cycles ? (candidate.cycles + static_cast<double>(*cycles)) / 2
                  : std::numeric_limits<double>::infinity();
  }
};

/// The race of the candidates of a part of the chip with one number of rows in an element.
struct Race {
  std::vector<Candidate> ranked;  ///< not yet tried, the most promising last
  std::vector<Contender> contenders;
  Shares shares;
  /// The best contender with limits of the FIFOs of both kinds, if that may be tried.
  std::optional<MappingOptions> both_limits = {};
};

/// A contender to place, and the effort.
struct Entry {
  Race* race;
  std::size_t contender;
  Effort effort;
};

}  // namespace rda::flow
