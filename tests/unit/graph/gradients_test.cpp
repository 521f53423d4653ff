// SPDX-License-Identifier: Apache-2.0
// Gradients as graphs. Random networks are held to torch by tests/torch/training.py.
#include <gtest/gtest.h>

#include "graph/backward.h"
#include "graph/builder.h"
#include "graph/operators.h"
#include "rda/error.h"

// Initializers that name a few fields leave out the others on purpose.
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

namespace rda {
namespace {

constexpr Formats kWideFormats{Format::fp32, Format::fp32, Format::fp32, Format::fp32};

/// h' = w h + x, three steps; the loss is the square of the last h.
struct Recurrence {
  explicit Recurrence(bool truncated) {
    graph.name = "recurrence";
    graph.layers = {"rnn"};
    graph.steps = 3;
    graph::Builder build(graph);
    const NodeId x = build.input("x", 1, 0), h = build.state("h", "h0", 1, 0);
    const NodeId wh =
        build.matvec({.name = "wh", .size = 1, .args = {h}, .tensor = "w", .gate = "g"});
    const NodeId sum = build.sum("sum", {wh});
    const NodeId next = build.binary(Op::add, "next", sum, x);
    build.carry(h, next);
    graph.nodes[h].origin.layer = 0;
    const NodeId loss = build.binary(Op::mul, "square", next, next);
    graph.outputs = {{next, "y"}};
    graph.set_formats(kWideFormats);
    made = graph::with_gradients(graph, loss, truncated);
    for (const char* zero : {"h0", "h.gradient.carried0"}) tensors[zero] = {1, 1, {0}};
    tensors["x"] = {3, 1, {2, 3, 5}};
    tensors["w"] = {1, 1, {0.5}};
    tensors[graph::kLossGradient] = {3, 1, {1, 0, 0}};  // the last step first
  }

  double gradient() const { return evaluate_exact(made.graph, tensors, 3).at("w.gradient").at(0); }

  Graph graph;
  graph::Backward made;
  ExactTensors tensors;
};

TEST(Gradients, GoBackThroughAllStepsOfARecurrence) {
  // h1 = 2, h2 = 1 + 3 = 4, h3 = 2 + 5 = 7. dh2/dw = h1 = 2, dh3/dw = h2 + w·dh2/dw = 4 + 1.
  EXPECT_EQ(Recurrence(false).gradient(), 2 * 7 * 5);
}

TEST(Gradients, OfARecurrenceAreCutWhereItIsTruncated) {
  Recurrence of(true);
  ASSERT_EQ(of.made.cuts.size(), 1u);
  EXPECT_EQ(of.made.cuts[0].tensor, "carried.layer0");
  of.tensors["carried.layer0"] = {3, 1, {1, 0, 1}};  // between the steps 2 and 1
  EXPECT_EQ(of.gradient(), 2 * 7 * 4);               // h2 counts as a number
  of.tensors["carried.layer0"] = {3, 1, {1, 1, 1}};
  EXPECT_EQ(of.gradient(), 2 * 7 * 5);
}

TEST(Gradients, AreMadeInADomainOfTheSameStepsInReverse) {
  const Recurrence of(false);
  EXPECT_EQ(of.made.graph.domains, (std::vector<std::int64_t>{3, 3}));
  EXPECT_EQ(of.made.parameters, std::vector<std::string>{"w"});
  for (const Node& node : of.made.graph.nodes) {
    if (node.op != Op::take) continue;
    EXPECT_EQ(node.order, Order::reverse) << node.name;
  }
}

TEST(Gradients, NeedAParameter) {
  Graph graph;
  graph.name = "fixed";
  graph::Builder build(graph);
  const NodeId x = build.input("x", 1, 0);
  graph.outputs = {{x, "y"}};
  graph.set_formats(kWideFormats);
  EXPECT_THROW(graph::with_gradients(graph, x, false), WorkloadError);
}

/// The sum of all elements of an operator of the parameters p, q and r of two elements each.
struct OneOperator {
  explicit OneOperator(Op op) {
    graph.name = "operator";
    graph::Builder build(graph);
    std::vector<NodeId> args;
    for (const char* name : {"p", "q", "r"}) {
      args.push_back(build.bias(name, 2));
      tensors[name] = {2, 1, {0.7 - 0.5 * static_cast<double>(args.size()), 0.3}};
    }
    tensors["p"].values[0] = 0.9;
    if (op != Op::log && op != Op::rsqrt) tensors["p"].values[1] = -0.4;
    args.resize(static_cast<std::size_t>(graph::operator_of(op).args));
    const NodeId y = args.size() == 1   ? build.unary(op, "y", args[0])
                     : args.size() == 2 ? build.binary(op, "y", args[0], args[1])
                                        : build.select("y", args[0], args[1], args[2]);
    const NodeId loss = graph.nodes[y].size == 1 ? y : build.unary(Op::reduce_sum, "total", y);
    graph.outputs = {{loss, "loss"}};
    graph.set_formats(kWideFormats);
    made = graph::with_gradients(graph, loss, false);
    tensors[graph::kLossGradient] = {1, 1, {1}};
  }

  double loss() const { return evaluate_exact(graph, tensors, 1).at("loss").at(0); }

  Graph graph;
  graph::Backward made;
  ExactTensors tensors;
};

TEST(Gradients, AreTheSlopesOfEachOperator) {
  using graph::OpClass;
  for (const graph::Operator& row : graph::kOperators) {
    const bool tested = row.of_class == OpClass::table || row.of_class == OpClass::element_wise ||
                        row.of_class == OpClass::reduce;
    if (!tested) continue;
    OneOperator of(row.op);
    const auto gradients = evaluate_exact(of.made.graph, of.tensors, 1);
    for (const std::string& name : of.made.parameters)
      for (std::size_t i = 0; i < 2; ++i) {
        constexpr double kStep = 1e-5;
        double& value = of.tensors.at(name).values[i];
        const double at = value;
        value = at + kStep;
        const double above = of.loss();
        value = at - kStep;
        const double slope = (above - of.loss()) / (2 * kStep);
        value = at;
        EXPECT_NEAR(gradients.at(graph::gradient_of(name)).at(i), slope, 1e-8)
            << word(row.op) << " " << name << i;
      }
  }
}

}  // namespace
}  // namespace rda
