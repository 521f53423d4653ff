// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "gpu/model/persistent.h"
#include "unit/gpu/support_model.h"

namespace rda::gpu::model_test {
namespace {

Network sized(const std::string& cell, std::int64_t hidden, const std::string& precision = "fp32") {
  Network network;
  network.cell = cell;
  network.input = network.hidden = hidden;
  network.batch = 16;
  network.steps = 40;
  network.precision = precision;
  return network;
}

Persistent kind(const std::string& gpu, const Network& network) {
  return persistent_choice(shipped_gpu(gpu), network).kind;
}

std::string rule(const std::string& gpu, const Network& network) {
  return persistent_choice(shipped_gpu(gpu), network).rule;
}

TEST(GpuModelPersistent, SmallHiddenSizesEndAt192AndOfPlainCellsAt384) {
  EXPECT_EQ(kind("a100", sized("lstm", 192)), Persistent::block);
  EXPECT_EQ(kind("a100", sized("lstm", 193)), Persistent::none);
  EXPECT_EQ(kind("a100", sized("gru", 192)), Persistent::block);
  EXPECT_EQ(kind("a100", sized("gru", 193)), Persistent::none);
  EXPECT_EQ(kind("a100", sized("rnn", 384)), Persistent::block);
  EXPECT_EQ(kind("a100", sized("rnn", 385)), Persistent::none);
  EXPECT_EQ(rule("a100", sized("lstm", 193)),
            "hidden 193 is above 192, and the kernel of a grid does not take fp32 (fp16 only)");
}

TEST(GpuModelPersistent, MaxwellHasNoneAndPascalOnlySmallOnes) {
  EXPECT_EQ(rule("m40", sized("lstm", 128)),
            "compute capability 5.2 is below 6.0, and the kernel of a grid does not take fp32 "
            "(fp16 only)");
  EXPECT_EQ(kind("p100", sized("lstm", 128)), Persistent::block);
  EXPECT_EQ(rule("p100", sized("lstm", 512, "fp16")),
            "hidden 512 is above 192, and the kernel of a grid does not take compute capability "
            "6.0 (7.0, or 8.0 and later)");
}

TEST(GpuModelPersistent, AGridTakesFp16UpTo1024InMultiplesOf128) {
  EXPECT_EQ(kind("a100", sized("lstm", 1024, "fp16")), Persistent::grid);
  EXPECT_EQ(kind("a100", sized("lstm", 1152, "fp16")), Persistent::none);
  EXPECT_EQ(kind("a100", sized("lstm", 1000, "fp16")), Persistent::none);
  EXPECT_EQ(kind("a100", sized("lstm", 1024, "bf16")), Persistent::none);
  Network network = sized("lstm", 1024, "fp16");
  network.input = 100;
  EXPECT_EQ(kind("a100", network), Persistent::none) << "the input counts too";
  network = sized("lstm", 1024, "fp16");
  network.layers = 2;
  EXPECT_EQ(kind("a100", network), Persistent::none);
  network.layers = 1;
  network.directions = 2;
  EXPECT_EQ(kind("a100", network), Persistent::none);
}

TEST(GpuModelPersistent, VoltaWantsMoreStepsTheLargerTheBatch) {
  const auto chosen = [&](std::int64_t batch, std::int64_t steps) {
    Network network = sized("gru", 512, "fp16");
    network.batch = batch;
    network.steps = steps;
    return kind("v100", network);
  };
  EXPECT_EQ(chosen(32, 10), Persistent::grid);
  EXPECT_EQ(chosen(32, 9), Persistent::none);
  EXPECT_EQ(chosen(48, 19), Persistent::none);
  EXPECT_EQ(chosen(48, 20), Persistent::grid);
  EXPECT_EQ(chosen(96, 20), Persistent::grid);
  EXPECT_EQ(chosen(128, 39), Persistent::none);
  EXPECT_EQ(chosen(128, 40), Persistent::grid);
  EXPECT_EQ(chosen(144, 40), Persistent::none);
  EXPECT_EQ(chosen(8, 40), Persistent::grid);
  EXPECT_EQ(chosen(24, 40), Persistent::none);
  EXPECT_EQ(chosen(80, 40), Persistent::none);
  EXPECT_EQ(chosen(112, 40), Persistent::none);
}

TEST(GpuModelPersistent, AmpereAndLaterWant98SmsAndNoGru) {
  EXPECT_EQ(kind("h200", sized("gru", 512, "fp16")), Persistent::none);
  Network network = sized("lstm", 512, "fp16");
  network.batch = 128;
  EXPECT_EQ(kind("h200", network), Persistent::grid);
  network.batch = 136;
  EXPECT_EQ(kind("h200", network), Persistent::none);
  network.batch = 12;
  EXPECT_EQ(kind("h200", network), Persistent::none);
  Gpu small = shipped_gpu("a100");
  small.sms = 97;
  EXPECT_EQ(persistent_choice(small, sized("lstm", 512, "fp16")).kind, Persistent::none);
  small.sms = 98;
  EXPECT_EQ(persistent_choice(small, sized("lstm", 512, "fp16")).kind, Persistent::grid);
  small.compute_capability = "8.6";
  EXPECT_EQ(persistent_choice(small, sized("lstm", 512, "fp16")).kind, Persistent::none);
}

TEST(GpuModelPersistent, PlainCellsOfAGridAreSmallOrFewSequences) {
  Network network = sized("rnn", 896, "fp16");
  network.batch = 88;
  EXPECT_EQ(kind("a100", network), Persistent::grid);
  network.batch = 96;
  EXPECT_EQ(kind("a100", network), Persistent::none);
  network.hidden = network.input = 768;
  EXPECT_EQ(kind("a100", network), Persistent::grid);
}

TEST(GpuModelPersistent, AGridNeedsRegistersForAllWeights) {
  Gpu gpu = round_gpu();  // 100 SMs of 256 kB, of which 80 % hold weights
  const Network network = sized("lstm", 1024, "fp16");  // 8192 kB
  gpu.registers_kb = 103;
  EXPECT_EQ(persistent_choice(gpu, network).kind, Persistent::grid);
  gpu.registers_kb = 102;
  EXPECT_EQ(persistent_choice(gpu, network).rule,
            "hidden 1024 is above 192, and the kernel of a grid does not take 8192 kB of weights "
            "in registers for 8160 kB");
}

TEST(GpuModelPersistent, AStepIsABarrierAndTheProductsOfAnSm) {
  // 3 x 128 x 128 weights, 2 operations each, at 10 000 operations a microsecond and SM.
  EXPECT_DOUBLE_EQ(persistent_step_us(round_gpu(), round_calibration(), sized("gru", 128)),
                   0.5 + 98304 / 1e4);
  Network network = sized("gru", 128);
  network.batch = 101;
  EXPECT_DOUBLE_EQ(persistent_step_us(round_gpu(), round_calibration(), network),
                   0.5 + 2 * 98304 / 1e4)
      << "an SM has two sequences";
}

TEST(GpuModelPersistent, WeightsBeyondTheRegistersAreReadInEveryStep) {
  // 300 kB of weights, 204.8 kB in registers; 1e6 / 100 bytes a microsecond and SM from L2.
  const double spilled = (300 - 204.8) * 1024 / 1e4;
  EXPECT_NEAR(persistent_step_us(round_gpu(), round_calibration(), sized("gru", 160)),
              0.5 + 153600 / 1e4 + spilled, 1e-9);
  EXPECT_EQ(persistent_step_us(round_gpu(), round_calibration(), sized("gru", 129)),
            persistent_step_us(round_gpu(), round_calibration(), sized("gru", 160)))
      << "129 units run in the kernel for 160";
}

TEST(GpuModelPersistent, AStepOfAGridIsItsBarrierAndAllProducts) {
  // 4 x 1024 x 1024 x 16 products at 8e6 operations a microsecond.
  EXPECT_DOUBLE_EQ(
      persistent_step_us(round_gpu(), round_calibration(), sized("lstm", 1024, "fp16")),
      1.5 + 2.0 * 4 * 1024 * 1024 * 16 / 8e6);
}

}  // namespace
}  // namespace rda::gpu::model_test
