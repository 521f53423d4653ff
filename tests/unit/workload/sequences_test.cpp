// SPDX-License-Identifier: Apache-2.0
// Layers that read or make whole sequences: last, mean, input, attention, feed.
#include <gtest/gtest.h>

#include <algorithm>

#include "rda/graph.h"
#include "support_workload_file.h"
#include "workload/arrays.h"
#include "workload/layers.h"

namespace rda::workload {
namespace {

using Words = std::vector<std::string>;

const Node& lowered_node(const Graph& graph, const std::string& name) {
  const auto node = std::ranges::find(graph.nodes, name, &Node::name);
  if (node == graph.nodes.end()) throw std::out_of_range(name);
  return *node;
}

Words read_by(const Graph& graph, const std::string& name) {
  Words names;
  for (const NodeId arg : lowered_node(graph, name).args) names.push_back(graph.nodes[arg].name);
  return names;
}

/// An encoder, and a decoder whose cell reads the context of the step before.
constexpr const char* kDecoder = R"({"input": 5, "batch": 2, "steps": 3, "layers": [
    {"type": "lstm", "hidden": 3},
    {"type": "input", "size": 2, "steps": 4},
    {"type": "gru", "hidden": 6, "feed": 3},
    {"type": "attention", "over": 0, "score": "general"}]})";

std::vector<double> run_exactly(const char* text) {
  const Workload workload = loaded(text);
  return evaluate_exact(lower(workload), make_tensors(workload, workload.steps), workload.steps)
      .at("y");
}

TEST(Last, IsThatOfTheLastStepThatASequenceHas) {
  const char* text = R"({"input": 1, "batch": 2, "steps": 3, "lengths": [3, 1],
                         "layers": [{"type": "last"}]})";
  const std::vector<float> x = make_tensors(loaded(text), 3).at("x").values;
  EXPECT_EQ(run_exactly(text), (std::vector<double>{x[4], x[1]}));
}

TEST(Last, OfAReverseRecurrenceIsWhatItComputesLast) {
  const Graph graph =
      lower(loaded(R"({"steps": 3, "layers": [{"hidden": 4, "direction": "bidirectional"},
                                              {"type": "last"}]})"));
  EXPECT_EQ(graph.domains, (std::vector<std::int64_t>{3, 1}));
  EXPECT_EQ(read_by(graph, "layer1.x"), Words{"layer0.h.next"});
  EXPECT_EQ(read_by(graph, "layer1.x2"), Words{"layer0.reverse.h.next"});
  EXPECT_EQ(lowered_node(graph, "layer1.x2").order, Order::last);
}

TEST(Mean, IsOverTheStepsThatASequenceHas) {
  const char* text = R"({"input": 1, "batch": 2, "steps": 3, "lengths": [3, 1],
                         "layers": [{"type": "mean"}]})";
  const std::vector<float> x = make_tensors(loaded(text), 3).at("x").values;
  const std::vector<double> y = run_exactly(text);
  ASSERT_EQ(y.size(), 2U);
  EXPECT_NEAR(y[0], (double{x[0]} + x[2] + x[4]) / 3, 1e-12);
  EXPECT_NEAR(y[1], x[1], 1e-12);
}

TEST(Last, KeepsTheScaleOfWhatItKeeps) {
  constexpr const char* kIntegers = R"({"input": 2, "batch": 2, "steps": 3, "lengths": [3, 1],
      "formats": {"weights": "int8", "activations": "int8", "accumulate": "int32"},
      "scales": {"input": -5, "hidden": -6},)";
  const Graph linear =
      lower(loaded(kIntegers + std::string(R"("layers": [{"type": "linear", "size": 2},
          {"type": "last"}, {"type": "linear", "size": 2}]})")));
  const Node& kept = lowered_node(linear, "layer1.kept.next");
  EXPECT_EQ(kept.scale, -6);
  EXPECT_EQ(linear.nodes[kept.args[1]].scale, -6);
  EXPECT_EQ(lowered_node(linear, "layer1.x").scale, -6) << "what the products read";
  const Graph input = lower(loaded(kIntegers + std::string(R"("layers": [{"type": "last"},
          {"type": "linear", "size": 2}]})")));
  EXPECT_EQ(lowered_node(input, "x").scale, -5);
  EXPECT_EQ(lowered_node(input, "layer0.x").scale, -5);
}

