// SPDX-License-Identifier: Apache-2.0
// Policy `auto`: the parts of a chip, each of which is searched.
#include "mapper/parts.h"

#include <algorithm>
#include <array>
#include <bit>

#include "rda/map.h"

namespace rda {
namespace {

constexpr int kGridStep = 8;

/// The largest multiple of kGridStep below `size`, but at least kGridStep.
int next_below(int size) { return std::max(kGridStep, (size - 1) / kGridStep * kGridStep); }

/// The values of `track_limit` to try: 0 (no limit), and powers of two below the chip's tracks,
/// down to 2.
std::vector<int> track_limits(const PerKind& tracks) {
  std::vector<int> limits{0};
  const int least = std::min({tracks.vector, tracks.scalar / 2, tracks.control / 2});
  int limit = static_cast<int>(std::bit_floor(static_cast<unsigned>(std::max(1, least))));
  if (tracks.vector == limit && tracks.scalar == 2 * limit && tracks.control == 2 * limit)
    limit /= 2;
  for (; limit >= 2; limit /= 2) limits.push_back(limit);
  return limits;
}

/// FIFO depths to plan with, the default first.
constexpr std::array kVectorFifos{4, 2}, kScalarFifos{16, 4};

/// The planned depths that the deeper FIFO of PCU and PMU has; its own depth if it has none of
/// them.
std::vector<int> depths_of(const std::array<int, 2>& planned, int pcu, int pmu) {
  const int deepest = std::max(pcu, pmu);
  std::vector<int> depths;
  for (const int depth : planned)
    if (depth <= deepest) depths.push_back(depth);
  if (depths.empty()) depths.push_back(deepest);
  return depths;
}

/// The FIFO limit for `depth`: 0 (no limit) if the FIFOs are not deeper.
int limit_of(int depth, int pcu, int pmu) { return depth < std::max(pcu, pmu) ? depth : 0; }

/// `options` with these FIFO limits.
MappingOptions with_fifos(const Chip& chip, MappingOptions options, int vectors, int scalars) {
  const PerKind &pcu = chip.pcu.fifo_depth, &pmu = chip.pmu.fifo_depth;
  options.vector_fifo_limit = limit_of(vectors, pcu.vector, pmu.vector);
  options.scalar_fifo_limit = limit_of(scalars, pcu.scalar, pmu.scalar);
  return options;
}

bool names_fifos(const MappingOptions& options) {
  return options.vector_fifo_limit != 0 || options.scalar_fifo_limit != 0;
}

/// `options` with each combination of FIFO limits to try, the default first.
std::vector<MappingOptions> with_all_fifos(const Chip& chip, const MappingOptions& options) {
  const PerKind &pcu = chip.pcu.fifo_depth, &pmu = chip.pmu.fifo_depth;
  std::vector<MappingOptions> all;
  for (const int vectors : depths_of(kVectorFifos, pcu.vector, pmu.vector))
    for (const int scalars : depths_of(kScalarFifos, pcu.scalar, pmu.scalar))
      all.push_back(with_fifos(chip, options, vectors, scalars));
  return all;
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
  for (PerKind* depth : {&chip.pcu.fifo_depth, &chip.pmu.fifo_depth}) {
    within(depth->vector, options.vector_fifo_limit);
    within(depth->scalar, options.scalar_fifo_limit);
  }
  return chip;
}

Chip mapper::part_on_grid(const Chip& chip, const MappingOptions& options) {
  Chip part = part_of(chip, options);
  part.grid = chip.grid;
  return part;
}

std::vector<MappingOptions> parts(const Chip& chip, const MappingOptions& options) {
  MappingOptions part = names_fifos(options) ? options : with_all_fifos(chip, options).front();
  if (options.region_rows != 0 || options.region_cols != 0 || options.track_limit != 0)
    return {part};
  std::vector<MappingOptions> all;
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

std::vector<MappingOptions> other_fifos(const Chip& chip, const MappingOptions& asked,
                                        const MappingOptions& options) {
  if (names_fifos(asked)) return {};
  std::vector<MappingOptions> all = with_all_fifos(chip, options);
  all.erase(all.begin());
  return all;
}

}  // namespace rda
