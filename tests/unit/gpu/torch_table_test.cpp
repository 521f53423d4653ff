// SPDX-License-Identifier: Apache-2.0
#include "unit/gpu/support.h"

namespace rda::gpu {
namespace {

const std::string kRule =
    "---------------------------  ------------  ------------  ------------  ------------  "
    "------------\n";
const std::string kTitles =
    "                       Name      Self CPU     CPU total     Self CUDA    CUDA total    # of "
    "Calls\n";
const std::string kRows =
    "                aten::addmm     510.132us     706.564us       6.969ms       6.969ms           "
    " 52\n"
    "void RNN_blockPersist_fp...       0.000us       0.000us       3.111ms       3.111ms           "
    "  8\n"
    "              ProfilerStep*       0.000us       0.000us      17.869ms      17.869ms           "
    "  1\n"
    "                  my layers     510.132us     706.564us       0.000us       0.000us           "
    "  2\n"
    "                  my layers       0.000us       0.000us       9.000ms       9.000ms           "
    "  2\n"
    "       Memcpy HtoD (Device)       0.000us       0.000us      20.000us      20.000us           "
    "  3\n"
    "           cudaLaunchKernel     773.529us     773.529us       0.000us       0.000us           "
    "327\n";

TEST(TorchTable, RowsWithoutCpuTimeAreTheKernels) {
  const Timeline timeline = imported("=== window ===\n" + kRule + kTitles + kRule + kRows + kRule +
                                     "Self CUDA time total: 17.869ms\n");
  ASSERT_EQ(timeline.kernels.size(), 1u);
  EXPECT_EQ(timeline.kernels[0].name, "void RNN_blockPersist_fp...");
  EXPECT_EQ(timeline.kernels[0].launches, 8);
  EXPECT_EQ(timeline.kernels[0].duration_ns, 3111000);
  ASSERT_EQ(timeline.copies.size(), 1u);
  EXPECT_EQ(timeline.copies[0].count, 3);
  EXPECT_TRUE(noted(timeline, "names that are cut off: 1"));
  EXPECT_TRUE(noted(timeline, "the table may lack rows"));
}

TEST(TorchTable, WithoutTimesOfAGpuIsRefused) {
  EXPECT_TRUE(says(refusal("Name    Self CPU    CPU total    # of Calls\n"
                           "aten::mm    1.000us    2.000us    3\n"),
                   "without times of a GPU"));
}

TEST(TorchTable, OfOperatorsAloneHasNoKernel) {
  EXPECT_TRUE(says(refusal("Name    Self CPU    CPU total    Self CUDA    # of Calls\n"
                           "aten::mm    1.000us    2.000us    9.000us    3\n"),
                   "there is no kernel in it"));
}

}  // namespace
}  // namespace rda::gpu