TEST(Attention, MultipliesWithTheSequenceAndItsTranspose) {
  const Graph graph =
      lower(loaded(R"({"steps": 3, "layers": [{"hidden": 4, "direction": "bidirectional"},
          {"hidden": 4}, {"type": "attention", "over": 0, "score": "general"}]})"));
  EXPECT_EQ(read_by(graph, "layer2.s.Kq"), (Words{"layer2.q.sum", "layer0.h.next"}));
  EXPECT_EQ(read_by(graph, "layer2.s.Kq2"), (Words{"layer2.q2.sum", "layer0.reverse.h.next"}));
  EXPECT_EQ(lowered_node(graph, "layer2.s.Kq").size, 3) << "steps";
  EXPECT_EQ(lowered_node(graph, "layer2.s.Kq").order, Order::same);
  EXPECT_EQ(lowered_node(graph, "layer2.s.Kq2").order, Order::reverse);
  EXPECT_FALSE(lowered_node(graph, "layer2.s.Kq").transposed);
  EXPECT_EQ(lowered_node(graph, "layer2.v2.Va").order, Order::reverse);
  EXPECT_EQ(lowered_node(graph, "layer2.v2.Va").size, 4);
  EXPECT_TRUE(lowered_node(graph, "layer2.v2.Va").transposed);
  Words made;
  for (const Output& output : graph.outputs) made.push_back(graph.nodes[output.node].name);
  EXPECT_EQ(made, (Words{"layer2.v.context", "layer2.v2.context", "layer1.h.next"}));
}

TEST(Attention, SeesOnlyTheStepsThatASequenceHas) {
  const Workload workload = loaded(R"({"batch": 2, "steps": 3, "lengths": [3, 1], "layers": [
      {"hidden": 4}, {"type": "input", "size": 4, "steps": 2}, {"hidden": 4},
      {"type": "attention", "over": 0}]})");
  const Graph graph = lower(workload);
  EXPECT_EQ(read_by(graph, "layer3.seen"), (Words{"layer3.mask", "layer3.s.sum", "layer3.never"}));
  const Tensor mask = make_tensors(workload, 3).at("layer3.mask");
  EXPECT_EQ(mask.cols, 3);
  EXPECT_EQ(mask.values, (std::vector<float>{1, 1, 1, 1, 0, 0, 1, 1, 1, 1, 0, 0}));
}

TEST(Feed, BringsTheContextOfTheStepBefore) {
  const Workload workload = loaded(kDecoder);
  const Graph graph = lower(workload);
  EXPECT_EQ(graph.domains, (std::vector<std::int64_t>{3, 4}));
  EXPECT_EQ(read_by(graph, "layer2.z.Wx"), Words{"layer1.x"});
  EXPECT_EQ(read_by(graph, "layer2.z.Wx2"), Words{"layer2.feed"});
  const Node& feed = lowered_node(graph, "layer2.feed");
  EXPECT_EQ(graph.nodes[feed.next].name, "layer3.v.context");
  EXPECT_EQ(make_tensors(workload, 3).at(feed.tensor).values, std::vector<float>(2 * 3));
}

TEST(Feed, LeavesOutPaddingThatComesFirst) {
  const Graph graph = lower(loaded(R"({"batch": 2, "steps": 3, "lengths": [3, 1], "layers": [
      {"hidden": 4, "direction": "bidirectional"}, {"hidden": 4, "direction": "reverse", "feed": 2},
      {"type": "attention", "over": 0, "score": "general"}]})"));
  EXPECT_EQ(read_by(graph, "layer2.reverse.fed"),
            (Words{"mask.reverse2", "layer2.reverse.v.context", "layer1.reverse.feed"}));
  EXPECT_EQ(graph.nodes[lowered_node(graph, "layer1.reverse.feed").next].name,
            "layer2.reverse.fed");
}

