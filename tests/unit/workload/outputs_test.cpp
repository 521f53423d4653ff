// SPDX-License-Identifier: Apache-2.0
#include "workload/outputs.h"

#include <gtest/gtest.h>

namespace rda::workload {
namespace {

using Values = std::map<std::string, std::vector<double>>;

/// 3 steps of 2 sequences of an h of one element: value 10 · step + sequence, + 100 for c.
Workload small(Cell cell, Direction direction) {
  Workload workload;
  workload.cell = cell;
  workload.direction = direction;
  workload.hidden = 1;
  workload.batch = 2;
  workload.steps = 3;
  return workload;
}
const std::vector<double> kForward{0, 1, 10, 11, 20, 21};
const std::vector<double> kCell{100, 101, 110, 111, 120, 121};

const NpzArray& named(const std::vector<NpzArray>& arrays, const std::string& name) {
  for (const NpzArray& array : arrays)
    if (array.name == name) return array;
  ADD_FAILURE() << "no array " << name;
  return arrays.front();
}

TEST(OutputArrays, HaveTheShapesAndNamesOfTorch) {
  const auto arrays =
      output_arrays(small(Cell::lstm, Direction::forward),
                    {{"y", kForward}, {"layer0.h", kForward}, {"layer0.c", kCell}}, {"layer0.c"});
  ASSERT_EQ(arrays.size(), 4U);
  EXPECT_EQ(named(arrays, "y").shape, (Shape{3, 2, 1}));
  EXPECT_EQ(named(arrays, "y").values, kForward);
  EXPECT_EQ(named(arrays, "h_n").shape, (Shape{1, 2, 1}));
  EXPECT_EQ(named(arrays, "h_n").values, (std::vector<double>{20, 21}));
  EXPECT_EQ(named(arrays, "c_n").values, (std::vector<double>{120, 121}));
  EXPECT_EQ(named(arrays, "layer0.c").shape, (Shape{3, 2, 1}));
  EXPECT_EQ(named(arrays, "layer0.c").values, kCell);
}

TEST(OutputArrays, OfAReverseLayerAreInTheOrderOfX) {
  const auto arrays = output_arrays(small(Cell::gru, Direction::reverse),
                                    {{"y.reverse", kForward}, {"layer0.reverse.h", kForward}},
                                    {"layer0.reverse.h"});
  ASSERT_EQ(arrays.size(), 3U);
  EXPECT_EQ(named(arrays, "y").values, (std::vector<double>{20, 21, 10, 11, 0, 1}));
  EXPECT_EQ(named(arrays, "layer0.reverse.h").values, named(arrays, "y").values);
  EXPECT_EQ(named(arrays, "h_n").values, (std::vector<double>{20, 21}));
}

TEST(OutputArrays, OfBothDirectionsLieBesideEachOther) {
  const std::vector<double> back{5, 6, 15, 16, 25, 26};
  const auto arrays = output_arrays(
      small(Cell::rnn, Direction::bidirectional),
      {{"y", kForward}, {"y.reverse", back}, {"layer0.h", kForward}, {"layer0.reverse.h", back}},
      {});
  EXPECT_EQ(named(arrays, "y").shape, (Shape{3, 2, 2}));
  EXPECT_EQ(named(arrays, "y").values,
            (std::vector<double>{0, 25, 1, 26, 10, 15, 11, 16, 20, 5, 21, 6}));
  EXPECT_EQ(named(arrays, "h_n").shape, (Shape{2, 2, 1}));
  EXPECT_EQ(named(arrays, "h_n").values, (std::vector<double>{20, 21, 25, 26}));
}

TEST(OutputArrays, TapsAreTheStatesOfEveryLayer) {
  Workload workload = small(Cell::lstm, Direction::forward);
  workload.layers.count = 2;
  EXPECT_EQ(tap_names(workload),
            (std::vector<std::string>{"layer0.h", "layer0.c", "layer1.h", "layer1.c"}));
}

/// A linear layer of 2 elements behind a plain RNN of 1 element.
TEST(OutputArrays, OfListedLayersAreAnArrayForEachState) {
  Workload workload = small(Cell::rnn, Direction::forward);
  Layer rnn, linear;
  rnn.type = LayerType::rnn;
  rnn.hidden = 1;
  linear.type = LayerType::linear;
  linear.size = 2;
  workload.layers.list = {rnn, linear};
  workload.input = 1;
  const std::vector<double> y(12, 0.5);
  const auto arrays = output_arrays(workload, {{"y", y}, {"layer0.h", kForward}}, {"layer0.h"});
  ASSERT_EQ(arrays.size(), 3U);
  EXPECT_EQ(named(arrays, "y").shape, (Shape{3, 2, 2}));
  EXPECT_EQ(named(arrays, "h_n_l0").shape, (Shape{2, 1}));
  EXPECT_EQ(named(arrays, "h_n_l0").values, (std::vector<double>{20, 21}));
  EXPECT_EQ(named(arrays, "layer0.h").shape, (Shape{3, 2, 1}));
}

/// The second sequence has 2 of the 3 steps.
TEST(OutputArrays, OfAReverseLayerPassOverThePaddingFirst) {
  Workload workload = small(Cell::gru, Direction::reverse);
  workload.lengths = {3, 2};
  const auto arrays =
      output_arrays(workload, {{"y.reverse", kForward}, {"layer0.reverse.h", kForward}}, {});
  EXPECT_EQ(named(arrays, "y").values, (std::vector<double>{20, 21, 10, 11, 0, 1}));
  EXPECT_EQ(named(arrays, "h_n").values, (std::vector<double>{20, 21}));
}

}  // namespace
}  // namespace rda::workload
