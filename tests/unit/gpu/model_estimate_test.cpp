// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "gpu/model/estimate.h"
#include "json/text_writer.h"
#include "rda/error.h"
#include "unit/gpu/support_model.h"

namespace rda::gpu::model_test {
namespace {

Estimate of(const Network& network, Style style, Host host = Host::none) {
  return estimate(round_gpu(), round_calibration(), network, {style, host});
}

/// Launches and time of a class.
std::pair<std::int64_t, double> share(const Estimate& estimate, std::string_view name) {
  std::pair<std::int64_t, double> sum{0, 0};
  for (const KernelEstimate& kernels : estimate.kernels)
    if (kernels.kernel_class == name) {
      sum.first += kernels.launches;
      sum.second += kernels.us;
    }
  return sum;
}

std::string refusal_of(const Network& network) {
  try {
    of(network, Style::cudnn);
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

TEST(GpuModelEstimate, ALibraryBatchesTheInputProductAndLaunchesTwoKernelsAStep) {
  const Estimate result = of(lstm_100(10), Style::cudnn);
  EXPECT_EQ(share(result, kInputGemmClass).first, 1);
  EXPECT_NEAR(share(result, kInputGemmClass).second, 11 + 0.16 + 0.8, 1e-9) << "of 10 columns";
  EXPECT_EQ(share(result, kRecurrentGemmClass).first, 10);
  EXPECT_NEAR(share(result, kRecurrentGemmClass).second, 112.4, 1e-9);
  EXPECT_EQ(share(result, kElementWiseClass).first, 10);
  EXPECT_NEAR(result.busy_us, 11.96 + 10 * (11.24 + 3), 1e-9);
  EXPECT_NEAR(result.total_us, result.busy_us + 30, 1e-9) << "the start of the call";
  EXPECT_NEAR(result.us_per_step, result.total_us / 10, 1e-12);
  EXPECT_NEAR(result.launch_us, 4 * (2 * 10 + 1), 1e-9) << "while earlier kernels run";
  EXPECT_EQ(result.limit, "GPU");
}

TEST(GpuModelEstimate, TwiceTheStepsAreTwiceTheKernelsOfStepsAndOneInputProduct) {
  const Estimate once = of(lstm_100(10), Style::cudnn), twice = of(lstm_100(20), Style::cudnn);
  EXPECT_EQ(share(twice, kInputGemmClass).first, 1);
  EXPECT_EQ(share(twice, kRecurrentGemmClass).first, 2 * share(once, kRecurrentGemmClass).first);
  EXPECT_EQ(share(twice, kRecurrentGemmClass).second, 2 * share(once, kRecurrentGemmClass).second);
  EXPECT_EQ(share(twice, kElementWiseClass).second, 2 * share(once, kElementWiseClass).second);
}

TEST(GpuModelEstimate, ANetworkWithoutInputProductHasNoneInItsFirstLayer) {
  Network network = lstm_100(10);
  network.input_product = false;
  EXPECT_EQ(share(of(network, Style::cudnn), kInputGemmClass).first, 0);
  EXPECT_NEAR(of(network, Style::cudnn).busy_us, 142.4, 1e-9);
  network.layers = 3;
  EXPECT_EQ(share(of(network, Style::cudnn), kInputGemmClass).first, 2);
}

TEST(GpuModelEstimate, LayersOverlapByAllStepsButOne) {
  Network network = lstm_100(10);
  network.layers = 2;
  EXPECT_NEAR(of(network, Style::cudnn).busy_us, 2 * 11.96 + 11 * 14.24, 1e-9);
  EXPECT_NEAR(of(network, Style::ecornn_fused).busy_us, 2 * 11.96 + 20 * 14.24, 1e-9);
}

TEST(GpuModelEstimate, DirectionsOverlapAndTheNextLayerWaitsForBoth) {
  Network network = lstm_100(10);
  network.directions = 2;
  EXPECT_NEAR(of(network, Style::cudnn).busy_us, 2 * 11.96 + 10 * 14.24, 1e-9);
  network.layers = 2;  // its inputs have 200 elements: 10 + 2 + 0.32 + 1.6
  EXPECT_NEAR(of(network, Style::cudnn).busy_us, 2 * 11.96 + 2 * 13.92 + 20 * 14.24, 1e-9);
}

TEST(GpuModelEstimate, LayersThatOverlapShareTheBandwidth) {
  Network network = lstm_100(100);
  network.layers = 59;  // 59 x 0.24 us of work are less than a step of 14.24 us
  const double inputs = 59 * (11 + 0.16 + 8);
  EXPECT_NEAR(of(network, Style::cudnn).busy_us, inputs + 158 * 14.24, 1e-6);
  network.layers = 60;
  EXPECT_NEAR(of(network, Style::cudnn).busy_us, 60 * 19.16 + 159 * 14.4, 1e-6);
}

TEST(GpuModelEstimate, TheHostLaunchesManyLayersLessFastThanTheGpuRunsThem) {
  Network network = lstm_100(100);
  network.layers = 4;
  const Estimate result = of(network, Style::cudnn);
  EXPECT_EQ(result.limit, "launches");
  EXPECT_NEAR(result.launch_us, 4 * (2 * 4 * 100 + 4), 1e-9);
  EXPECT_NEAR(result.total_us, 4 * (2 * 4 * 100 + 4) + 30, 1e-9);
  EXPECT_NEAR(share(result, kHostGaps).second, result.total_us - result.busy_us, 1e-9);
}

TEST(GpuModelEstimate, AFrameworkLaunchesTwelveKernelsAStepOfAnLstm) {
  const Estimate result = of(lstm_100(10), Style::framework);
  EXPECT_EQ(share(result, kInputGemmClass).first, 10) << "not batched";
  EXPECT_EQ(share(result, kRecurrentGemmClass).first, 10);
  EXPECT_EQ(share(result, kElementWiseClass).first, 100);
  EXPECT_NEAR(result.busy_us, 10 * (2 * 11.24 + 30), 1e-9);
  EXPECT_NEAR(result.total_us, 10 * 12 * 10, 1e-9) << "the host takes 10 us a launch";
  EXPECT_EQ(result.limit, "launches");
}

TEST(GpuModelEstimate, AFusedCellHasThreeKernelsAStepAndOfAPlainCellFour) {
  Network network = lstm_100(10);
  EXPECT_EQ(share(of(network, Style::fused_cell), kElementWiseClass).first, 10);
  EXPECT_NEAR(of(network, Style::fused_cell).total_us, 10 * 30, 1e-9) << "the host: 3 launches";
  network.cell = "gru";
  EXPECT_EQ(share(of(network, Style::fused_cell), kElementWiseClass).first, 10);
  network.cell = "rnn";
  EXPECT_EQ(share(of(network, Style::fused_cell), kElementWiseClass).first, 20);
}

TEST(GpuModelEstimate, AGraphSavesAMicrosecondOfEachKernelAndTheHost) {
  const Estimate stream = of(lstm_100(100), Style::cudnn);
  const Estimate graph = of(lstm_100(100), Style::cuda_graph);
  EXPECT_NEAR(graph.busy_us, stream.busy_us - 201, 1e-9);
  EXPECT_NEAR(graph.total_us, graph.busy_us, 1e-9);
  Network network = lstm_100(1);
  network.input_product = false;
  EXPECT_NEAR(of(network, Style::cuda_graph).total_us, 15 + 2 * 0.5, 1e-9)
      << "one step is shorter than the launch of its graph";
}

TEST(GpuModelEstimate, EcoRnnReadsWeightsFasterInItsLayout) {
  const Estimate fused = of(lstm_100(10), Style::ecornn_fused);
  const Estimate layout = of(lstm_100(10), Style::ecornn_layout);
  EXPECT_NEAR(fused.busy_us - layout.busy_us, 11 * 0.16 * (1 - 1 / 1.1), 1e-9);
  EXPECT_EQ(share(of(lstm_100(10), Style::ecornn_default), kElementWiseClass).first, 110);
}

TEST(GpuModelEstimate, APersistentKernelRunsALayerInOneLaunch) {
  Network network = lstm_100(10);
  network.layers = 3;
  const Estimate result = of(network, Style::persistent);
  EXPECT_EQ(share(result, kPersistentClass).first, 3);
  const double step = 0.5 + 2 * 4 * 128 * 128 / 1e4 + (256 - 204.8) * 1024 / 1e4;
  EXPECT_NEAR(share(result, kPersistentClass).second, 3 * 10 * step, 1e-9);
  EXPECT_NEAR(result.busy_us, 3 * 11.96 + 30 * step, 1e-9) << "layers do not overlap";
}

TEST(GpuModelEstimate, APersistentStyleIsRefusedWithItsRule) {
  Network network = lstm_100(10);
  network.hidden = 192;
  EXPECT_EQ(of(network, Style::persistent).refused, "");
  network.hidden = 193;
  const Estimate result = of(network, Style::persistent);
  EXPECT_EQ(result.refused,
            "hidden 193 is above 192, and the kernel of a grid does not take fp32 (fp16 only)");
  EXPECT_TRUE(result.kernels.empty());
  EXPECT_EQ(result.total_us, 0);
}

TEST(GpuModelEstimate, APrecisionWithoutPeakIsRefused) {
  Network network = lstm_100(10);
  network.precision = "bf16";
  EXPECT_EQ(of(network, Style::cudnn).refused, "round has no peak for bf16 (it has fp16, fp32)");
}

TEST(GpuModelEstimate, DeepBenchsHostDelaysOnlyItsFirstSteps) {
  const auto added = [](std::int64_t steps) {
    return of(lstm_100(steps), Style::cudnn, Host::deepbench).total_us -
           of(lstm_100(steps), Style::cudnn).total_us;
  };
  EXPECT_NEAR(added(49), 49 * 20, 1e-9);
  EXPECT_NEAR(added(50), 1000, 1e-9);
  EXPECT_NEAR(added(51), 1000, 1e-9);
}

TEST(GpuModelEstimate, ANetworkThatIsNoneIsAnError) {
  Network network = lstm_100(10);
  network.cell = "tree";
  EXPECT_EQ(refusal_of(network), "network: no cell \"tree\" (lstm, gru, rnn)");
  network = lstm_100(0);
  EXPECT_EQ(refusal_of(network), "network: steps = 0 (1 to 1073741824)");
  network = lstm_100(10);
  network.directions = 3;
  EXPECT_EQ(refusal_of(network), "network: directions = 3 (1 or 2)");
}

TEST(GpuModelEstimate, TheLargestNetworkHasAFiniteTime) {
  Network network;
  network.input = network.hidden = network.batch = network.steps = std::int64_t{1} << 30;
  network.layers = 1024;
  network.directions = 2;
  for (const Style style : {Style::framework, Style::cudnn, Style::cuda_graph})
    EXPECT_TRUE(std::isfinite(of(network, style).total_us)) << word(style);
}

TEST(GpuModelEstimate, AMeasurementSaysWhatItHasToSay) {
  Measured measured;
  const auto complaint = [&] {
    try {
      network_of(measured);
    } catch (const Error& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  EXPECT_EQ(complaint(), "network: the cell is not stated (lstm, gru, rnn)");
  measured.cell = "gru";
  EXPECT_EQ(complaint(), "network: hidden is not stated (state it)");
  measured.hidden = 64;
  measured.steps = 7;
  const Network network = network_of(measured);
  EXPECT_EQ(text_of(network), "gru 64 x 7 steps, batch 1, fp32");
  EXPECT_EQ(network.input, 64);
  measured.batch = 0;
  EXPECT_EQ(complaint(), "network: batch = 0 (1 to 1073741824)");
  measured.batch = 2;
  measured.precision = "fp12";
  EXPECT_EQ(complaint(), "network: no precision \"fp12\" (fp32, tf32, fp16, bf16, fp8, int8)");
}

TEST(GpuModelEstimate, IsWrittenWithTheClassOfEachKernel) {
  const std::string text = json::write(of(lstm_100(10), Style::cudnn));
  EXPECT_NE(text.find("\"class\": \"recurrent_gemm\""), text.npos) << text;
  EXPECT_NE(text.find("\"style\": \"cudnn\""), text.npos) << text;
}

}  // namespace
}  // namespace rda::gpu::model_test
