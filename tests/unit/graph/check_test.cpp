// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <functional>

#include "rda/error.h"
#include "support_graphs.h"

namespace rda {
namespace {

std::string problem(const std::function<void(TwoProducts&)>& change) {
  TwoProducts two(3, 2);
  change(two);
  try {
    check(two.graph);
  } catch (const WorkloadError& error) {
    return error.what();
  }
  return "";
}

TEST(GraphCheck, AcceptsAGraphWhoseStateIsReadBeforeItIsMade) {
  EXPECT_EQ(problem([](TwoProducts&) {}), "");
}

TEST(GraphCheck, NamesTheNodeAndTheProblem) {
  EXPECT_EQ(problem([](TwoProducts& t) { t.node(t.u).name = "Wx"; }),
            "Wx: two nodes have this name");
  EXPECT_EQ(problem([](TwoProducts& t) { t.node(t.x).size = 0; }), "x: size 0, needed at least 1");
  EXPECT_EQ(problem([](TwoProducts& t) { t.node(t.w).args = {}; }), "Wx: 0 arguments, needed 1");
  EXPECT_EQ(problem([](TwoProducts& t) { t.node(t.w).args = {NodeId(9)}; }),
            "Wx: argument 9 is no node");
  EXPECT_EQ(problem([](TwoProducts& t) { t.node(t.w).args = {t.b}; }),
            "Wx: reads b, which comes later");
  EXPECT_EQ(problem([](TwoProducts& t) { t.node(t.b).size = 3; }), "a: size 2, but b has size 3");
  EXPECT_EQ(problem([](TwoProducts& t) { t.node(t.b).tensor = ""; }),
            "b: needs the name of a tensor");
  EXPECT_EQ(problem([](TwoProducts& t) { t.node(t.w).gate = ""; }),
            "Wx: a product, and nothing else, belongs to a gate");
  EXPECT_EQ(problem([](TwoProducts& t) { t.node(t.s).next = {}; }),
            "s: a state needs the node whose value it takes");
  EXPECT_EQ(problem([](TwoProducts& t) { t.node(t.s).next = t.x; }), "s: size 2, but x has size 3");
  EXPECT_EQ(problem([](TwoProducts& t) {
              t.graph.outputs = {{NodeId(6), "y"}};
            }),
            "two: the output y is no node");
  EXPECT_EQ(problem([](TwoProducts& t) { t.graph.outputs = {}; }), "two: needs an output");
  EXPECT_EQ(problem([](TwoProducts& t) {
              t.graph.outputs = {{t.w, "y"}};
            }),
            "Wx: an output cannot be a product");
  EXPECT_EQ(problem([](TwoProducts& t) {
              t.graph.outputs = {{t.sum, "y"}, {t.b, "y"}};
            }),
            "b: two outputs have the name y");
  EXPECT_EQ(problem([](TwoProducts& t) {
              t.graph.outputs = {{t.sum, "s"}};
            }),
            "a: an output needs the name of a tensor that is no node's");
  EXPECT_EQ(problem([](TwoProducts& t) { t.graph.batch = 0; }),
            "two: steps, batch and repeat must be at least 1");
}

TEST(GraphCheck, WantsEachProductInExactlyOneSum) {
  EXPECT_EQ(problem([](TwoProducts& t) {
              t.node(t.sum).args = {t.w, t.w, t.u, t.b};
            }),
            "Wx: a product must be an argument of exactly one sum");
  EXPECT_EQ(problem([](TwoProducts& t) {
              t.node(t.sum).args = {t.w, t.b};
            }),
            "Us: a product must be an argument of exactly one sum");
}

TEST(GraphCheck, RefusesFormatsTheDatapathHasNoUnitFor) {
  EXPECT_EQ(problem([](TwoProducts& t) { t.node(t.w).formats.weights = Format::bf16; }),
            "Wx: weights and activations must have the same width");
  EXPECT_EQ(problem([](TwoProducts& t) { t.node(t.w).formats.accumulate = Format::int32; }),
            "Wx: only int8 accumulates in int32");
  EXPECT_EQ(problem([](TwoProducts& t) { t.node(t.w).formats.state = Format::int8; }),
            "Wx: the state must be a floating-point format");
  EXPECT_EQ(problem([](TwoProducts& t) {
              t.node(t.w).formats.weights = Format::int8;
              t.node(t.w).formats.activations = Format::fp8_e4m3;
            }),
            "Wx: int8 weights need int8 activations, and the other way round");
}

TEST(GraphCheck, WantsTheProductsOfAGateToShareFormatsAndSize) {
  EXPECT_EQ(problem([](TwoProducts& t) {
              Formats& formats = t.node(t.u).formats;
              formats.weights = formats.activations = Format::bf16;
            }),
            "Us: its formats are not those of Wx, a product of the same gate");
}

TEST(Graph, CountsTheMultipliesOfItsProducts) {
  const TwoProducts two(3, 2);
  EXPECT_EQ(macs_per_item(two.graph), 2 * 3 + 2 * 2);
}

}  // namespace
}  // namespace rda
