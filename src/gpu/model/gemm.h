// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "gpu/model/calibration.h"
#include "gpu/model/gpu.h"

namespace rda::gpu {

/// How the weights of a product lie in memory.
enum class Layout { any, transposed, plain };

/// A matrix product [m x k] x [k x n], whose first factor has the weights.
struct Gemm {
  std::int64_t m = 0, n = 0, k = 0;
  std::string precision = "fp32";
  Layout layout = Layout::any;
};

/// Its time, in two parts. us
struct GemmTime {
  double fixed_us = 0;  ///< start, end, latency of the sum: kernels on other streams hide it
  double work_us = 0;   ///< DRAM, L2 or the arithmetic units are busy: nothing hides it
  double total_us() const { return fixed_us + work_us; }
};

/// The longer of reading the weights and computing, and a fixed time. Weights are read from DRAM as
/// far as four fifths of the L2 do not keep them from the last step.
/// Requires a precision that the GPU has a peak for.
GemmTime gemm_time(const Gpu& gpu, const Calibration& calibration, const Gemm& gemm);

}  // namespace rda::gpu
