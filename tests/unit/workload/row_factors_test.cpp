// SPDX-License-Identifier: Apache-2.0
#include "workload/row_factors.h"

#include <gtest/gtest.h>

#include <cmath>

namespace rda::workload {
namespace {

using Factors = std::vector<float>;

/// A linear layer of three rows behind an LSTM, in int8 of scale 0: a weight is at most 127
/// factors.
Workload network(RowScales rows) {
  Workload workload;
  Layer lstm, linear;
  lstm.type = LayerType::lstm;
  lstm.hidden = 2;
  linear.type = LayerType::linear;
  linear.size = 3;
  workload.layers.list = {lstm, linear};
  workload.formats = {Format::int8, Format::int8, Format::fp32, Format::int32};
  workload.scales = {.input_weights = 0, .recurrent_weights = 1, .rows = rows};
  return workload;
}

Tensors weights() { return {{"layer1.y.W", {3, 2, {0.5F, -1, 0, 0, 3, 127}}}}; }

TEST(RowFactors, AreTheLeastPowersOfTwoThatClipNothing) {
  Tensors tensors = weights();
  divide_rows(network(RowScales::power_of_two), tensors);
  EXPECT_EQ(tensors.at("layer1.y.W.rows").values, (Factors{1.0F / 64, 1, 1}));
  EXPECT_EQ(tensors.at("layer1.y.W").values, (Factors{32, -64, 0, 0, 3, 127}));
}

TEST(RowFactors, AreTheLeastFloatsThatClipNothing) {
  Tensors tensors = weights();
  divide_rows(network(RowScales::real), tensors);
  const Factors factors = tensors.at("layer1.y.W.rows").values;
  EXPECT_GE(factors[0] * 127.0, 1);
  EXPECT_LT(std::nextafter(factors[0], 0.0F) * 127.0, 1);
  EXPECT_EQ(factors[1], 1);
  EXPECT_EQ(factors[2], 1);
  EXPECT_EQ(tensors.at("layer1.y.W").values[0], 0.5F / factors[0]);
}

TEST(RowFactors, OfRecurrentWeightsHaveTheirScale) {
  Tensors tensors{{"layer0.i.U", {1, 2, {254, 2}}}, {"layer0.i.b", {1, 1, {3}}}};
  divide_rows(network(RowScales::power_of_two), tensors);
  EXPECT_EQ(tensors.at("layer0.i.U.rows").values, (Factors{1}));
  EXPECT_EQ(tensors.size(), 3U);
}

TEST(RowFactors, AreOfInt8Alone) {
  Workload floats = network(RowScales::real);
  floats.formats = {};
  Tensors tensors = weights();
  divide_rows(floats, tensors);
  EXPECT_EQ(tensors.size(), 1U);
}

TEST(RowFactors, LeaveWhatALayerMeansAsItIs) {
  const auto exact = [](RowScales rows) {
    const Workload workload = network(rows);
    return evaluate_exact(lower(workload), make_tensors(workload, workload.steps), workload.steps)
        .at("y");
  };
  const auto plain = exact(RowScales::none), factored = exact(RowScales::power_of_two);
  ASSERT_EQ(plain.size(), factored.size());
  for (std::size_t i = 0; i < plain.size(); ++i) EXPECT_NEAR(factored[i], plain[i], 1e-14);
}

}  // namespace
}  // namespace rda::workload
