// SPDX-License-Identifier: Apache-2.0
// Sums over all steps, transposed products, and what the checks say of them.
#include <gtest/gtest.h>

#include "graph/builder.h"
#include "rda/error.h"
#include "rda/graph.h"

// Initializers that name a few fields leave out the others on purpose.
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

namespace rda {
namespace {

/// Two steps of two sequences read a of two elements and b of one.
struct Accumulating {
  Accumulating() : build(graph) {
    graph.name = "accumulating";
    graph.steps = 2;
    graph.batch = 2;
    graph.domains = {2};
    a = build.input("a", 2, 0);
    b = build.input("b", 1, 0);
    graph.outputs = {{build.binary(Op::add, "sum", a, b), "y"}};
    tensors["a"] = {4, 2, {1, 2, 3, 4, 5, 6, 7, 8}};
    tensors["b"] = {4, 1, {1, 0, 1, 5}};
  }

  std::map<std::string, std::vector<double>> exact() {
    graph.set_formats({Format::fp32, Format::fp32, Format::fp32, Format::fp32});
    return evaluate_exact(graph, tensors, 2);
  }

  Graph graph;
  graph::Builder build;
  Tensors tensors;
  NodeId a, b;
};

using Doubles = std::vector<double>;

TEST(Accumulate, AddsUpAllStepsOfAllSequences) {
  Accumulating of;
  of.build.accumulate("total", "total.sum", of.a);
  EXPECT_EQ(of.exact().at("total.sum"), (Doubles{16, 20}));
}

TEST(Accumulate, AddsNodesOfOneTensorTogether) {
  Accumulating of;
  of.build.accumulate("total", "both", of.a);
  of.build.accumulate("again", "both", of.a);
  EXPECT_EQ(of.exact().at("both"), (Doubles{32, 40}));
}

TEST(Outer, AddsUpProductsOfAllPairsOfElements) {
  Accumulating of;
  of.build.outer("pairs", "pairs.sum", of.a, of.b);
  // 1·(1, 2) + 0·(3, 4) + 1·(5, 6) + 5·(7, 8), a column
  EXPECT_EQ(of.exact().at("pairs.sum"), (Doubles{41, 48}));
}

TEST(Outer, WithoutATensorMakesStepsOfEachSequenceForLaterDomains) {
  Accumulating of;
  const NodeId pairs = of.build.outer("pairs", "", of.a, of.b);
  of.graph.domains.push_back(2);
  of.graph.outputs = {{of.build.take("rows", pairs, Order::reverse), "y"}};
  // Sequence 0: 1·(1, 2) + 1·(5, 6); sequence 1: 0·(3, 4) + 5·(7, 8); the last row first.
  EXPECT_EQ(of.exact().at("y"), (Doubles{8, 40, 6, 35}));
}

TEST(Scatter, AddsToTheRowThatItsArgumentNumbers) {
  Accumulating of;
  of.build.scatter({.name = "table", .tensor = "table.sum", .rows = 3}, of.b, of.a);
  // Row 0 has (3, 4), row 1 (1, 2) + (5, 6); there is no row 5.
  EXPECT_EQ(of.exact().at("table.sum"), (Doubles{3, 4, 6, 8, 0, 0}));
}

/// y = Wᵀ a, with the rows (1, 0, 2) and (0, 1, −1).
void transpose(Accumulating& of) {
  const NodeId product = of.build.matvec({.name = "product",
                                          .size = 3,
                                          .args = {of.a},
                                          .tensor = "W",
                                          .gate = "gate",
                                          .transposed = true});
  of.graph.outputs = {{of.build.sum("y.sum", {product}), "y"}};
  of.tensors["W"] = {2, 3, {1, 0, 2, 0, 1, -1}};
}

TEST(Product, WithTransposedWeightsAddsUpTheirRows) {
  Accumulating of;
  transpose(of);
  of.tensors["a"] = {4, 2, {1, 2, 0, 0, 0, 0, 10, 1}};
  // (1, 0, 2) + 2·(0, 1, −1), and 10·(1, 0, 2) + (0, 1, −1)
  EXPECT_EQ(of.exact().at("y"), (Doubles{1, 2, 0, 0, 0, 0, 0, 0, 0, 10, 1, 19}));
}

TEST(Product, WithTransposedWeightsIsTheSameInChipArithmetic) {
  Accumulating of;
  transpose(of);
  of.build.outer("pairs", "pairs.sum", of.a, of.b);
  const auto exact = of.exact();
  EXPECT_EQ(evaluate_chip(of.graph, of.tensors, {}, 2), exact);
}

std::string complaint_of_accumulating(Accumulating& of) {
  try {
    of.exact();
  } catch (const WorkloadError& error) {
    return error.what();
  }
  return "";
}

TEST(Accumulate, IsReadByNothingOfItsOwnDomain) {
  Accumulating of;
  const NodeId total = of.build.accumulate("total", "total.sum", of.a);
  of.build.unary(Op::neg, "negative", total);
  EXPECT_EQ(complaint_of_accumulating(of),
            "negative: reads total, which is complete behind its domain");
}

TEST(Accumulate, IsTakenByNoLaterDomainAsItIsOfAllSequences) {
  Accumulating of;
  const NodeId total = of.build.accumulate("total", "total.sum", of.a);
  of.graph.domains.push_back(2);
  of.build.take("taken", total, Order::same);
  EXPECT_EQ(complaint_of_accumulating(of), "taken: takes total, which is one sum of all sequences");
}

TEST(Outer, NeedsTheSizesOfItsArguments) {
  Accumulating of;
  const NodeId pairs = of.build.outer("pairs", "pairs.sum", of.a, of.b);
  of.graph.nodes[pairs].rows = 3;
  EXPECT_EQ(complaint_of_accumulating(of), "pairs: 3 rows, but its first argument has size 2");
}

}  // namespace
}  // namespace rda
