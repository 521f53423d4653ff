// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "gpu/model/estimate.h"

namespace rda::gpu {

/// What a call launches, and how long the GPU and the host need for it. us
struct Plan {
  std::vector<KernelEstimate> kernels;
  double busy_us = 0;    ///< at least one kernel runs
  double launch_us = 0;  ///< the host launches all kernels
  double call_us = 0;    ///< before the first kernel, once
};

/// Requires a precision that the GPU has a peak for, and a style that takes the network.
Plan plan_of(const Gpu& gpu, const Calibration& calibration, const Network& network, Style style);

}  // namespace rda::gpu
