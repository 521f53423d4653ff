// SPDX-License-Identifier: Apache-2.0
#include "flow/accuracy.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "rda/workload.h"

namespace rda::flow {
namespace {

/// An LSTM behind which a linear layer makes three elements, in fp8.
struct AccuracyTest : testing::Test {
  AccuracyTest() {
    workload.input = 4;
    workload.steps = 5;
    workload.batch = 2;
    Layer lstm, linear;
    lstm.hidden = 6;
    linear.type = LayerType::linear;
    linear.size = 3;
    workload.layers.list = {lstm, linear};
  }
  std::vector<LayerAccuracy> rows() const {
    return layer_accuracy(lower(workload), make_tensors(workload, 5), {}, 5);
  }

  Workload workload;
};

/// c is in fp32, however large: with this scale int8 holds no value above 1/4.
TEST_F(AccuracyTest, LeavesOutTheCellsWithWhichOtherStatesBegin) {
  workload.formats = {Format::int8, Format::int8, Format::fp32, Format::int32};
  Layer input, decoder = workload.layers.list.front();
  input.type = LayerType::input;
  input.size = 4;
  decoder.initial = 0;
  workload.layers.list = {workload.layers.list.front(), input, decoder};
  workload.scales.hidden = -9;
  const LayerAccuracy encoder = rows().front();
  EXPECT_EQ(encoder.layer, 0);
  EXPECT_EQ(encoder.values, 2 * 5 * 6) << "h of two sequences in five steps";
}

TEST_F(AccuracyTest, IsThatOfWhatLeavesTheChip) {
  const Graph graph = lower(workload);
  const Tensors tensors = make_tensors(workload, 5);
  const std::vector<double> chip = evaluate_chip(graph, tensors, {}, 5).at("y");
  const std::vector<double> exact = evaluate_exact(graph, tensors, 5).at("y");
  double noise = 0, largest = 0;
  int same = 0;
  for (std::size_t i = 0; i < exact.size(); ++i) {
    noise += (chip[i] - exact[i]) * (chip[i] - exact[i]);
    largest = std::max(largest, std::abs(chip[i] - exact[i]));
  }
  for (auto row = 0; row < 10; ++row) {
    const auto place = [&](const std::vector<double>& values) {
      return std::max_element(values.begin() + 3 * row, values.begin() + 3 * row + 3) -
             values.begin();
    };
    same += place(chip) == place(exact);
  }
  const LayerAccuracy last = rows().back();
  EXPECT_EQ(last.layer, 1);
  EXPECT_EQ(last.values, 30);
  EXPECT_EQ(last.rows, 10);
  EXPECT_EQ(last.same_largest, same);
  EXPECT_DOUBLE_EQ(last.noise, noise);
  EXPECT_EQ(last.max_abs_error, largest);
  EXPECT_GT(largest, 0);
  EXPECT_DOUBLE_EQ(last.decibels(), 10 * std::log10(last.signal / noise));
}

TEST_F(AccuracyTest, HasARowForEachLayerThatAnotherReads) {
  const std::vector<LayerAccuracy> all = rows();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].layer, 0);
  EXPECT_EQ(all[0].values, 5 * 2 * 6);
  EXPECT_EQ(all[0].formats.weights, Format::fp8_e4m3);
}

TEST_F(AccuracyTest, IsInfiniteWhereNothingDiffers) {
  LayerAccuracy accuracy;
  accuracy.signal = 2;
  EXPECT_TRUE(std::isinf(accuracy.decibels()));
}

}  // namespace
}  // namespace rda::flow
