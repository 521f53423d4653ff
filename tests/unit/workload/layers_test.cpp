// SPDX-License-Identifier: Apache-2.0
// Workloads that list their layers.
#include "workload/layers.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "rda/error.h"
#include "support_workload_file.h"
#include "workload/arrays.h"
#include "workload/outputs.h"

namespace rda::workload {
namespace {

using Names = std::vector<std::string>;

constexpr const char* kHead = R"({"input": 5, "layers": [
    {"type": "lstm", "hidden": 8, "projection": 3, "peepholes": true},
    {"type": "gru", "hidden": 3, "residual": true, "formats": {"weights": "bf16", "activations": "bf16"}},
    {"type": "linear", "size": 2, "activation": "sigmoid", "bias": false}]})";

TEST(Layers, EachReadsWhatTheOneBeforeMakes) {
  const std::vector<PlacedLayer> layers = layers_of(loaded(kHead));
  ASSERT_EQ(layers.size(), 3U);
  EXPECT_EQ(layers[0].input, 5);
  EXPECT_EQ(layers[0].output(), 3);
  EXPECT_EQ(layers[1].input, 3);
  EXPECT_EQ(layers[1].formats.weights, Format::bf16);
  EXPECT_EQ(layers[2].formats.weights, Format::fp8_e4m3);
  EXPECT_EQ(layers[2].gates(), Names{"y"});
  EXPECT_EQ(layers[2].output(), 2);
}

TEST(Layers, OfTheFlatFormAreEqual) {
  const auto layers = layers_of(loaded(R"({"cell": "gru", "input": 4, "hidden": 6, "layers": 2})"));
  ASSERT_EQ(layers.size(), 2U);
  EXPECT_EQ(layers[0].input, 4);
  EXPECT_EQ(layers[1].input, 6);
  EXPECT_EQ(layers[1].gates(), (Names{"r", "z", "n"}));
}

TEST(Layers, AreWrittenAsTheyAreRead) {
  const Workload workload = loaded(kHead);
  EXPECT_EQ(to_json(loaded(to_json(workload))), to_json(workload));
  EXPECT_NE(to_json(workload).find(R"("type": "gru")"), std::string::npos);
}

TEST(Layers, CanBeOverriddenOneByOne) {
  const Workload workload = loaded(kHead, {{"/layers/2/size", "7"}, {"/layers/0/hidden", "16"}});
  EXPECT_EQ(layers_of(workload).back().output(), 7);
  EXPECT_EQ(layers_of(workload).front().rows(), 16);
}

TEST(Layers, AreRefusedAtTheirPlaceInTheList) {
  EXPECT_EQ(load_complaint(R"({"layers": []})"),
            "#/layers: the list is empty; it needs at least one element (stacked layers: their "
            "number, or a list of them from the first to the last)");
  EXPECT_EQ(load_complaint(R"({"layers": [{"hidden": 4}, {"type": "linear"}]})"),
            "#/layers/1/size: missing or 0 (elements of a linear layer's output: 1 to 65536)");
  EXPECT_EQ(load_complaint(R"({"layers": [{"type": "gru"}], "input": 3})"),
            "#/layers/0/hidden: missing or 0 (elements of h of a gru: 1 to 65536)");
  EXPECT_EQ(load_complaint(R"({"layers": [{"type": "lstm"}]})"),
            "#/layers/0/hidden: missing or 0 (elements of h of an lstm: 1 to 65536)");
  EXPECT_EQ(load_complaint(R"({"layers": [{"type": "linear", "size": 4}]})"),
            "#/input: missing; the first layer is not recurrent (elements of x)");
  EXPECT_EQ(load_complaint(R"({"layers": [{"hidden": 4}, {"hidden": 5, "residual": true}]})"),
            "#/layers/1/residual: adds an input of 4 elements to an output of 5 (equal numbers "
            "would be right)");
  EXPECT_EQ(
      load_complaint(R"({"layers": [{"hidden": 4, "formats": {"state": "int8"}}]})"),
      "#/layers/0/formats/state: \"int8\" is not one of \"fp32\", \"bf16\", \"fp16\" (format of c, "
      "and of the h that a GRU blends: fp32, bf16 or fp16)");
}

TEST(Layers, OfOneDirectionFollowEachOtherStepByStep) {
  const auto layers =
      layers_of(loaded(R"({"steps": 5, "layers": [{"hidden": 4, "direction": "reverse"},
                                        {"type": "linear", "size": 3},
                                        {"hidden": 4, "direction": "reverse"}]})"));
  for (const PlacedLayer& placed : layers) {
    EXPECT_FALSE(placed.begins);
    EXPECT_EQ(placed.domain, 0);
    ASSERT_EQ(placed.directions.size(), 1u);
    EXPECT_TRUE(placed.directions.front().reversed);
  }
}

