// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "gpu/model/gemm.h"
#include "unit/gpu/support_model.h"

namespace rda::gpu::model_test {
namespace {

double work_us(std::int64_t m, std::int64_t n, std::int64_t k, Layout layout = Layout::any) {
  return gemm_time(round_gpu(), round_calibration(), {m, n, k, "fp32", layout}).work_us;
}

TEST(GpuModelGemm, IsAFixedTimeAndReadingAndComputing) {
  const GemmTime time = gemm_time(round_gpu(), round_calibration(), {100, 10, 100, "fp32"});
  EXPECT_DOUBLE_EQ(time.fixed_us, 10 + 0.01 * 100);
  EXPECT_DOUBLE_EQ(time.work_us, 0.04 + 0.2) << "40 kB from L2, 200 000 operations";
  EXPECT_DOUBLE_EQ(time.total_us(), 11.24);
}

TEST(GpuModelGemm, WeightsStayInFourFifthsOfTheL2AndNotInTwice) {
  EXPECT_DOUBLE_EQ(work_us(2000, 1, 100), 0.8 + 0.4) << "0.8 MB of weights: all from L2";
  EXPECT_DOUBLE_EQ(work_us(3000, 1, 100), 6 + 0.6 + 0.6) << "1.2 MB: half";
  EXPECT_DOUBLE_EQ(work_us(4000, 1, 100), 16 + 0.8) << "1.6 MB: all from DRAM";
}

TEST(GpuModelGemm, HalfTheBytesAreReadInHalfTheTime) {
  const auto fp16 = gemm_time(round_gpu(), round_calibration(), {2000, 1, 100, "fp16"});
  EXPECT_DOUBLE_EQ(fp16.work_us, 0.4 + 0.05) << "and the peak is eight times as high";
}

TEST(GpuModelGemm, TransposedWeightsAreReadMoreSlowlyThanOthers) {
  EXPECT_NEAR(work_us(2000, 1, 100, Layout::transposed), 0.8 * 1.1 + 0.4, 1e-12);
  EXPECT_NEAR(work_us(2000, 1, 100, Layout::plain), 0.8 / 1.1 + 0.4, 1e-12);
}

TEST(GpuModelGemm, AHighSharpnessIsTheLongerOfReadingAndComputing) {
  Calibration calibration = round_calibration();
  calibration.gemm_sharpness = 60;
  const Gemm gemm{2000, 1, 100, "fp32"};
  EXPECT_NEAR(gemm_time(round_gpu(), calibration, gemm).work_us, 0.8, 1e-9);
}

TEST(GpuModelGemm, ASlowerClockStretchesTheFixedTime) {
  Gpu gpu = round_gpu();
  gpu.clock_ghz = 0.5;
  const Gemm gemm{100, 10, 100, "fp32"};
  EXPECT_DOUBLE_EQ(gemm_time(gpu, round_calibration(), gemm).fixed_us, 22);
  gpu.gemm_fixed_us = 2.5;
  EXPECT_DOUBLE_EQ(gemm_time(gpu, round_calibration(), gemm).fixed_us, 2.5 + 2)
      << "a GPU's own start is as measured";
}

}  // namespace
}  // namespace rda::gpu::model_test
