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

/// No limit, and the powers of two below the chip's tracks, down to 2.
std::vector<int> track_limits(const PerKind& tracks) {
  std::vector<int> limits{0};
  const int least = std::min({tracks.vector, tracks.scalar / 2, tracks.control / 2});
  int limit = static_cast<int>(std::bit_floor(static_cast<unsigned>(std::max(1, least))));
  if (tracks.vector == limit && tracks.scalar == 2 * limit && tracks.control == 2 * limit)
    limit /= 2;
  for (; limit >= 2; limit /= 2) limits.push_back(limit);
  return limits;
}

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
  if (options.region_rows != 0 || options.region_cols != 0 || options.track_limit != 0)
    return {options};
  std::vector<MappingOptions> all;
  MappingOptions part = options;
  int rows = chip.grid.rows, cols = chip.grid.cols;
  for (;;) {
    for (const int limit : track_limits(chip.network.tracks)) {
      part.track_limit = limit;
      all.push_back(part);
    }
    if (rows <= kGridStep && cols <= kGridStep) return all;
    part.region_rows = rows = std::min(rows, next_below(rows));
    part.region_cols = cols = std::min(cols, next_below(cols));
  }
}

}  // namespace rda