TEST(Layers, TakeWhatATakeTakes) {
  const Graph graph =
      lower(loaded(R"({"steps": 3, "layers": [{"hidden": 4, "direction": "bidirectional"},
          {"type": "attention", "over": 0, "score": "general"},
          {"type": "rnn", "hidden": 4, "direction": "reverse"}]})"));
  // behind the context, in two parts
  EXPECT_EQ(read_by(graph, "layer2.reverse.x3"), Words{"layer0.h.next"});
  EXPECT_EQ(lowered_node(graph, "layer2.reverse.x3").order, Order::reverse);
  EXPECT_EQ(read_by(graph, "layer2.reverse.x4"), Words{"layer0.reverse.h.next"});
  EXPECT_EQ(lowered_node(graph, "layer2.reverse.x4").order, Order::same);
}

TEST(Last, OfAReversedTakeIsACopy) {
  const Graph graph =
      lower(loaded(R"({"steps": 3, "layers": [{"hidden": 4, "direction": "bidirectional"},
          {"type": "attention", "over": 0, "score": "general"}, {"type": "last"}]})"));
  EXPECT_EQ(read_by(graph, "layer2.x3"), Words{"layer0.h.next"});
  EXPECT_EQ(read_by(graph, "layer2.x4"), Words{"layer2.copy4"});
  EXPECT_EQ(read_by(graph, "layer2.copy4"), (Words{"layer1.x2", "layer2.copied4"}));
}

TEST(Lengths, MakeMasksOnlyWhereTheyAreRead) {
  const Graph none =
      lower(loaded(R"({"input": 4, "batch": 2, "steps": 3, "lengths": [3, 1], "layers": [
      {"type": "linear", "size": 4}, {"type": "input", "size": 4}, {"hidden": 4},
      {"type": "attention", "over": 0}]})"));
  EXPECT_EQ(std::ranges::count(none.nodes, "mask", &Node::name), 0);
  const Graph later =
      lower(loaded(R"({"input": 4, "batch": 2, "steps": 3, "lengths": [3, 1], "layers": [
      {"type": "linear", "size": 4}, {"type": "attention", "over": 0}, {"hidden": 4}]})"));
  EXPECT_EQ(read_by(later, "mask2"), Words{"mask"});
}

TEST(Attention, OfAReverseSequenceHasOutputsOfTheirOwn) {
  const Graph graph = lower(loaded(R"({"steps": 3, "layers": [{"hidden": 4, "direction": "reverse"},
          {"type": "attention", "over": 0}]})"));
  Words tensors;
  for (const Output& output : graph.outputs) tensors.push_back(output.tensor);
  EXPECT_EQ(tensors, (Words{"y.reverse", "y.reverse2"}));
}

TEST(Layers, HaveArraysOfTheirSequences) {
  Words names;
  std::map<std::string, Array> arrays;
  for (const Array& array : arrays_of(loaded(kDecoder))) {
    names.push_back(array.name);
    arrays[array.name] = array;
  }
  EXPECT_EQ(names, (Words{"x", "x_l1", "weight_l3", "weight_ih_l0", "bias_ih_l0", "weight_hh_l0",
                          "bias_hh_l0", "h0_l0", "c0_l0", "weight_ih_l2", "bias_ih_l2",
                          "weight_hh_l2", "bias_hh_l2", "h0_l2"}));
  EXPECT_EQ(arrays["x_l1"].shape, (Shape{4, 2, 2}));
  EXPECT_EQ(arrays["weight_l3"].shape, (Shape{3, 6}));
  EXPECT_EQ(arrays["weight_ih_l2"].shape, (Shape{3 * 6, 2 + 3}));
  EXPECT_EQ(arrays["weight_ih_l2"].meaning, "(3·hidden, input)");
}

/// The complaint about the decoder with this value.
std::string decoder_complaint(const std::string& pointer, const std::string& value) {
  const std::string complaint = load_complaint(kDecoder, {{pointer, value}});
  return complaint.substr(0, complaint.find(" (from --set"));
}

