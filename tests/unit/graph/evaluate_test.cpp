// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "rda/error.h"
#include "support_graphs.h"

namespace rda {
namespace {

using Values = std::vector<double>;
constexpr float kBig = 0x1p30f;

/// One fp32 lane: a vector is one column, so every cut is possible and order shows.
ReductionOrder one_lane(std::vector<int> cuts) { return {1, true, {{"gate", std::move(cuts)}}}; }

double chip(const TwoProducts& two, const ReductionOrder& order) {
  return evaluate_chip(two.graph, two.tensors, order, 1).at("y").at(0);
}

TEST(Evaluate, GivesOutputAndStatesOfEveryItem) {
  TwoProducts two(1, 1);
  two.graph.steps = 2;
  two.graph.batch = 2;
  two.tensors["x"] = {4, 1, {1, 2, 3, 4}};
  two.tensors["s0"] = {2, 1, {10, 20}};
  two.tensors["W"].values = {1};
  two.tensors["U"].values = {0.5};
  two.tensors["b"].values = {0.25};
  const Values expected = {6.25, 12.25, 6.375, 10.375};  // item = step · 2 + sequence
  for (const auto& results : {evaluate_exact(two.graph, two.tensors, 2),
                              evaluate_chip(two.graph, two.tensors, one_lane({0, 2}), 2)}) {
    EXPECT_EQ(results.size(), 2u);
    EXPECT_EQ(results.at("y"), expected);
    EXPECT_EQ(results.at("s"), expected);
  }
  EXPECT_EQ(evaluate_exact(two.graph, two.tensors, 1).at("y"), Values({6.25, 12.25}));
}

TEST(Evaluate, NamesATensorThatIsMissingOrMisshapen) {
  TwoProducts two(3, 2);
  two.tensors["W"].cols = 4;
  const auto message = [&]() -> std::string {
    try {
      evaluate_exact(two.graph, two.tensors, 1);
    } catch (const WorkloadError& error) {
      return error.what();
    }
    return "";
  };
  EXPECT_EQ(message(), "W: shape [2, 4], needed [2, 3]");
  two.tensors.erase("W");
  EXPECT_EQ(message(), "W: no such tensor, needed [2, 3]");
  two.tensors.erase("b");
  EXPECT_EQ(message(), "b: no such tensor, needed [2, 1]");
}

TEST(EvaluateChip, AddsPartialSumsSliceBySliceThenTheBias) {
  TwoProducts two(3, 1);
  two.fill("W", {kBig, 1, -kBig});
  two.fill("x", {1, 1, 1});
  two.fill("b", {1});
  EXPECT_EQ(chip(two, one_lane({0, 4})), 1);     // ((big + 1) − big) + 1
  EXPECT_EQ(chip(two, one_lane({0, 1, 4})), 1);  // big + (1 − big), the 1 is lost
  two.fill("W", {1, kBig, -kBig});
  EXPECT_EQ(chip(two, one_lane({0, 4})), 1);     // ((1 + big) − big) + 1
  EXPECT_EQ(chip(two, one_lane({0, 1, 4})), 2);  // 1 + (big − big)
  EXPECT_EQ(chip(two, one_lane({0, 2, 4})), 1);  // (1 + big) + (−big + 0)
  EXPECT_EQ(evaluate_chip(two.graph, two.tensors, {1, true, {}}, 1).at("y").at(0), 1)
      << "a gate without cuts is one slice";
}

TEST(EvaluateChip, AddsABiasRightAfterTheFirstPartialSumIfItComesFirst) {
  TwoProducts two(3, 1);
  two.fill("W", {1, kBig, 3});
  two.fill("x", {1, 1, 1});
  two.fill("b", {-kBig});
  const auto bias_first = [](std::vector<int> cuts) {
    ReductionOrder order = one_lane(std::move(cuts));
    order.bias_first = true;
    return order;
  };
  EXPECT_EQ(chip(two, one_lane({0, 1, 2, 4})), 0);    // ((1 + big) + 3) - big
  EXPECT_EQ(chip(two, bias_first({0, 1, 2, 4})), 3);  // ((1 - big) + big) + 3
  EXPECT_EQ(chip(two, bias_first({0, 2, 4})), 3);     // ((1 + big) - big) + 3
  EXPECT_EQ(chip(two, bias_first({0, 4})), chip(two, one_lane({0, 4})));
}

TEST(EvaluateChip, AccumulatesProductsOfOneSumAcrossTheirBorder) {
  TwoProducts two(2, 1);
  two.fill("W", {1, kBig});
  two.fill("x", {1, 1});
  two.fill("U", {-kBig});
  two.fill("s0", {1});
  EXPECT_EQ(chip(two, one_lane({0, 1, 3})),
            1);  // 1 + (big − big): the slice [1, 3) is one partial sum
  EXPECT_EQ(chip(two, one_lane({0, 3})), 0);
  EXPECT_EQ(chip(two, one_lane({0, 2, 3})), 0);
}

TEST(EvaluateChip, GivesEachSumItsOwnPartialSumOfASharedSlice) {
  TwoProducts two(2, 1);
  graph::Builder build(two.graph);
  two.node(two.sum).args = {two.w, two.b};
  const NodeId other = build.sum("other", {two.u, two.b});
  two.graph.outputs = {{build.binary(Op::sub, "difference", two.sum, other), "y"}};
  two.graph.set_formats({Format::fp32, Format::fp32, Format::fp32, Format::fp32});
  two.fill("W", {3, 4});
  two.fill("x", {1, 1});
  two.fill("U", {kBig});
  two.fill("s0", {1});
  const ReductionOrder whole = one_lane({0, 3});
  EXPECT_EQ(evaluate_chip(two.graph, two.tensors, whole, 1).at("s").at(0), 7);
  EXPECT_EQ(chip(two, whole), static_cast<double>(7 - kBig));
}

TEST(EvaluateChip, ConvertsInt8PartialSumsOfDifferentScaleApart) {
  TwoProducts two(4, 1);
  two.graph.set_formats({Format::int8, Format::int8, Format::fp32, Format::int32});
  two.node(two.w).weight_scale = -7;
  two.node(two.u).weight_scale = -6;
  two.node(two.x).scale = -7;
  two.node(two.s).scale = -5;
  two.node(two.sum).scale = -4;  // of y
  two.fill("W", {0.5, 0.25, 0.125, -1});
  two.fill("x", {0.5, 0.5, 0.5, 0.25});
  two.fill("U", {1.25});
  two.fill("s0", {1.03f});  // 32.96 / 32 rounds to 33 / 32
  two.fill("b", {0.001f});
  const auto results = evaluate_chip(two.graph, two.tensors, one_lane({0, 2}), 1);
  EXPECT_EQ(results.at("s").at(0), static_cast<double>(0.1875f + 1.2890625f + 0.001f));
  EXPECT_EQ(results.at("y").at(0), 1.5);  // 23.6 / 16 rounds to 24 / 16
}

TEST(EvaluateChip, PadsEveryProductToWholeVectors) {
  TwoProducts two(5, 3);
  for (auto& [name, tensor] : two.tensors)
    for (std::size_t i = 0; i < tensor.values.size(); ++i)
      tensor.values[i] = static_cast<float>(i % 3) - 1;
  const Values exact = evaluate_exact(two.graph, two.tensors, 1).at("y");
  for (const int lanes : {1, 2, 3, 4, 7, 16}) {
    const int vectors = vectors_for(5, lanes) + vectors_for(3, lanes);
    for (int cut = 0; cut <= vectors; ++cut) {
      const ReductionOrder order{lanes, true, {{"gate", {0, cut, vectors}}}};
      EXPECT_EQ(evaluate_chip(two.graph, two.tensors, order, 1).at("y"), exact);
    }
  }
}

TEST(EvaluateChip, RefusesCutsThatDoNotPartitionAGate) {
  TwoProducts two(3, 1);
  for (const auto& cuts : std::vector<std::vector<int>>{{}, {0}, {1, 4}, {0, 3}, {0, 3, 2, 4}})
    EXPECT_THROW(chip(two, one_lane(cuts)), MappingError);
  EXPECT_THROW(chip(two, {1, true, {{"door", {0, 4}}}}), MappingError);
}

TEST(EvaluateChip, RoundsAStateForReadersButCarriesIt) {
  // s' = s + x, with a bf16 state: an element-wise reader sees it rounded, a product's operand
  // comes from the raw value.
  Graph graph;
  graph::Builder build(graph);
  const NodeId s = build.state("s", "s0", 1, 0);
  const NodeId product = build.matvec(
      {.name = "Us", .op = Op::matvec, .size = 1, .args = {s}, .tensor = "U", .gate = "gate"});
  const NodeId sum = build.sum("sum", {product});
  graph.outputs = {{build.binary(Op::sub, "difference", sum, s), "y"}};
  const NodeId keep = build.sum("keep", {sum});
  build.carry(s, keep);
  graph.set_formats({Format::fp16, Format::fp16, Format::bf16, Format::fp32});
  const float value = 1 + 0x1p-8f + 0x1p-9f;  // fp16 holds it, bf16 makes it 1 + 2^-7
  const Tensors tensors = {{"s0", {1, 1, {value}}}, {"U", {1, 1, {1}}}};
  const auto results = evaluate_chip(graph, tensors, {1, true, {}}, 2);
  EXPECT_EQ(results.at("y"), Values({-0x1p-9, -0x1p-9})) << "fp16 operand less bf16 reading, twice";
  EXPECT_EQ(results.at("s"), Values({1 + 0x1p-7, 1 + 0x1p-7})) << "rounded as it is given back";
}

TEST(EvaluateChip, LooksActivationsUpAndRoundsElementWiseResultsToFp32) {
  Graph graph;
  graph::Builder build(graph);
  const NodeId x = build.input("x", 3, 0);
  const NodeId squashed = build.unary(Op::tanh, "tanh", x);
  const NodeId gate = build.unary(Op::sigmoid, "sigmoid", x);
  const NodeId product = build.binary(Op::mul, "mul", squashed, gate);
  graph.outputs = {{build.binary(Op::add, "add", product, build.unary(Op::relu, "relu", x)), "y"}};
  graph.set_formats({Format::fp32, Format::fp32, Format::fp32, Format::fp32});
  const Tensors tensors = {{"x", {1, 3, {0.3f, -2, 100}}}};
  Values expected;
  for (const float v : {0.3f, -2.f, 100.f}) {
    const float mul = look_up(Function::tanh, v) * look_up(Function::sigmoid, v);
    expected.push_back(static_cast<double>(mul + (v > 0 ? v : 0.f)));
  }
  EXPECT_EQ(evaluate_chip(graph, tensors, {}, 1).at("y"), expected);
}

}  // namespace
}  // namespace rda
