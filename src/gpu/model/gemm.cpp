// SPDX-License-Identifier: Apache-2.0
#include "gpu/model/gemm.h"

#include <algorithm>
#include <cmath>

#include "rda/check.h"

namespace rda::gpu {
namespace {

/// Of the L2: what weights can keep beside other data. Our choice.
constexpr double kL2Share = 0.8;

double memory_us(const Gpu& gpu, const Gemm& gemm) {
  const double weights =
      static_cast<double>(gemm.m) * static_cast<double>(gemm.k) * bytes_of(gemm.precision);
  const double kept = std::clamp(2 - weights / (kL2Share * gpu.l2_mb * 1e6), 0.0, 1.0);
  return weights * (1 - kept) / (gpu.dram_reached_gbs * 1e3) + weights * kept / (gpu.l2_gbs * 1e3);
}

double layout_power(Layout layout) {
  if (layout == Layout::any) return 0;
  return layout == Layout::transposed ? 0.5 : -0.5;
}

}  // namespace

GemmTime gemm_time(const Gpu& gpu, const Calibration& calibration, const Gemm& gemm) {
  const double peak = peak_per_us(gpu, gemm.precision);
  RDA_CHECK(peak > 0, "a product has a precision of the GPU");
  const double slower = calibration.clock_ghz / gpu.clock_ghz;
  const double start = gpu.gemm_fixed_us.value_or(calibration.gemm_fixed_us * slower);
  const double operations =
      2.0 * static_cast<double>(gemm.m) * static_cast<double>(gemm.n) * static_cast<double>(gemm.k);
  const double memory =
      memory_us(gpu, gemm) * std::pow(calibration.gemm_layout, layout_power(gemm.layout));
  const double compute = operations / peak / calibration.gemm_efficiency;
  const auto [smaller, larger] = std::minmax(memory, compute);
  const double sharp = calibration.gemm_sharpness;
  return {start + calibration.gemm_us_per_k * static_cast<double>(gemm.k) * slower,
          larger * std::pow(1 + std::pow(smaller / larger, sharp), 1 / sharp)};
}

}  // namespace rda::gpu
