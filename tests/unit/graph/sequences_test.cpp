// SPDX-License-Identifier: Apache-2.0
// Domains, takes, and products with sequences.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "graph/builder.h"
#include "rda/error.h"
#include "rda/graph.h"

namespace rda {
namespace {

constexpr Formats kExact{Format::fp32, Format::fp32, Format::fp32, Format::fp32};

/// "a" is twice x, of two elements, in three steps. "y" is twice "t", which takes "a" in a domain
/// of `steps` steps.
struct Taking {
  explicit Taking(Order order, std::int64_t steps = 3) {
    graph.name = "taking";
    graph.steps = 3;
    graph.batch = 2;
    graph.domains = {3};
    graph::Builder build(graph);
    x = build.input("x", 2, 0);
    a = build.binary(Op::add, "a", x, x);
    graph.domains.push_back(steps);
    t = build.take("t", a, order);
    y = build.binary(Op::add, "y", t, t);
    graph.set_formats(kExact);
    graph.outputs = {{y, "out"}};
  }

  Graph graph;
  NodeId x, a, t, y;
};

/// "a" is twice x, of two elements, in three steps. In a domain of one step "scores" compares q
/// with each step of "a", and "context" is their sum, weighted by the scores.
struct Attending {
  Attending() {
    graph.name = "attending";
    graph.steps = 3;
    graph.domains = {3};
    graph::Builder build(graph);
    x = build.input("x", 2, 0);
    a = build.binary(Op::add, "a", x, x);
    graph.domains.push_back(1);
    q = build.input("q", 2, 0);
    s = product("s", 3, q, false);
    scores = build.sum("scores", {s});
    v = product("v", 2, scores, true);
    context = build.sum("context", {v});
    graph.set_formats(kExact);
    graph.outputs = {{scores, "s.out"}, {context, "c.out"}};
  }

  NodeId product(const std::string& name, std::int64_t size, NodeId operand, bool transposed) {
    Node node;
    node.name = name;
    node.gate = name + ".gate";
    node.size = size;
    node.args = {operand, a};
    node.transposed = transposed;
    return graph::Builder(graph).matvec(node);
  }

