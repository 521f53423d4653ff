// SPDX-License-Identifier: Apache-2.0
// Layers that begin with the last states of others.
#include <gtest/gtest.h>

#include <algorithm>

#include "rda/graph.h"
#include "support_workload_file.h"
#include "workload/arrays.h"

namespace rda::workload {
namespace {

constexpr const char* kTranslation = R"({"batch": 2, "steps": 3, "lengths": [3, 1], "layers": [
    {"type": "lstm", "hidden": 4, "direction": "bidirectional"}, {"type": "lstm", "hidden": 5},
    {"type": "input", "size": 3, "steps": 2}, {"type": "lstm", "hidden": 5, "initial": 1}]})";

const Node& node_called(const Graph& graph, const std::string& name) {
  const auto node = std::ranges::find(graph.nodes, name, &Node::name);
  if (node == graph.nodes.end()) throw std::out_of_range(name);
  return *node;
}

TEST(InitialStates, AreTakenInADomainOfOneStep) {
  const Workload workload = loaded(kTranslation);
  const Graph graph = lower(workload);
  EXPECT_EQ(graph.domains, (std::vector<std::int64_t>{3, 3, 1, 2}));
  for (const std::string what : {"h", "c"}) {
    const Node& state = node_called(graph, "layer3." + what);
    EXPECT_EQ(state.tensor, "");
    const Node& initial = graph.nodes[state.initial];
    EXPECT_EQ(initial.name, "layer3." + what + ".initial");
    EXPECT_EQ(initial.domain, 2);
    EXPECT_EQ(initial.order, Order::last);
    EXPECT_EQ(graph.nodes[initial.args[0]].name, "layer1." + what + ".kept_at_end");
  }
  EXPECT_FALSE(make_tensors(workload, 3).contains("layer3.h0"));
  std::vector<std::string> arrays;
  for (const Array& array : arrays_of(workload)) arrays.push_back(array.name);
  EXPECT_EQ(std::ranges::count(arrays, "h0_l1"), 1);
  EXPECT_EQ(std::ranges::count(arrays, "h0_l3"), 0);
}

TEST(InitialStates, AreWhereTheNextStepBegins) {
  // Without weights and biases an LSTM halves c in every step: all gates are 1/2, and g is 0.
  const Workload workload = loaded(R"({"steps": 3, "layers": [{"hidden": 1},
      {"type": "input", "size": 1, "steps": 2}, {"hidden": 1, "initial": 0}]})");
  Tensors tensors = make_tensors(workload, 3);
  for (auto& [name, tensor] : tensors)
    if (name.starts_with("layer")) std::ranges::fill(tensor.values, 0.0F);
  tensors["layer0.c0"].values = {32};
  EXPECT_EQ(evaluate_exact(lower(workload), tensors, 3).at("layer2.c"),
            (std::vector<double>{2, 1}));
}

TEST(InitialStates, SayWhatWouldBeRight) {
  const auto complaint = [](const std::string& layers) {
    return load_complaint(R"({"input": 4, "steps": 2, "layers": [)" + layers + "]}");
  };
  EXPECT_EQ(complaint(R"({"hidden": 4}, {"type": "input", "size": 4}, {"hidden": 4, "initial": 2},
                         {"type": "attention", "over": 0})"),
            "#/layers/2/initial: 2 is no layer before this one (0 to 1)");
  EXPECT_EQ(complaint(R"({"hidden": 4, "initial": 0})"),
            "#/layers/0/initial: the first layer has none before it (leave it out)");
  EXPECT_EQ(complaint(R"({"hidden": 4}, {"type": "input", "size": 4})"),
            "#/layers/1/type: nothing reads layer 0 behind this input (attention over 0, or "
            "initial states of it, would)");
  EXPECT_EQ(
      complaint(R"({"hidden": 4}, {"type": "input", "size": 4}, {"hidden": 5, "initial": 0})"),
      "#/layers/2/initial: layer 0 has other states (the same type, hidden, projection and "
      "number of directions would be right)");
  EXPECT_EQ(complaint(R"({"hidden": 4}, {"hidden": 4, "initial": 0})"),
            "#/layers/1/initial: layer 0 has not made its last step before (an input between "
            "would be right)");
  EXPECT_EQ(complaint(R"({"hidden": 4}, {"type": "softmax", "initial": 0})"),
            "#/layers/1/initial: has no effect: only recurrent layers read it, and the type is "
            "softmax (leave it out)");
}

}  // namespace
}  // namespace rda::workload
