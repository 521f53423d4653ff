// SPDX-License-Identifier: Apache-2.0
#include "graph/cut.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "graph/builder.h"

namespace rda {
namespace {

/// Layer 0 multiplies x, layer 1 what layer 0 makes, of two elements in three steps.
struct TwoLayers {
  TwoLayers() {
    graph.name = "two";
    graph.steps = 3;
    graph.batch = 2;
    graph.layers = {"linear", "linear"};
    graph::Builder build(graph);
    x = build.input("x", 2, 0);
    a = layer(x, "layer0", 0);
    y = layer(a, "layer1", 1);
    graph.set_formats({Format::fp32, Format::fp32, Format::fp32, Format::fp32});
    graph.outputs = {{y, "y"}};
  }

  NodeId layer(NodeId operand, const std::string& name, int number) {
    graph::Builder build(graph);
    Node product;
    product.name = name + ".Wx";
    product.size = 2;
    product.args = {operand};
    product.tensor = name + ".W";
    product.gate = name;
    product.origin.layer = number;
    const NodeId p = build.matvec(product);
    const NodeId sum = build.sum(name + ".sum", {p});
    graph.nodes[sum].origin.layer = number;
    return sum;
  }

  Graph graph;
  NodeId x, a, y;
};

TEST(Cut, LeavesNamesOfNodesAndTensors) {
  const TwoLayers two;
  ASSERT_EQ(graph::cut_points(two.graph), std::vector{1});
  const Graph first = graph::section_of(two.graph, {1}, 0);
  const Graph second = graph::section_of(two.graph, {1}, 1);
  ASSERT_EQ(first.nodes.size(), 3U);
  EXPECT_EQ(first.nodes.front().tensor, "x");
  ASSERT_EQ(first.outputs.size(), 1U);
  EXPECT_TRUE(first.outputs[0].handed_over);
  EXPECT_EQ(first.outputs[0].tensor, "sequence.layer0.sum");
  ASSERT_EQ(second.nodes.size(), 3U);
  EXPECT_EQ(second.nodes.front().name, "layer0.sum");
  EXPECT_EQ(second.nodes.front().tensor, "sequence.layer0.sum");
  EXPECT_TRUE(second.nodes.front().handed_over);
  EXPECT_EQ(second.nodes[NodeId(1)].tensor, "layer1.W");
  ASSERT_EQ(second.outputs.size(), 1U);
  EXPECT_EQ(second.outputs[0].tensor, "y");
  for (const Graph* section : {&first, &second}) {
    ASSERT_EQ(section->handed_over.size(), 1U);
    EXPECT_EQ(section->handed_over[0].items, 6);
  }
}

TEST(Cut, ReadsASequenceInTheOrderOfItsTake) {
  TwoLayers two;
  two.graph.outputs.clear();
  two.graph.nodes.resize(3);
  two.graph.domains = {3, 3};
  const NodeId take = graph::Builder(two.graph).take("layer1.x", two.a, Order::reverse);
  two.graph.nodes[take].origin.layer = 1;
  const NodeId y = two.layer(take, "layer1", 1);
  two.graph.set_formats({Format::fp32, Format::fp32, Format::fp32, Format::fp32});
  two.graph.outputs = {{y, "y"}};
  const Graph second = graph::section_of(two.graph, {1}, 1);
  EXPECT_TRUE(second.has_one_domain());
  EXPECT_EQ(second.nodes.front().name, "layer1.x");
  EXPECT_EQ(second.nodes.front().order, Order::reverse);
  // Rows of "sequence.layer0.sum": step · 2 + sequence.
  Tensors tensors{{"sequence.layer0.sum", {6, 2, {0, 0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0}}},
                  {"layer1.W", {2, 2, {1, 0, 0, 1}}}};
  EXPECT_EQ(evaluate_exact(second, tensors, 3).at("y"),
            (std::vector<double>{4, 0, 5, 0, 2, 0, 3, 0, 0, 0, 1, 0}));
}

TEST(Cut, IsNotPossibleWhereAnOperatorReadsElements) {
  TwoLayers two;
  const NodeId y = graph::Builder(two.graph).binary(Op::add, "layer1.residual", two.y, two.a);
  two.graph.nodes[y].origin.layer = 1;
  EXPECT_EQ(graph::cut_problem(two.graph, 1).value_or(""),
            "layer1.residual reads layer0.sum not as the operand of a product in its format");
}

TEST(Cut, IsNotPossibleWhereFormatsDiffer) {
  TwoLayers two;
  for (Node& node : two.graph.nodes)
    if (node.origin.layer == 1) node.formats = {};
  EXPECT_TRUE(graph::cut_problem(two.graph, 1));
}

TEST(Cut, IsNowhereInANetworkThatRepeats) {
  TwoLayers two;
  EXPECT_EQ(graph::cut_points(two.graph), std::vector<int>{1});
  two.graph.repeat = 2;
  EXPECT_EQ(graph::cut_points(two.graph), std::vector<int>{});
  EXPECT_EQ(graph::cut_problem(two.graph, 1).value_or(""),
            "sections run once, and it repeats: /repeat=2");
}

TEST(Cut, NeedsWeightsOnBothSides) {
  const TwoLayers two;
  EXPECT_EQ(graph::cut_problem(two.graph, 0).value_or(""), "no weights on one side");
}

}  // namespace
}  // namespace rda
