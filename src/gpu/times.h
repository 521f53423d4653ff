// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gpu/timeline.h"

namespace rda::gpu {

/// Times without a kernel between two kernels, on any stream. ns. Percentiles are of nearest rank.
struct Gaps {
  std::int64_t count = 0, sum_ns = 0, median_ns = 0, p90_ns = 0;
};

/// Kernels of one class or one name (without mangling). A share of a class has its name twice.
struct Share {
  std::string name, kernel_class;
  std::int64_t launches = 0, sum_ns = 0;
};

/// Times of a timeline's kernels. Copies and waits are not among them.
///
/// Start times resolve busy time where they are printed to 1 us or finer, and finer than the median
/// duration of a kernel; they resolve gaps where they are also printed to 100 ns or finer. With
/// coarser ones, neighbours seem to overlap or to have gaps that they do not have.
struct Times {
  std::int64_t launches = 0;
  std::int64_t sum_ns = 0;               ///< of all durations
  std::optional<std::int64_t> busy_ns;   ///< at least one kernel runs; where start times resolve it
  std::optional<std::int64_t> span_ns;   ///< first start to last end; only with start times
  std::optional<Gaps> gaps;              ///< where start times resolve them
  std::int64_t streams = 0;              ///< with a kernel; 0: not stated
  std::vector<Share> by_class, by_name;  ///< longest first
  std::vector<Share> unknown;            ///< those of by_name of the class "other"
};

/// Requires a timeline of import_timeline() or load_timeline(): its sums fit into 64 bits.
Times times_of(const Timeline& timeline);

}  // namespace rda::gpu
