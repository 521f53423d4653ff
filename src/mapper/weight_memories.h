// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <tuple>
#include <vector>

#include "mapper/dot_unit.h"
#include "mapper/streamed_weights.h"

namespace rda::mapper {

/// Builds the PMUs that stream the weights of dot units, a vector a cycle.
///
/// A PMU holds as many whole rows as fit. With Weights::shared the rows of a dot unit that fill no
/// whole PMU lie in PMUs that serve two dot units of the same rhythm and slice each: one of them in
/// its first rows, the other in its last rows.
///
///     dot[0]: own [0, 84)              last [84, 137) ┐ shared
///     dot[1]: first [0, 31) ┘ own [31, 115) last [115, 137) ┐ shared
///     dot[2]: first [0, 53) ┘ own [53, 137)
///
/// With Weights::mixed and Weights::streamed the rows behind those in PMUs of their own come from
/// off-chip memory (StreamedWeights).
class WeightMemories {
 public:
  /// @param dots  all dot units
  WeightMemories(Builder& b, const std::vector<DotUnit>& dots);

  /// Adds the memories of a dot unit, and its input ports.
  /// @throws MappingError  if a PMU does not hold one row
  void add(const DotUnit& dot, Program& program, DotProduct& product);
  /// Adds the shared memories that only one dot unit reads, and what reads off-chip memory.
  /// @throws MappingError  if the chip has too few address generators
  void finish();

 private:
  /// A shared PMU that one dot unit reads so far.
  struct Open {
    WeightPart part;
    bool last;          ///< whether these are last rows
    std::int64_t free;  ///< rows that another dot unit may have
  };
  /// Dot units that may share a PMU: of one rhythm, and with the same number.
  using Sharing = std::tuple<DotRhythm, int>;
  /// The rows of a dot unit that lie in its own memories.
  struct Own {
    std::int64_t begin, end;
  };

  WeightPart part(const DotUnit& dot, std::int64_t first, std::int64_t rows);
  void share(const DotUnit& dot, Own& own, std::int64_t in_one);
  void add_memory(const std::vector<WeightPart>& parts);

  Builder& b_;
  std::vector<WeightPart> parts_;  // of the dot unit at hand
  std::map<Sharing, Open> open_;
  std::optional<StreamedWeights> streamed_;
};

}  // namespace rda::mapper
