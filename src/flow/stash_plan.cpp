// SPDX-License-Identifier: Apache-2.0
#include "flow/stash_plan.h"

#include <algorithm>
#include <cstddef>

#include "training/stash.h"

namespace rda::flow {
namespace {

/// As few spilled sequences as fit by count, of at most `most`; more than that: none fits.
std::size_t fewest_spilled(const Graph& batch, const Chip& chip, const MappingOptions& options,
                           std::size_t most) {
  const auto fits = [&](std::size_t count) {
    return !misfit(training::spill_largest(batch, count), chip, options);
  };
  if (most == 0 || !fits(most)) return most + 1;
  std::size_t too_few = 0, enough = most;
  while (too_few + 1 < enough) {
    const std::size_t half = (too_few + enough) / 2;
    (fits(half) ? enough : too_few) = half;
  }
  return enough;
}

}  // namespace

std::vector<Graph> smaller_stashes(const Graph& batch, const Chip& chip,
                                   const MappingOptions& options) {
  std::vector<Graph> graphs;
  const Graph again = training::with_stash(batch, Stash::recompute);
  if (training::stash_of(again).size() < training::stash_of(batch).size()) graphs.push_back(again);
  if (!chip.memory) return graphs;
  // One address generator writes a sequence, and one reads it.
  const std::size_t most = std::min(training::spillable_stash(again).size(),
                                    static_cast<std::size_t>(chip.memory->ags.count) / 2);
  const std::size_t fewest = fewest_spilled(again, chip, options, most);
  if (fewest <= most) graphs.push_back(training::spill_largest(again, fewest));
  if (fewest < most) graphs.push_back(training::spill_largest(again, most));
  return graphs;
}

}  // namespace rda::flow
