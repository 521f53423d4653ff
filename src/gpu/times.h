// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gpu/timeline.h"

namespace rda::gpu {

/// Times without a kernel between two kernels, on any stream. ns
struct Gaps {
  std::int64_t count = 0, sum_ns = 0, median_ns = 0, p90_ns = 0;
};

/// Kernels of one class or one name.
struct Share {
  std::string name, kernel_class;
  std::int64_t launches = 0, sum_ns = 0;
};

/// Times of a timeline's kernels.
struct Times {
  std::int64_t launches = 0;
  std::int64_t sum_ns = 0;               ///< of all durations
  std::optional<std::int64_t> busy_ns;   ///< at least one kernel runs; only with start times
  std::optional<std::int64_t> span_ns;   ///< first start to last end; only with start times
  std::optional<Gaps> gaps;              ///< only where start times resolve them
  std::int64_t streams = 0;              ///< with a kernel; 0: not stated
  std::vector<Share> by_class, by_name;  ///< longest first
};

Times times_of(const Timeline& timeline);

}  // namespace rda::gpu
