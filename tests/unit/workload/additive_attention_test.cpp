// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "rda/graph.h"
#include "support_workload_file.h"

namespace rda::workload {
namespace {

using ArgumentNames = std::vector<std::string>;

const Node& lowered_score(const Graph& graph, const std::string& name) {
  const auto node = std::ranges::find(graph.nodes, name, &Node::name);
  EXPECT_NE(node, graph.nodes.end()) << name;
  return *node;
}

ArgumentNames arguments_of(const Graph& graph, const std::string& name) {
  ArgumentNames names;
  for (const NodeId arg : lowered_score(graph, name).args) names.push_back(graph.nodes[arg].name);
  return names;
}

TEST(AdditiveAttention, MakesItsKeysWithTheStepsThatItAttendsTo) {
  const Graph graph = lower(loaded(
      R"({"input": 5, "batch": 2, "steps": 3, "layers": [
      {"type": "lstm", "hidden": 3, "direction": "bidirectional"},
      {"type": "input", "size": 2, "steps": 4}, {"type": "gru", "hidden": 6},
      {"type": "attention", "over": 0, "score": "additive", "size": 7}]})"));
  const Node score = lowered_score(graph, "layer3.s"), key = lowered_score(graph, "layer3.k2.sum");
  EXPECT_EQ(arguments_of(graph, "layer3.s"),
            (ArgumentNames{"layer3.q.sum", "layer3.k.sum", "layer3.k2.sum"}));
  EXPECT_EQ(score.orders, (std::vector<Order>{Order::same, Order::reverse}));
  EXPECT_EQ(score.size, 3);
  EXPECT_EQ(key.size, 7);
  EXPECT_EQ(key.domain, 0);
  EXPECT_EQ(arguments_of(graph, "layer3.k2.sum"), ArgumentNames{"layer3.k2.Wx"});
}

TEST(AdditiveAttention, IsTheSumOfWeightedHyperbolicTangents) {
  const Workload workload = loaded(R"({"input": 1, "steps": 2, "layers": [
      {"type": "linear", "size": 1, "bias": false}, {"type": "input", "size": 1, "steps": 1},
      {"type": "linear", "size": 1, "bias": false},
      {"type": "attention", "over": 0, "score": "additive", "size": 2}]})");
  Tensors tensors = make_tensors(workload, workload.steps);
  const auto set = [&](const char* name, std::vector<float> values) {
    ASSERT_EQ(tensors.at(name).values.size(), values.size()) << name;
    tensors[name].values = std::move(values);
  };
  set("x", {1, 2});
  set("layer1.x", {0.5});
  set("layer0.y.W", {1});
  set("layer2.y.W", {1});
  set("layer3.q.W", {1, -1});
  set("layer3.q.b", {0.25, 0});
  set("layer3.k.W", {0.5, 1});
  set("layer3.s.w", {2, 1});
  const auto score = [](double v) {
    return 2 * std::tanh(0.5 + 0.25 + 0.5 * v) + std::tanh(-0.5 + v);
  };
  const double part = 1 / (1 + std::exp(score(1) - score(2)));  // of step 1
  const auto y = evaluate_exact(lower(workload), tensors, 2);
  EXPECT_NEAR(y.at("y").at(0), 1 - part + 2 * part, 1e-12);
  EXPECT_EQ(y.at("y2"), std::vector<double>{0.5});
}

}  // namespace
}  // namespace rda::workload
