// SPDX-License-Identifier: Apache-2.0
#include "mapper/unmapped.h"

#include <gtest/gtest.h>

#include "graph/backward.h"
#include "graph/builder.h"
#include "rda/error.h"

namespace rda::mapper {
namespace {

std::string complaint_of_unmapped(const Graph& graph) {
  try {
    refuse_unmapped(graph);
  } catch (const MappingError& error) {
    return error.what();
  }
  return "";
}

TEST(Unmapped, NamesTheFirstOperatorOfGradientsThatHasNoUnits) {
  Graph graph;
  graph::Builder build(graph);
  const NodeId loss = build.unary(Op::reduce_sum, "loss", build.bias("b", 2));
  graph.outputs = {{loss, "y"}};
  graph.set_formats({Format::fp32, Format::fp32, Format::fp32, Format::fp32});
  EXPECT_EQ(complaint_of_unmapped(graph), "");
  EXPECT_EQ(complaint_of_unmapped(graph::with_gradients(graph, loss, false).graph),
            "b.gradient.sum1: the mapper has no units for accumulate (it maps gradients that are "
            "made row by row)");
}

}  // namespace
}  // namespace rda::mapper
