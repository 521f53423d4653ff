// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "rda/error.h"
#include "rda/workload.h"
#include "support/fnv1a.h"
#include "support_npz.h"

namespace rda {
namespace {

Workload small(Cell cell) {
  Workload workload;
  workload.name = "small";
  workload.cell = cell;
  workload.input = 3;
  workload.hidden = 2;
  workload.layers.count = 2;
  workload.batch = 2;
  workload.steps = 3;
  return workload;
}

std::vector<float> prefix(const std::vector<float>& values, std::size_t count) {
  return {values.begin(), values.begin() + static_cast<std::ptrdiff_t>(count)};
}

TEST(Tensors, HaveTheNamesAndShapesThatTheGraphAsksFor) {
  for (const Cell cell : {Cell::lstm, Cell::gru, Cell::rnn}) {
    for (const GruReset reset : {GruReset::after, GruReset::before}) {
      Workload workload = small(cell);
      workload.gru_reset = reset;
      const Tensors tensors = make_tensors(workload, 3);
      const Graph graph = lower(workload);
      for (const Node& node : graph.nodes)
        EXPECT_TRUE(node.tensor.empty() || tensors.contains(node.tensor)) << node.tensor;
      EXPECT_NO_THROW(evaluate_exact(graph, tensors, 3));
    }
  }
}

TEST(Tensors, OfTheReverseDirectionBeginWithTheLastStep) {
  const std::int64_t step = 2 * 3;  // batch · input
  Workload workload = small(Cell::lstm);
  const std::vector<float> x = make_tensors(workload, 3).at("x").values;
  workload.layers.count = 1;
  workload.direction = Direction::bidirectional;
  for (const std::int64_t steps : {0, 1, 2, 3}) {
    const Tensors tensors = make_tensors(workload, steps);
    std::vector<float> reverse;
    for (std::int64_t s = 2; s > 2 - steps; --s)
      reverse.insert(reverse.end(), x.begin() + s * step, x.begin() + (s + 1) * step);
    EXPECT_EQ(tensors.at("x").values, prefix(x, static_cast<std::size_t>(steps * step)));
    EXPECT_EQ(tensors.at("x.reverse").values, reverse);
    EXPECT_NE(tensors.at("layer0.reverse.i.U").values, tensors.at("layer0.i.U").values);
  }
}

TEST(Tensors, AreUniformWithinTheirBounds) {
  Workload workload = small(Cell::gru);
  workload.hidden = 100;
  workload.input = 200;
  workload.steps = 50;
  const Tensors tensors = make_tensors(workload, 50);
  const auto spread = [&](const std::string& name) {
    const auto [low, high] = std::ranges::minmax(tensors.at(name).values);
    double mean = 0;
    for (const float value : tensors.at(name).values) mean += value;
    EXPECT_NEAR(mean / static_cast<double>(tensors.at(name).values.size()), 0,
                0.05 * static_cast<double>(high));
    return std::pair(low, high);
  };
  EXPECT_GE(spread("x").first, -1);
  EXPECT_LT(spread("x").first, -0.99);
  EXPECT_GT(spread("x").second, 0.99);
  EXPECT_LE(spread("x").second, 1);
  EXPECT_GT(spread("layer0.r.W").second, 0.099);
  EXPECT_LE(spread("layer0.r.W").second, 0.1f);
  EXPECT_NE(tensors.at("layer0.r.W").values, tensors.at("layer0.z.W").values);
}

TEST(Tensors, DoNotDependOnTheSizesOfOthers) {
  const Workload workload = small(Cell::lstm);
  Workload other = workload;
  other.steps = 7;
  other.layers.count = 1;
  other.input = 5;
  const Tensors a = make_tensors(workload, 3), b = make_tensors(other, 7);
  EXPECT_EQ(a.at("layer0.f.U").values, b.at("layer0.f.U").values);
  EXPECT_EQ(a.at("layer0.f.b").values, b.at("layer0.f.b").values);
  EXPECT_EQ(a.at("x").values, prefix(b.at("x").values, 18));
  EXPECT_EQ(prefix(a.at("x").values, 6), make_tensors(workload, 1).at("x").values);
  other.data_seed = 2;
  EXPECT_NE(a.at("layer0.f.U").values, make_tensors(other, 1).at("layer0.f.U").values);
}

TEST(Tensors, AreTheSameOnEveryMachine) {
  test::Fnv1a fnv;
  for (const auto& [name, tensor] : make_tensors(small(Cell::lstm), 3))
    for (const float value : tensor.values) fnv.add(value);
  EXPECT_EQ(fnv.hash(), 9347979754425964980u);
}

TEST(Tensors, HoldTheLookUpTables) {
  const Tensors tensors = make_tensors(small(Cell::rnn), 1);
  const Tensor& table = tensors.at("table.tanh");
  EXPECT_EQ(table.rows, kTableEntries);
  EXPECT_EQ(table.cols, 1);
  EXPECT_EQ(table.at(1023, 0), look_up(Function::tanh, 9));
  EXPECT_EQ(tensors.at("table.sigmoid").at(0, 0), look_up(Function::sigmoid, -9));
}

/// Arrays of a GRU with input 3, hidden 2, one layer, batch 1, steps 2; values count up from 1.
std::map<std::string, std::string> gru_arrays() {
  const auto counting = [](const std::vector<std::int64_t>& shape, float first) {
    std::int64_t count = 1;
    for (const std::int64_t extent : shape) count *= extent;
    std::vector<float> values;
    for (std::int64_t i = 0; i < count; ++i) values.push_back(first + static_cast<float>(i));
    return npy_of(shape, values);
  };
  return {{"weight_ih_l0", counting({6, 3}, 1)}, {"weight_hh_l0", counting({6, 2}, 101)},
          {"bias_ih_l0", counting({6}, 201)},    {"bias_hh_l0", counting({6}, 301)},
          {"x", counting({2, 1, 3}, 401)},       {"h0", counting({1, 1, 2}, 501)}};
}

Workload gru_workload(const TemporaryFile& file) {
  Workload workload = small(Cell::gru);
  workload.layers.count = workload.batch = 1;
  workload.steps = 2;
  workload.data = file.path().string();
  return workload;
}

TEST(Tensors, AreCutFromTorchsStackedArrays) {
  const TemporaryFile file("gru.npz");
  write_zip(file.path(), gru_arrays());
  const Tensors tensors = make_tensors(gru_workload(file), 1);
  const auto values = [&](const std::string& name) { return tensors.at(name).values; };
  using Floats = std::vector<float>;
  EXPECT_EQ(values("layer0.r.W"), Floats({1, 2, 3, 4, 5, 6}));
  EXPECT_EQ(values("layer0.n.W"), Floats({13, 14, 15, 16, 17, 18}));
  EXPECT_EQ(values("layer0.z.U"), Floats({105, 106, 107, 108}));
  EXPECT_EQ(values("layer0.z.b"), Floats({203 + 303, 204 + 304}));
  EXPECT_EQ(values("layer0.n.bw"), Floats({205, 206}));
  EXPECT_EQ(values("layer0.n.bu"), Floats({305, 306}));
  EXPECT_FALSE(tensors.contains("layer0.n.b"));
  EXPECT_EQ(values("x"), Floats({401, 402, 403})) << "one step was asked for";
  EXPECT_EQ(values("layer0.h0"), Floats({501, 502}));
}

TEST(Tensors, OfTheReverseDirectionHaveTorchsSuffix) {
  const TemporaryFile file("reverse.npz");
  auto arrays = gru_arrays();
  for (const std::string name : {"weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"})
    arrays[name + "_reverse"] = arrays.at(name);
  arrays["weight_hh_l0_reverse"] = npy_of({6, 2}, {11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22});
  arrays["h0"] = npy_of({2, 1, 2}, {1, 2, 3, 4});
  write_zip(file.path(), arrays);
  Workload workload = gru_workload(file);
  workload.direction = Direction::bidirectional;
  const Tensors tensors = make_tensors(workload, 1);
  using Floats = std::vector<float>;
  EXPECT_EQ(tensors.at("layer0.z.U").values, Floats({105, 106, 107, 108}));
  EXPECT_EQ(tensors.at("layer0.reverse.z.U").values, Floats({15, 16, 17, 18}));
  EXPECT_EQ(tensors.at("x").values, Floats({401, 402, 403}));
  EXPECT_EQ(tensors.at("x.reverse").values, Floats({404, 405, 406}));
  EXPECT_EQ(tensors.at("layer0.h0").values, Floats({1, 2}));
  EXPECT_EQ(tensors.at("layer0.reverse.h0").values, Floats({3, 4}));
  workload.direction = Direction::reverse;
  arrays["h0"] = npy_of({1, 1, 2}, {5, 6});
  arrays.erase("weight_ih_l0");
  write_zip(file.path(), arrays);
  EXPECT_EQ(make_tensors(workload, 1).at("layer0.reverse.h0").values, Floats({5, 6}));
}

TEST(Tensors, StartFromZeroStatesIfTheFileHasNone) {
  const TemporaryFile file("no-state.npz");
  auto arrays = gru_arrays();
  arrays.erase("h0");
  write_zip(file.path(), arrays);
  EXPECT_EQ(make_tensors(gru_workload(file), 2).at("layer0.h0").values, std::vector<float>({0, 0}));
}

TEST(Tensors, NameTheArrayThatIsMissingOrMisshapen) {
  const TemporaryFile file("bad.npz");
  const auto problem = [&](const std::map<std::string, std::string>& arrays) -> std::string {
    write_zip(file.path(), arrays);
    try {
      make_tensors(gru_workload(file), 1);
    } catch (const WorkloadError& error) {
      return std::string(error.what()).substr(file.path().string().size() + 2);
    }
    return "";
  };
  auto arrays = gru_arrays();
  arrays.erase("bias_hh_l0");
  EXPECT_EQ(problem(arrays), "bias_hh_l0: missing, needed [6] (3·hidden)");
  arrays = gru_arrays();
  arrays["weight_ih_l0"] = npy_of({6, 2}, std::vector<float>(12));
  EXPECT_EQ(problem(arrays), "weight_ih_l0: shape [6, 2], needed [6, 3] (3·hidden, input)");
  arrays = gru_arrays();
  arrays["x"] = npy_of({1, 1, 3}, std::vector<float>(3));
  EXPECT_EQ(problem(arrays), "x: shape [1, 1, 3], needed [2, 1, 3] (steps, batch, input)");
}

TEST(Tensors, RefuseBiasesWhoseSumIsNoFloat) {
  const TemporaryFile file("sum.npz");
  auto arrays = gru_arrays();
  arrays["bias_ih_l0"] = arrays["bias_hh_l0"] = npy_of({6}, {1, 2, 3, 3e38f, 5, 6});
  write_zip(file.path(), arrays);
  try {
    make_tensors(gru_workload(file), 1);
    FAIL();
  } catch (const WorkloadError& error) {
    EXPECT_EQ(error.what(), file.path().string() +
                                ": bias_ih_l0[3]: its sum with the value of bias_hh_l0 exceeds the "
                                "largest float");
  }
}

}  // namespace
}  // namespace rda