TEST(Attention, InReverseHasItsMaskToo) {
  const Workload workload = loaded(R"({"batch": 2, "steps": 3, "lengths": [3, 1],
                 "layers": [{"hidden": 4}, {"hidden": 4, "direction": "reverse"},
                            {"type": "attention", "over": 0}]})");
  const Tensors tensors = make_tensors(workload, 3);
  const Graph graph = lower(workload);
  int masks = 0;
  for (const Node& node : graph.nodes) {
    if (node.op != Op::input) continue;
    EXPECT_TRUE(tensors.contains(node.tensor)) << node.tensor;
    masks += node.tensor == "layer2.reverse.mask";
  }
  EXPECT_EQ(masks, 1);
  EXPECT_EQ(tensors.at("layer2.reverse.mask").values,
            (std::vector<float>{1, 1, 1, 1, 0, 0, 1, 1, 1, 1, 0, 0, 1, 1, 1, 1, 0, 0}));
}

TEST(Layers, RefuseSequencesThatCannotBeRead) {
  EXPECT_EQ(load_complaint(R"({"layers": [{"hidden": 4}, {"type": "attention", "over": 3}]})"),
            "#/layers/1/over: 3 is no layer before this one (0 to 0)");
  EXPECT_EQ(load_complaint(R"({"layers": [{"hidden": 4}, {"type": "attention"}]})"),
            "#/layers/1/over: missing (the number of an earlier layer, 0 to 0)");
  EXPECT_EQ(decoder_complaint("/layers/3/residual", "true"),
            "#/layers/3/residual: attention adds nothing to its input (leave it out)");
  EXPECT_EQ(decoder_complaint("/layers/3/score", "dot"),
            "#/layers/3/score: dot compares a query of 6 elements with steps of 3 (equal numbers, "
            "or \"general\", would be right)");
  EXPECT_EQ(decoder_complaint("/layers/3/score", "additive"),
            "#/layers/3/size: missing or 0 (elements of what additive attention adds: 1 to 65536)");
  EXPECT_EQ(decoder_complaint("/layers/3/size", "4"),
            "#/layers/3/size: has no effect: only score additive reads it, and the score is "
            "general (leave it out)");
  EXPECT_EQ(decoder_complaint("/layers/2/feed", "1"),
            "#/layers/2/feed: 1 is no attention layer behind this one");
  EXPECT_EQ(decoder_complaint("/layers/0/feed", "3"),
            "#/layers/0/feed: layer 3 reads whole sequences of what lies between (layers that go "
            "step by step would be right)");
  EXPECT_EQ(decoder_complaint("/layers/1/size", "0"),
            "#/layers/1/size: missing or 0 (elements of x: 1 to 65536)");
  EXPECT_EQ(decoder_complaint("/layers/0/steps", "3"),
            "#/layers/0/steps: has no effect: only type input reads it, and the type is lstm "
            "(leave it out)");
  EXPECT_EQ(
      load_complaint(R"({"layers": [{"hidden": 4}, {"type": "input", "size": 4}]})"),
      "#/layers/1/type: nothing reads layer 0 behind this input (attention over 0, or initial "
      "states of it, would)");
  EXPECT_EQ(load_complaint(R"({"input": 4, "layers": [{"type": "input"}]})"),
            "#/layers/0/type: the first layer reads x, as /input and /steps say (leave this layer "
            "out)");
  EXPECT_EQ(load_complaint(R"({"input": 4, "layers": [{"type": "attention"}]})"),
            "#/layers/0/type: attention needs a layer before it, whose output is the query");
}

TEST(Layers, LoseTheValuesThatAnOverriddenTypeDoesNotRead) {
  const auto cell = layers_of(
      loaded(R"({"layers": [{"hidden": 8, "projection": 4}]})", {{"/layers/0/type", "gru"}}));
  EXPECT_EQ(cell.front().output(), 8);
  const Workload linear = loaded(kDecoder, {{"/layers/2/type", "linear"}, {"/layers/2/size", "4"}});
  EXPECT_EQ(layers_of(linear)[2].input, 2) << "x, and no context";
  EXPECT_EQ(layers_of(linear)[3].input, 4);
}

}  // namespace
}  // namespace rda::workload
