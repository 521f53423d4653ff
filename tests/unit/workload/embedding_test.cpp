// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "rda/graph.h"
#include "support_npz.h"
#include "support_workload_file.h"

namespace rda::workload {
namespace {

constexpr const char* kWords = R"({"batch": 2, "steps": 3, "layers": [
    {"type": "embedding", "vocabulary": 7, "size": 4}]})";

TEST(Embedding, GivesTheRowThatXNames) {
  const Workload workload = loaded(kWords);
  const Tensors tensors = make_tensors(workload, 3);
  const Tensor &x = tensors.at("x"), &table = tensors.at("layer0.table");
  ASSERT_EQ(x.cols, 1);
  std::vector<double> rows;
  for (const float index : x.values) {
    ASSERT_TRUE(index >= 0 && index < 7 && index == std::floor(index)) << index;
    for (int column = 0; column < 4; ++column)
      rows.push_back(table.at(static_cast<std::int64_t>(index), column));
  }
  EXPECT_NE(std::ranges::min(x.values), std::ranges::max(x.values));
  EXPECT_EQ(evaluate_exact(lower(workload), tensors, 3).at("y"), rows);
}

TEST(Embedding, RoundsItsTableAndNotItsIndices) {
  Workload workload = loaded(R"({"layers": [
      {"type": "embedding", "vocabulary": 3000, "size": 1}]})");
  Tensors tensors = make_tensors(workload, 1);
  tensors["x"].values = {2741};
  Tensor& table = tensors["layer0.table"];
  std::ranges::fill(table.values, 1.0F);
  table.values[2741] = 0.3F;
  EXPECT_EQ(evaluate_chip(lower(workload), tensors, {}, 1).at("y"), std::vector<double>{0.3125})
      << "fp8_e4m3";
}

TEST(Embedding, ReadsIndicesOfSecondInputs) {
  const Workload workload = loaded(R"({"steps": 3, "layers": [{"hidden": 4},
      {"type": "input", "size": 1, "steps": 2}, {"type": "embedding", "vocabulary": 5, "size": 4},
      {"hidden": 4}, {"type": "attention", "over": 0}]})");
  const Tensors tensors = make_tensors(workload, 3);
  for (const float index : tensors.at("layer1.x").values)
    EXPECT_TRUE(index >= 0 && index < 5 && index == std::floor(index)) << index;
  EXPECT_EQ(tensors.at("layer2.table").rows, 5);
}

/// The error of x in a file of a workload with kWords' layers.
std::string x_complaint(const std::vector<float>& x) {
  const TemporaryFile file("indices.npz");
  write_zip(file.path(),
            {{"x", npy_of({3, 2}, x)}, {"weight_l0", npy_of({7, 4}, std::vector<float>(28, 1))}});
  Workload workload = loaded(kWords);
  workload.data = file.path().string();
  try {
    make_tensors(workload, 3);
  } catch (const WorkloadError& error) {
    const std::string what = error.what();
    return what.substr(what.find(".npz"));
  }
  return {};
}

TEST(Embedding, RefusesAnXThatNamesNoRow) {
  EXPECT_EQ(x_complaint({0, 1, 2, 3, 6, 0}), "");
  const std::string right =
      " names no row of the embedding (a whole number from 0 to 6 would be "
      "right)";
  EXPECT_EQ(x_complaint({0, 1, 2, 7, 6, 0}), ".npz: x[1, 1]: 7" + right);
  EXPECT_EQ(x_complaint({0, 1, 2, 3, 2.5F, 0}), ".npz: x[2, 0]: 2.5" + right);
  EXPECT_EQ(x_complaint({-1, 1, 2, 3, 2, 0}), ".npz: x[0, 0]: -1" + right);
}

TEST(Embedding, ReadsIntegers) {
  const TemporaryFile file("integers.npz");
  const std::vector<std::int64_t> x{0, 1, 2, 3, 6, 5};
  write_zip(file.path(),
            {{"x", npy("{'descr': '<i8', 'fortran_order': False, 'shape': (3, 2), }",
                       std::string(reinterpret_cast<const char*>(x.data()), 8 * x.size()))},
             {"weight_l0", npy_of({7, 4}, std::vector<float>(28, 1))}});
  Workload workload = loaded(kWords);
  workload.data = file.path().string();
  EXPECT_EQ(make_tensors(workload, 3).at("x").values, (std::vector<float>{0, 1, 2, 3, 6, 5}));
}

TEST(Embedding, SaysWhatItLacks) {
  const auto complaint = [](const std::string& layers) {
    return load_complaint(R"({"steps": 2, "layers": [)" + layers + "]}");
  };
  EXPECT_EQ(complaint(R"({"type": "embedding", "size": 4})"),
            "#/layers/0/vocabulary: missing or 0 (rows of the table: 1 to 16777216)");
  EXPECT_EQ(complaint(R"({"type": "embedding", "vocabulary": 4})"),
            "#/layers/0/size: missing or 0 (elements of a row: 1 to 65536)");
  EXPECT_EQ(complaint(R"({"hidden": 4}, {"type": "embedding", "vocabulary": 4, "size": 4})"),
            "#/layers/1/type: an embedding reads x, which numbers rows (as the first layer, or "
            "behind an input)");
  EXPECT_EQ(complaint(R"({"type": "embedding", "vocabulary": 4, "size": 1, "residual": true})"),
            "#/layers/0/residual: embedding adds nothing to its input (leave it out)");
  EXPECT_EQ(complaint(R"({"hidden": 4, "vocabulary": 4})"),
            "#/layers/0/vocabulary: has no effect: only type embedding reads it, and the type is "
            "lstm (leave it out)");
  EXPECT_EQ(load_complaint(R"({"input": 3, "steps": 2, "layers": [
                {"type": "embedding", "vocabulary": 4, "size": 4}]})"),
            "#/input: 3 elements of x, of which layer 0, an embedding, reads one (1 would be "
            "right)");
}

}  // namespace
}  // namespace rda::workload
