// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "flow/search.h"

namespace rda::flow {

/// Trials of a search: places, routes and simulates candidates, in threads, and keeps what came of
/// them.
class Trials {
 public:
  Trials(const Graph& graph, const Chip& chip, PlacementCache& cache, int jobs);

  /// Tries these. The cycles of each, none of a refused one, in the same order.
  std::vector<std::optional<Cycle>> run(std::vector<Trial> trials);
  /// The fewest cycles so far.
  std::optional<Cycle> best() const { return best_; }
  /// Everything tried, the fewest cycles first, then in the order of the trials.
  /// @throws MappingError  if no candidate could be mapped
  Search take(std::int64_t considered);

 private:
  const Graph& graph_;
  const Chip& chip_;
  PlacementCache& cache_;
  const int jobs_;
  Search seen_;
  std::optional<Cycle> best_;
};

}  // namespace rda::flow