TEST(Layers, BeginADomainWhereTheyReadStepsInAnotherOrder) {
  const auto layers =
      layers_of(loaded(R"({"steps": 5, "layers": [{"hidden": 4, "direction": "bidirectional"},
                                        {"hidden": 6, "direction": "bidirectional"},
                                        {"type": "linear", "size": 3},
                                        {"type": "last"},
                                        {"type": "softmax"}]})"));
  std::vector<int> domains;
  std::vector<std::int64_t> inputs, steps;
  for (const PlacedLayer& placed : layers) {
    domains.push_back(placed.domain);
    inputs.push_back(placed.input);
    steps.push_back(placed.steps);
  }
  EXPECT_EQ(domains, (std::vector<int>{0, 1, 2, 3, 3}));
  EXPECT_EQ(inputs, (std::vector<std::int64_t>{4, 8, 12, 3, 3}));
  EXPECT_EQ(steps, (std::vector<std::int64_t>{5, 5, 5, 1, 1}));
}

TEST(Layers, AddTheirInputPartByPart) {
  EXPECT_EQ(load_complaint(R"({"layers": [{"hidden": 4, "direction": "bidirectional"},
                                          {"hidden": 8, "residual": true}]})"),
            "#/layers/1/residual: adds an input of 4 + 4 elements to an output of 8 (each "
            "direction is added to one: an output of as many directions would be right)");
  EXPECT_EQ(load_complaint(R"({"layers": [{"hidden": 4}, {"type": "mean", "residual": true}]})"),
            "#/layers/1/residual: mean adds nothing to its input (leave it out)");
}

TEST(Layers, TakeTheWholeSequenceOfTheOtherDirectionInReverse) {
  const Graph graph =
      lower(loaded(R"({"steps": 5, "layers": [{"hidden": 4, "direction": "bidirectional"},
                                        {"hidden": 6, "direction": "bidirectional"}]})"));
  EXPECT_EQ(graph.domains, (std::vector<std::int64_t>{5, 5}));
  std::map<std::string, Order> orders;
  for (const Node& node : graph.nodes)
    if (node.op == Op::take) orders[node.name] = node.order;
  EXPECT_EQ(orders, (std::map<std::string, Order>{{"layer1.x", Order::same},
                                                  {"layer1.x2", Order::reverse},
                                                  {"layer1.reverse.x", Order::reverse},
                                                  {"layer1.reverse.x2", Order::same}}));
}

TEST(Layers, RefuseParametersThatTheFunctionOfAnActivationDoesNotRead) {
  const auto complaint = [](const std::string& activation) {
    return load_complaint(R"({"layers": [{"type": "lstm", "hidden": 4, )" + activation + "}]}");
  };
  EXPECT_EQ(complaint(R"("output_activation": {"alpha": 2})"),
            "#/layers/0/output_activation/alpha: has no effect: sigmoid does not read it (leave it "
            "out)");
  EXPECT_EQ(complaint(R"("candidate_activation": {"function": "leaky_relu", "beta": 3})"),
            "#/layers/0/candidate_activation/beta: has no effect: leaky_relu does not read it "
            "(leave it out)");
  EXPECT_EQ(complaint(R"("gate_activation": {"function": "hard_sigmoid", "alpha": 2, "beta": 3})"),
            "");
}

TEST(Layers, RefuseToLeaveOutABiasThatThereIsNot) {
  EXPECT_EQ(load_complaint(R"({"input": 4, "layers": [{"type": "softmax", "bias": false}]})"),
            "#/layers/0/bias: has no effect: softmax adds none (leave it out)");
  EXPECT_EQ(load_complaint(R"({"layers": [{"hidden": 4}, {"type": "attention", "over": 0,
                                           "bias": false}]})"),
            "#/layers/1/bias: has no effect: attention adds none (leave it out)");
  EXPECT_EQ(load_complaint(R"({"layers": [{"hidden": 4, "bias": false}]})"), "");
}

TEST(Layers, SayNothingThatHasNoEffect) {
  EXPECT_EQ(load_complaint(R"({"hidden": 4, "layers": [{"hidden": 4}]})"),
            "#/hidden: has no effect: /layers lists the layers (leave it out)");
  EXPECT_EQ(load_complaint(R"({"layers": [{"type": "gru", "hidden": 4, "peepholes": true}]})"),
            "#/layers/0/peepholes: has no effect: only type lstm reads it, and the type is gru "
            "(leave it out)");
  EXPECT_EQ(
      load_complaint(R"({"input": 4, "layers": [{"type": "linear", "size": 4, "hidden": 4}]})"),
      "#/layers/0/hidden: has no effect: only recurrent layers read it, and the type is linear "
      "(leave it out)");
}

