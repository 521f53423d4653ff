// SPDX-License-Identifier: Apache-2.0
#include "workload/quantize.h"

#include <gtest/gtest.h>

#include "support_workload_file.h"
#include "workload/layers.h"

namespace rda::workload {
namespace {

constexpr const char* kThree = R"({"input": 5, "steps": 4, "layers": [
    {"type": "lstm", "hidden": 12},
    {"type": "gru", "hidden": 6, "formats": {"weights": "fp32", "activations": "fp32"}},
    {"type": "linear", "size": 3, "activation": "relu"}]})";

const ChosenScale& scale_of(const Quantized& made, int layer, const std::string& of) {
  for (const ChosenScale& one : made.scales)
    if (one.layer == layer && one.of == of) return one;
  throw InternalError("no scale of " + of);
}

/// What rounding to int8 changes in the weights of all gates, and how many values there are.
std::pair<double, std::int64_t> rounding_of(const Tensors& tensors, const std::string& ending,
                                            int scale) {
  double noise = 0;
  std::int64_t values = 0;
  for (const auto& [name, tensor] : tensors) {
    if (!name.starts_with("layer0.") || !name.ends_with(ending)) continue;
    for (const float value : tensor.values) {
      const double error = round_to(Format::int8, value, scale) - double{value};
      noise += error * error;
      ++values;
    }
  }
  return {noise, values};
}

TEST(Quantized, HasTheScaleWithWhichRoundingChangesWeightsLeast) {
  const Workload workload = loaded(kThree);
  const Tensors tensors = make_tensors(workload, 4);
  const Quantized made = quantized(workload, Format::int8, {});
  for (const auto& [of, ending] : {std::pair{"input_weights", ".W"}, {"recurrent_weights", ".U"}}) {
    const ChosenScale& chosen = scale_of(made, 0, of);
    const auto [noise, values] = rounding_of(tensors, ending, chosen.scale);
    EXPECT_EQ(chosen.values, values) << of;
    EXPECT_DOUBLE_EQ(chosen.noise, noise) << of;
    for (const int other : {-3, -2, -1, 1, 2, 3})
      EXPECT_GE(rounding_of(tensors, ending, chosen.scale + other).first, noise) << of << other;
  }
}

/// What rounding to 255 steps of its own changes in each row, as floats have them.
TEST(Quantized, WithFactorsOfRowsRoundsEachRowByItsLargestWeight) {
  const Workload workload = loaded(kThree);
  double noise = 0;
  for (const auto& [name, tensor] : make_tensors(workload, 4)) {
    if (!name.starts_with("layer0.") || !name.ends_with(".U")) continue;
    for (std::int64_t row = 0; row < tensor.rows; ++row) {
      double largest = 0;
      for (std::int64_t col = 0; col < tensor.cols; ++col)
        largest = std::max(largest, std::abs(double{tensor.at(row, col)}));
      for (std::int64_t col = 0; col < tensor.cols; ++col) {
        const double steps = tensor.at(row, col) / largest * 127;
        noise += std::pow((std::nearbyint(steps) - steps) * largest / 127, 2);
      }
    }
  }
  const Quantized made = quantized(workload, Format::int8, {}, RowScales::real);
  const ChosenScale& chosen = scale_of(made, 0, "recurrent_weights");
  EXPECT_TRUE(chosen.rows);
  EXPECT_EQ(chosen.values, 4 * 12 * 12);
  EXPECT_NEAR(chosen.noise / noise, 1, 1e-4);
  EXPECT_EQ(made.workload.layers.list[0].scales->rows, RowScales::real);
}

TEST(Quantized, ScalesXAndWhatLayersMakeByTheirExactValues) {
  const Workload workload = loaded(kThree);
  const Quantized made = quantized(workload, Format::int8, {});
  EXPECT_EQ(scale_of(made, 0, "input").values, 4 * 5);
  // Layer 1 reads h of this step, layer 0 that of the step before.
  EXPECT_EQ(scale_of(made, 0, "hidden").values, 2 * 4 * 12);
  double largest = 0;
  const auto exact = evaluate_exact(lower(workload), make_tensors(workload, 4), 4);
  for (const double y : exact.at("y")) largest = std::max(largest, std::abs(y));
  EXPECT_EQ(scale_of(made, 2, "hidden").values, 4 * 3);
  EXPECT_DOUBLE_EQ(scale_of(made, 2, "hidden").largest, largest);
}

TEST(Quantized, LeavesLayersThatAreKeptAsTheyAre) {
  const Quantized made = quantized(loaded(kThree), Format::int8, {1});
  const std::vector<PlacedLayer> layers = layers_of(made.workload);
  EXPECT_EQ(layers[0].formats.weights, Format::int8);
  EXPECT_EQ(layers[0].formats.accumulate, Format::int32);
  EXPECT_EQ(layers[1].formats.weights, Format::fp32);
  EXPECT_EQ(layers[2].formats.activations, Format::int8);
  // What the float layer makes is read as int8; its weights have no scale.
  EXPECT_EQ(scale_of(made, 1, "hidden").values, 4 * 6);
  EXPECT_EQ(made.scales.size(), 4U + 1U + 2U);
  EXPECT_TRUE(made.workload.layers.list[1].scales);
}

TEST(Quantized, HasAScaleOfTheTableOfAnEmbedding) {
  const Workload workload = loaded(R"({"input": 1, "steps": 4, "layers": [
      {"type": "embedding", "size": 5, "vocabulary": 7}, {"type": "linear", "size": 3}]})");
  const Quantized made = quantized(workload, Format::int8, {});
  const ChosenScale& table = scale_of(made, 0, "input_weights");
  EXPECT_EQ(table.values, 5 * 7);
  double largest = 0;
  const Tensors tensors = make_tensors(workload, 4);
  for (const float value : tensors.at("layer0.table").values)
    largest = std::max(largest, std::abs(double{value}));
  EXPECT_DOUBLE_EQ(table.largest, largest);
  EXPECT_EQ(layers_of(made.workload)[0].scales.input_weights, table.scale);
}

TEST(Quantized, HasNoScalesInFloats) {
  Workload workload = loaded(kThree);
  workload.layers.list[0].scales = Scales{};
  const Quantized made = quantized(workload, Format::bf16, {});
  EXPECT_TRUE(made.scales.empty());
  EXPECT_FALSE(made.workload.layers.list[0].scales);
  EXPECT_EQ(made.workload.formats.weights, Format::bf16);
  EXPECT_EQ(layers_of(made.workload)[1].formats.weights, Format::bf16);
}

TEST(Quantized, HasOneSetOfScalesForEqualLayers) {
  const Workload workload =
      loaded(R"({"cell": "gru", "hidden": 6, "layers": 2, "steps": 3, "batch": 2})");
  const Quantized made = quantized(workload, Format::int8, {});
  ASSERT_EQ(made.scales.size(), 4U);
  EXPECT_EQ(scale_of(made, -1, "input_weights").values, 2 * 3 * 6 * 6);
  EXPECT_EQ(made.workload.scales.input_weights, scale_of(made, -1, "input_weights").scale);
  EXPECT_FALSE(made.workload.layers.listed());
}

}  // namespace
}  // namespace rda::workload
