// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "rda/graph.h"
#include "rda/workload.h"
#include "support_npz.h"

namespace rda {
namespace {

using nlohmann::json;

const Node& named(const Graph& graph, const std::string& name) {
  const auto node = std::ranges::find(graph.nodes, name, &Node::name);
  if (node == graph.nodes.end()) throw std::out_of_range(name);
  return *node;
}

std::vector<std::string> argument_names(const Graph& graph, const std::string& name) {
  std::vector<std::string> result;
  for (const NodeId arg : named(graph, name).args) result.push_back(graph.nodes[arg].name);
  return result;
}

using Names = std::vector<std::string>;

Workload workload_of(Cell cell, int hidden) {
  Workload workload;
  workload.name = "test";
  workload.cell = cell;
  workload.input = workload.hidden = hidden;
  return workload;
}

TEST(Lower, MakesAnLstmOfFourGatesAndTwoStates) {
  Workload workload = workload_of(Cell::lstm, 8);
  workload.input = 5;
  workload.layers.count = 2;
  const Graph graph = lower(workload);
  EXPECT_EQ(argument_names(graph, "layer0.f.sum"),
            Names({"layer0.f.Wx", "layer0.f.Uh", "layer0.f.b"}));
  EXPECT_EQ(argument_names(graph, "layer0.f.Wx"), Names({"x"}));
  EXPECT_EQ(argument_names(graph, "layer0.f.Uh"), Names({"layer0.h"}));
  EXPECT_EQ(argument_names(graph, "layer1.f.Wx"), Names({"layer0.h.next"}));
  EXPECT_EQ(argument_names(graph, "layer1.c.next"), Names({"layer1.c.kept", "layer1.c.added"}));
  EXPECT_EQ(argument_names(graph, "layer1.c.kept"), Names({"layer1.f", "layer1.c"}));
  EXPECT_EQ(named(graph, "layer0.f.Uh").gate, "layer0.f");
  EXPECT_EQ(graph.nodes[graph.outputs.at(0).node].name, "layer1.h.next");
  EXPECT_EQ(named(graph, "layer1.h").next, graph.outputs[0].node);
  EXPECT_EQ(macs_per_item(graph), 4 * 8 * (5 + 8) + 4 * 8 * (8 + 8));
  EXPECT_EQ(graph.layers, Names({"lstm", "lstm"}));
}

TEST(Lower, MakesABidirectionalLayerOfTwoRecurrencesThatShareNothing) {
  Workload workload = workload_of(Cell::lstm, 8);
  const auto products = macs_per_item(lower(workload));
  workload.direction = Direction::bidirectional;
  const Graph graph = lower(workload);
  EXPECT_EQ(argument_names(graph, "layer0.f.Wx"), Names({"x"}));
  EXPECT_EQ(argument_names(graph, "layer0.reverse.f.Wx"), Names({"x.reverse"}));
  EXPECT_EQ(argument_names(graph, "layer0.reverse.f.Uh"), Names({"layer0.reverse.h"}));
  const auto reverse = [](const Node& node) { return node.name.find("reverse") != node.name.npos; };
  for (const Node& node : graph.nodes)
    for (const NodeId arg : node.args)
      EXPECT_EQ(reverse(node), reverse(graph.nodes[arg])) << node.name;
  ASSERT_EQ(graph.outputs.size(), 2u);
  EXPECT_EQ(graph.outputs[0].tensor, "y");
  EXPECT_EQ(graph.outputs[1].tensor, "y.reverse");
  EXPECT_EQ(named(graph, "layer0.reverse.h").next, graph.outputs[1].node);
  EXPECT_EQ(macs_per_item(graph), 2 * products);
}

TEST(Lower, StacksReverseLayersAsItStacksForwardOnes) {
  Workload workload = workload_of(Cell::gru, 8);
  workload.layers.count = 2;
  workload.direction = Direction::reverse;
  const Graph graph = lower(workload);
  EXPECT_EQ(argument_names(graph, "layer0.reverse.r.Wx"), Names({"x.reverse"}));
  EXPECT_EQ(argument_names(graph, "layer1.reverse.r.Wx"), Names({"layer0.reverse.h.next"}));
  ASSERT_EQ(graph.outputs.size(), 1u);
  EXPECT_EQ(graph.outputs[0].tensor, "y.reverse");
}

TEST(Lower, PutsTheResetGateOnEitherSideOfTheRecurrentProduct) {
  Workload workload = workload_of(Cell::gru, 8);
  const Graph after = lower(workload);
  EXPECT_EQ(argument_names(after, "layer0.n.sum"), Names({"layer0.n.x", "layer0.n.reset"}));
  EXPECT_EQ(argument_names(after, "layer0.n.reset"), Names({"layer0.r", "layer0.n.h"}));
  EXPECT_EQ(argument_names(after, "layer0.n.h"), Names({"layer0.n.Uh", "layer0.n.bu"}));
  EXPECT_EQ(named(after, "layer0.n.Uh").gate, named(after, "layer0.n.Wx").gate);
  workload.gru_reset = GruReset::before;
  const Graph before = lower(workload);
  EXPECT_EQ(argument_names(before, "layer0.n.Uh"), Names({"layer0.h.reset"}));
  EXPECT_EQ(argument_names(before, "layer0.h.reset"), Names({"layer0.r", "layer0.h"}));
  EXPECT_EQ(macs_per_item(before), macs_per_item(after));
}

TEST(Lower, TakesAnInputOfZeroForHidden) {
  Workload workload = workload_of(Cell::rnn, 8);
  workload.input = 0;
  EXPECT_EQ(macs_per_item(lower(workload)), 8 * 16);
}

TEST(Lower, ScalesEveryOperandOfAProductInInt8AndNothingElsewhere) {
  Workload workload = workload_of(Cell::gru, 8);
  workload.layers.count = 2;
  workload.gru_reset = GruReset::before;
  workload.scales = {-5, -6, -4, -3};
  for (const Format format : {Format::int8, Format::fp8_e4m3}) {
    const bool integers = format == Format::int8;
    workload.formats.weights = workload.formats.activations = format;
    workload.formats.accumulate = integers ? Format::int32 : Format::fp32;
    const Graph graph = lower(workload);
    EXPECT_EQ(named(graph, "x").scale, integers ? -4 : 0);
    EXPECT_EQ(named(graph, "layer0.n.Wx").weight_scale, integers ? -5 : 0);
    EXPECT_EQ(named(graph, "layer0.n.Uh").weight_scale, integers ? -6 : 0);
    for (const char* node : {"layer0.h", "layer0.h.reset", "layer0.h.next", "layer1.h.next"})
      EXPECT_EQ(named(graph, node).scale, integers ? -3 : 0) << node;
  }
}

TEST(Lower, ScalesWhatAnInt8LayerReadsOfALayerOfFloats) {
  Workload workload = workload_of(Cell::lstm, 8);
  Layer floats, integers;
  floats.hidden = integers.hidden = 8;
  floats.type = integers.type = LayerType::gru;
  integers.formats = Formats{Format::int8, Format::int8, Format::fp32, Format::int32};
  integers.scales = Scales{-5, -6, -4, -2};
  workload.scales = {-9, -9, -8, -3};
  workload.layers.list = {floats, integers, floats};
  const Graph graph = lower(workload);
  EXPECT_EQ(named(graph, "layer0.h.next").scale, -3);  // read by the int8 layer
  EXPECT_EQ(named(graph, "layer1.n.Wx").weight_scale, -5);
  EXPECT_EQ(named(graph, "layer1.n.Uh").weight_scale, -6);
  EXPECT_EQ(named(graph, "layer1.h.next").scale, -2);
  EXPECT_EQ(named(graph, "layer2.n.Wx").weight_scale, 0);
}

/// Values that tests/reference/make_values.py made, and the workload they are of.
struct Reference {
  Workload workload;
  json values;
  std::map<std::string, std::string> arrays;
};

std::vector<Reference> references() {
  const json file = json::parse(std::ifstream(RDA_SOURCE_DIR "/tests/reference/cells.json"));
  std::vector<Reference> result;
  for (const json& test : file.at("cases")) {
    Workload workload;
    const std::string cell = test.at("cell"), variant = test.at("variant");
    workload.name = cell + " " + variant;
    workload.cell = cell == "lstm" ? Cell::lstm : cell == "gru" ? Cell::gru : Cell::rnn;
    workload.gru_reset = variant == "before" ? GruReset::before : GruReset::after;
    workload.rnn_activation = variant == "relu" ? RnnActivation::relu : RnnActivation::tanh;
    workload.input = file.at("sizes").at("input");
    workload.hidden = file.at("sizes").at("hidden");
    workload.layers.count = file.at("sizes").at("layers");
    if (variant == "bidirectional") {
      workload.direction = Direction::bidirectional;
      workload.layers.count = 1;
    }
    workload.batch = file.at("sizes").at("batch");
    workload.steps = file.at("sizes").at("steps");
    std::map<std::string, std::string> arrays;
    for (const auto& [name, array] : test.at("arrays").items())
      arrays[name] = npy_of(array.at("shape").get<std::vector<std::int64_t>>(),
                            array.at("values").get<std::vector<float>>());
    result.push_back({workload, test.at("values"), arrays});
  }
  return result;
}

TEST(Lower, MeansTheCellsOfAnIndependentImplementation) {
  std::vector<Reference> all = references();
  ASSERT_EQ(all.size(), 8u);
  for (Reference& reference : all) {
    SCOPED_TRACE(reference.workload.name);
    const TemporaryFile file("reference.npz");
    write_zip(file.path(), reference.arrays);
    reference.workload.data = file.path().string();
    const auto results =
        evaluate_exact(lower(reference.workload), make_tensors(reference.workload, 3), 3);
    ASSERT_EQ(results.size(), reference.values.size());
    for (const auto& [name, expected] : reference.values.items()) {
      const std::vector<double>& values = results.at(name);
      ASSERT_EQ(values.size(), expected.size()) << name;
      // Two biases are added and rounded to fp32 before use: half a unit of at most 2 each.
      for (std::size_t i = 0; i < values.size(); ++i)
        EXPECT_NEAR(values[i], expected[i].get<double>(), 2e-6) << name << " " << i;
    }
  }
}

}  // namespace
}  // namespace rda
