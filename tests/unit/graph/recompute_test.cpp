// SPDX-License-Identifier: Apache-2.0
#include "graph/recompute.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "graph/builder.h"

// Initializers that name a few fields leave out the others on purpose.
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

namespace rda {
namespace {

/// A cell that makes squashed = tanh(s · gate) of a state s and a sum, and a second domain that
/// takes its values in reverse and adds them.
class TwoDomains : public testing::Test {
 protected:
  TwoDomains() {
    graph.name = "two";
    graph.domains = {3};
    graph.steps = 3;
    graph::Builder build(graph);
    const NodeId w = build.matvec({.name = "W",
                                   .op = Op::matvec,
                                   .size = 2,
                                   .args = {build.input("x", 2, 0)},
                                   .tensor = "W",
                                   .gate = "gate"});
    gate = build.sum("gate", {w});
    state = build.state("s", "s0", 2, 0);
    squashed = build.unary(Op::tanh, "squashed", build.binary(Op::mul, "scaled", state, gate));
    build.carry(state, squashed);
    copy = build.binary(Op::sub, "s.copy", state, build.constant("zero", 0));
  }

  /// Takes values in a domain of their own, whose sum is the output.
  void take(const std::vector<NodeId>& values, Order order = Order::reverse) {
    graph::Builder build(graph);
    if (graph.domains.size() == 1) graph.domains.push_back(3);
    for (const NodeId value : values) {
      const NodeId taken = build.take(graph.nodes[value].name + ".taken", value, order);
      takes.insert(taken);
      const bool is_first = !total.exists();
      total = is_first ? build.unary(Op::neg, "first", taken)
                       : build.binary(Op::add, graph.nodes[taken].name + ".added", total, taken);
    }
  }

  Graph recomputed() {
    graph.set_formats({Format::fp32, Format::fp32, Format::fp32, Format::fp32});
    graph.outputs = {{total, "y"}};
    check(graph);
    return graph::recompute(graph, takes);
  }

  /// What is still taken.
  static std::set<std::string> taken(const Graph& of) {
    std::set<std::string> names;
    for (const Node& node : of.nodes)
      if (node.op == Op::take) names.insert(of.nodes[node.args[0]].name);
    return names;
  }

  void expect_same_values(const Graph& again) const {
    const Tensors tensors{{"x", {3, 2, {0.5F, -1, 2, 0.25F, -3, 1}}},
                          {"s0", {1, 2, {-0.0F, 0.75F}}},
                          {"W", {2, 2, {1, -2, 0.5F, 3}}}};
    const auto want = evaluate_chip(graph, tensors, {}, 3),
               got = evaluate_chip(again, tensors, {}, 3);
    EXPECT_EQ(got.at("y"), want.at("y"));
  }

  Graph graph;
  NodeId gate, state, squashed, copy, total;
  std::set<NodeId> takes;
};

TEST_F(TwoDomains, MakeATableOfWhatIsTakenAgain) {
  take({squashed, gate, copy});
  const Graph again = recomputed();
  EXPECT_EQ(taken(again), (std::set<std::string>{"gate", "s.copy"}));
  const auto made = std::ranges::find(again.nodes, "squashed.again1", &Node::name);
  ASSERT_NE(made, again.nodes.end());
  EXPECT_EQ(made->op, Op::tanh);
  EXPECT_EQ(made->domain, 1);
  expect_same_values(again);
}

TEST_F(TwoDomains, TakeWhatHasAnOperandThatIsNotTaken) {
  take({squashed, gate});
  EXPECT_EQ(taken(recomputed()), (std::set<std::string>{"gate", "squashed"}));
}

TEST_F(TwoDomains, TakeWhatHasAnOperandThatIsTakenInAnotherOrder) {
  take({squashed, gate});
  take({copy}, Order::same);
  EXPECT_EQ(taken(recomputed()), (std::set<std::string>{"gate", "squashed", "s.copy"}));
}

TEST_F(TwoDomains, NeverMakeASumOfProductsAgain) {
  take({gate, copy, squashed});
  const Graph again = recomputed();
  EXPECT_EQ(std::ranges::count(again.nodes, Op::matvec, &Node::op), 1);
  EXPECT_EQ(std::ranges::count(again.nodes, Op::sum, &Node::op), 1);
}

TEST_F(TwoDomains, ShareWhatTwoValuesAreMadeOf) {
  graph::Builder build(graph);
  const NodeId negative = build.unary(Op::neg, "negative", squashed);
  take({negative, squashed, gate, copy});
  const Graph again = recomputed();
  EXPECT_EQ(taken(again), (std::set<std::string>{"gate", "s.copy"}));
  EXPECT_EQ(std::ranges::count(again.nodes, Op::tanh, &Node::op), 2);  // one in each domain
  expect_same_values(again);
}

}  // namespace
}  // namespace rda
