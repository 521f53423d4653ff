// SPDX-License-Identifier: Apache-2.0
// Policy `auto`: parts of a chip that have candidates of their own.
#include <algorithm>
#include <bit>

#include "rda/map.h"

namespace rda {
namespace {

constexpr int kGridStep = 8;

/// The next multiple of the step below `size`, but not below the step.
int next_below(int size) { return std::max(kGridStep, (size - 1) / kGridStep * kGridStep); }

}  // namespace

Chip part_of(Chip chip, const MappingOptions& options) {
  const auto within = [](int& all, int some) {
    if (some != 0) all = std::min(all, some);
  };
  within(chip.grid.rows, options.region_rows);
  within(chip.grid.cols, options.region_cols);
  within(chip.network.tracks.vector, options.track_limit);
  within(chip.network.tracks.scalar, 2 * options.track_limit);
  within(chip.network.tracks.control, 2 * options.track_limit);
  return chip;
}

std::vector<MappingOptions> parts(const Chip& chip, const MappingOptions& options) {
  std::vector<MappingOptions> all{options};
  if (options.region_rows != 0 || options.region_cols != 0 || options.track_limit != 0) return all;
  const PerKind& tracks = chip.network.tracks;
  const int even = static_cast<int>(std::bit_floor(static_cast<unsigned>(
      std::max(1, std::min({tracks.vector, tracks.scalar / 2, tracks.control / 2})))));
  MappingOptions part = options;
  if (tracks.vector != even || tracks.scalar != 2 * even || tracks.control != 2 * even) {
    part.track_limit = even;
    all.push_back(part);
  }
  int rows = chip.grid.rows, cols = chip.grid.cols;
  while (rows > kGridStep || cols > kGridStep) {
    part.region_rows = rows = std::min(rows, next_below(rows));
    part.region_cols = cols = std::min(cols, next_below(cols));
    all.push_back(part);
  }
  return all;
}

}  // namespace rda