  Graph graph;
  NodeId x, a, q, s, scores, v, context;
};

std::string complaint_of(const Graph& graph) {
  try {
    check(graph);
  } catch (const WorkloadError& error) {
    return error.what();
  }
  return "";
}

std::string taking_complaint(const std::function<void(Taking&)>& change) {
  Taking taking(Order::reverse);
  change(taking);
  return complaint_of(taking.graph);
}

std::string attending_complaint(const std::function<void(Node&)>& change) {
  Attending attending;
  change(attending.graph.nodes[attending.s]);
  return complaint_of(attending.graph);
}

TEST(GraphCheck, WantsDomainsOneAfterTheOther) {
  EXPECT_EQ(taking_complaint([](Taking&) {}), "");
  EXPECT_EQ(taking_complaint([](Taking& g) { g.graph.nodes[g.y].domain = 0; }),
            "y: domain 0, needed 1 to 1");
  EXPECT_EQ(taking_complaint([](Taking& g) { g.graph.nodes[g.y].domain = 2; }),
            "y: domain 2, needed 1 to 1");
  const std::string longest =
      "taking: steps must be those of the longest domain, and each domain needs a step";
  EXPECT_EQ(taking_complaint([](Taking& g) { g.graph.steps = 4; }), longest);
  EXPECT_EQ(taking_complaint([](Taking& g) { g.graph.domains[1] = 0; }), longest);
}

TEST(GraphCheck, WantsATakeBetweenDomains) {
  EXPECT_EQ(taking_complaint([](Taking& g) { g.graph.nodes[g.y].args[1] = g.a; }),
            "y: reads a of domain 0, which only a take may do");
  EXPECT_EQ(taking_complaint([](Taking& g) { g.graph.nodes[g.t].domain = 0; }),
            "t: takes a, which no earlier domain makes");
  const std::string other_length = "t: takes a step by step, from a domain of another length";
  EXPECT_EQ(complaint_of(Taking(Order::same, 2).graph), other_length);
  EXPECT_EQ(complaint_of(Taking(Order::reverse, 2).graph), other_length);
  EXPECT_EQ(complaint_of(Taking(Order::last, 2).graph), "");
}

TEST(GraphCheck, WantsTheStepsOfASequenceAsRowsOrColumns) {
  EXPECT_EQ(attending_complaint([](Node&) {}), "");
  EXPECT_EQ(attending_complaint([](Node& s) { s.size = 2; }),
            "s: size 2 of 2 elements, but a has 3 steps of 2 elements");
  EXPECT_EQ(attending_complaint([](Node& s) { s.transposed = true; }),
            "s: size 3 of 2 elements, but a has 3 steps of 2 elements");
  EXPECT_EQ(attending_complaint([](Node& s) { s.order = Order::last; }),
            "s: multiplies with the last step alone");
  EXPECT_EQ(attending_complaint([](Node& s) { s.args[1] = s.args[0]; }),
            "s: multiplies with q, which no earlier domain makes");
  EXPECT_EQ(attending_complaint([](Node& s) { s.args.push_back(s.args[1]); }),
            "s: 3 arguments, needed 1");
  EXPECT_EQ(attending_complaint([](Node& s) { s.tensor = "W"; }), "s: must not name a tensor");
}

using Numbers = std::vector<double>;

Numbers taken(Order order, std::int64_t steps) {
  const Graph graph = Taking(order, steps).graph;
  const Tensors tensors{{"x", {6, 2, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}}}};
  const Numbers exact = evaluate_exact(graph, tensors, 3).at("out");
  EXPECT_EQ(evaluate_chip(graph, tensors, {}, 3).at("out"), exact);
  return exact;
}

TEST(Evaluate, TakesEachSequenceInEachOrder) {
  EXPECT_EQ(taken(Order::same, 3), (Numbers{4, 8, 12, 16, 20, 24, 28, 32, 36, 40, 44, 48}));
  EXPECT_EQ(taken(Order::reverse, 3), (Numbers{36, 40, 44, 48, 20, 24, 28, 32, 4, 8, 12, 16}));
  EXPECT_EQ(taken(Order::last, 2), (Numbers{36, 40, 44, 48, 36, 40, 44, 48}));
}

TEST(Evaluate, MultipliesWithTheStepsOfASequence) {
  Attending attending;
  const Tensors tensors{{"x", {3, 2, {1, 2, 3, 4, 5, 6}}}, {"q", {1, 2, {1, 10}}}};
  const auto evaluated = [&](const std::string& output) {
    return evaluate_exact(attending.graph, tensors, 3).at(output);
  };
  // The steps of a are 2 4, 6 8 and 10 12.
  EXPECT_EQ(evaluated("s.out"), (Numbers{42, 86, 130}));
  EXPECT_EQ(evaluated("c.out"), (Numbers{42 * 2 + 86 * 6 + 130 * 10, 42 * 4 + 86 * 8 + 130 * 12}));
  attending.graph.nodes[attending.s].order = Order::reverse;
  EXPECT_EQ(evaluated("s.out"), (Numbers{130, 86, 42}));
  EXPECT_EQ(evaluated("c.out"), (Numbers{130 * 2 + 86 * 6 + 42 * 10, 130 * 4 + 86 * 8 + 42 * 12}));
  attending.graph.nodes[attending.v].order = Order::reverse;
  EXPECT_EQ(evaluated("c.out"), (Numbers{42 * 2 + 86 * 6 + 130 * 10, 42 * 4 + 86 * 8 + 130 * 12}));
}

TEST(Graph, CountsTheMultipliesOfEachDomainInItsSteps) {
  const Attending attending;
  EXPECT_EQ(macs_per_item(attending.graph), 3 * 2 + 2 * 3);
  EXPECT_EQ(macs_of_run(attending.graph), 12) << "one step";
}

}  // namespace
}  // namespace rda