TEST(Layers, HaveArraysNamedByTheirPlaceInTheList) {
  Names names;
  for (const Array& array : arrays_of(loaded(kHead))) names.push_back(array.name);
  EXPECT_EQ(names, (Names{"x", "weight_ih_l0", "bias_ih_l0", "weight_hh_l0", "bias_hh_l0",
                          "weight_hr_l0", "weight_peephole_l0", "h0_l0", "c0_l0", "weight_ih_l1",
                          "bias_ih_l1", "weight_hh_l1", "bias_hh_l1", "h0_l1", "weight_l2"}));
  EXPECT_EQ(tap_names(loaded(kHead)), (Names{"layer0.h", "layer0.c", "layer1.h"}));
}

TEST(Lengths, AreOneForEachSequenceAndTheLongestHasAllSteps) {
  EXPECT_EQ(load_complaint(R"({"hidden": 4, "batch": 2, "steps": 5, "lengths": [5]})"),
            "#/lengths: 1 lengths for a batch of 2 (one for each sequence)");
  EXPECT_EQ(load_complaint(R"({"hidden": 4, "batch": 2, "steps": 5, "lengths": [3, 4]})"),
            "#/lengths: the longest sequence has 4 steps, and steps is 5 (equal numbers would be "
            "right)");
}

TEST(Lengths, MaskTheStepsThatASequenceDoesNotHave) {
  const Workload workload = loaded(
      R"({"cell": "gru", "hidden": 1, "batch": 2, "steps": 3, "lengths": [3, 2], "direction": "reverse"})");
  const Tensors tensors = make_tensors(workload, 3);
  EXPECT_EQ(tensors.at("mask").values, (std::vector<float>{1, 1, 1, 1, 1, 0}));
  EXPECT_EQ(tensors.at("mask.reverse").values, (std::vector<float>{1, 0, 1, 1, 1, 1}));
  Workload forward = workload;
  forward.direction = Direction::forward;
  const std::vector<float> x = make_tensors(forward, 3).at("x").values;
  EXPECT_EQ(tensors.at("x.reverse").values,
            (std::vector<float>{x[4], x[5], x[2], x[3], x[0], x[1]}));
}

const Node& node_named(const Graph& graph, const std::string& name) {
  const auto node = std::ranges::find(graph.nodes, name, &Node::name);
  if (node == graph.nodes.end()) throw std::out_of_range(name);
  return *node;
}

TEST(Layers, LowerToOneGraphWithFormatsOfTheirOwn) {
  const Graph graph = lower(loaded(kHead));
  EXPECT_EQ(graph.layers, (Names{"lstm", "gru", "linear"}));
  EXPECT_EQ(node_named(graph, "layer0.h.Wx").size, 3) << "the projection";
  EXPECT_EQ(node_named(graph, "layer0.h").size, 3);
  EXPECT_EQ(node_named(graph, "layer0.c").size, 8);
  EXPECT_EQ(node_named(graph, "layer1.z.Uh").formats.weights, Format::bf16);
  EXPECT_EQ(graph.nodes[graph.outputs.at(0).node].name, "layer2.y");
  EXPECT_EQ(node_named(graph, "layer0.h").next,
            NodeId(&node_named(graph, "layer0.h.next") - graph.nodes.data()));
  // 4 gates of 8 of 5 and 3, a projection of 3 of 8; 3 gates of 3 of 3 and 3; 2 of 3
  EXPECT_EQ(macs_per_item(graph), 4 * 8 * 8 + 3 * 8 + 3 * 3 * 6 + 2 * 3);
}

TEST(Lengths, KeepStatesAndMakeZerosBehindTheEnd) {
  const Graph graph = lower(loaded(R"({"hidden": 4, "batch": 2, "steps": 3, "lengths": [3, 2]})"));
  const auto args = [&](const std::string& name) {
    Names names;
    for (const NodeId arg : node_named(graph, name).args) names.push_back(graph.nodes[arg].name);
    return names;
  };
  EXPECT_EQ(args("layer0.h.kept_at_end"), (Names{"mask", "layer0.h.next", "layer0.h"}));
  EXPECT_EQ(args("layer0.c.kept_at_end"), (Names{"mask", "layer0.c.next", "layer0.c"}));
  EXPECT_EQ(args("masked"), (Names{"mask", "layer0.h.next", "zero"}));
  EXPECT_EQ(graph.nodes[node_named(graph, "layer0.h").next].name, "layer0.h.kept_at_end");
}

}  // namespace
}  // namespace rda::workload
