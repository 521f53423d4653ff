// SPDX-License-Identifier: Apache-2.0
#include "graph/spill.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "graph/builder.h"

// Initializers that name a few fields leave out the others on purpose.
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

namespace rda {
namespace {

/// Three steps of two elements, and a second domain that multiplies what the first one makes, in
/// the same order, in reverse, and its last step.
struct ThreeTakes {
  ThreeTakes() {
    graph.name = "takes";
    graph.batch = 2;
    graph.domains = {3, 3};
    graph.steps = 3;
    graph.layers = {"linear", "linear"};
    graph::Builder build(graph);
    made = product(build.input("x", 2, 0), "layer0");
    domain = 1;
    same = take("same", Order::same);
    reverse = take("reverse", Order::reverse);
    last = take("last", Order::last);
    const NodeId y = graph.nodes.add({.name = "y",
                                      .op = Op::sum,
                                      .size = 2,
                                      .args = {graph.nodes[product(same, "a")].args[0],
                                               graph.nodes[product(reverse, "b")].args[0],
                                               graph.nodes[product(last, "c")].args[0]},
                                      .domain = 1});
    graph.outputs = {{y, "y"}};
  }

  NodeId take(const std::string& name, Order order) {
    return graph.nodes.add(
        {.name = name, .op = Op::take, .size = 2, .args = {made}, .domain = 1, .order = order});
  }
  /// The sum of a product alone.
  NodeId product(NodeId operand, const std::string& name) {
    const NodeId of = graph.nodes.add({.name = name + ".W",
                                       .op = Op::matvec,
                                       .size = 2,
                                       .args = {operand},
                                       .tensor = name + ".W",
                                       .gate = name,
                                       .domain = domain});
    return graph.nodes.add(
        {.name = name, .op = Op::sum, .size = 2, .args = {of}, .domain = domain});
  }

  Graph graph;
  int domain = 0;
  NodeId made, same, reverse, last;
};

TEST(Spill, TakesAreInputsInTheirOrderOfWhatIsWrittenOnce) {
  const ThreeTakes takes;
  const std::set<NodeId> both = graph::spillable(takes.graph);
  EXPECT_EQ(both, (std::set{takes.same, takes.reverse}));
  const Graph spilled = graph::spill(takes.graph, both);
  ASSERT_EQ(spilled.handed_over.size(), 1U);
  EXPECT_TRUE(spilled.handed_over[0].spilled);
  EXPECT_EQ(spilled.handed_over[0].items, 6);
  ASSERT_EQ(spilled.outputs.size(), 2U);
  EXPECT_EQ(spilled.outputs[1].node, takes.made);
  for (const NodeId take : both) {
    const Node& input = spilled.nodes[take];
    EXPECT_EQ(input.op, Op::input);
    EXPECT_EQ(input.tensor, "sequence.layer0");
    EXPECT_EQ(input.order, takes.graph.nodes[take].order);
    EXPECT_EQ(input.domain, 1);
  }
  EXPECT_EQ(spilled.nodes[takes.last].op, Op::take);
}

TEST(Spill, LeavesRepeatedSequencesOnTheChip) {
  ThreeTakes takes;
  takes.graph.repeat = 2;
  EXPECT_TRUE(graph::spillable(takes.graph).empty());
}

TEST(Spill, LeavesOnTheChipWhatIsNotOnlyMultiplied) {
  ThreeTakes takes;
  takes.graph.nodes.add(
      {.name = "twice", .op = Op::add, .size = 2, .args = {takes.same, takes.same}, .domain = 1});
  EXPECT_EQ(graph::spillable(takes.graph), std::set{takes.reverse});
  EXPECT_FALSE(graph::may_be_spilled(takes.graph, takes.same));  // a product reads it too
}

/// A take in bf16 of which an operator reads the elements.
NodeId take_of_elements(ThreeTakes& takes) {
  takes.graph.nodes[takes.made].formats.activations = Format::bf16;
  const NodeId taken = takes.take("elements", Order::reverse);
  takes.graph.nodes.add(
      {.name = "twice", .op = Op::add, .size = 2, .args = {taken, taken}, .domain = 1});
  return taken;
}

TEST(Spill, LeavesToTheGraphWhatOperatorsRead) {
  ThreeTakes takes;
  const NodeId taken = take_of_elements(takes);
  EXPECT_TRUE(graph::may_be_spilled(takes.graph, taken));
  EXPECT_FALSE(graph::spillable(takes.graph).contains(taken));
  EXPECT_TRUE(graph::spilled_takes(takes.graph).empty());
  takes.graph.nodes[taken].spilled = true;
  EXPECT_EQ(graph::spilled_takes(takes.graph), std::set{taken});
  EXPECT_EQ(graph::spill(takes.graph, {taken}).handed_over[0].beside, "stash0.layer-1");
}

TEST(Spill, KeepsElementsInFp32BesideOperandsInTheirFormat) {
  ThreeTakes takes;
  const NodeId taken = take_of_elements(takes);
  for (Node& node : takes.graph.nodes) node.formats.activations = Format::bf16;
  const Graph spilled = graph::spill(takes.graph, {taken, takes.reverse});
  ASSERT_EQ(spilled.handed_over.size(), 2U);
  EXPECT_EQ(spilled.nodes[taken].tensor, "sequence.layer0.fp32");
  EXPECT_EQ(spilled.nodes[taken].formats.activations, Format::fp32);
  EXPECT_EQ(spilled.nodes[takes.reverse].tensor, "sequence.layer0");
  for (const HandedSequence& sequence : spilled.handed_over)
    EXPECT_EQ(sequence.format, sequence.tensor == "sequence.layer0" ? Format::bf16 : Format::fp32);
}

TEST(Spill, LeavesOnTheChipWhatIsMultipliedInAnotherFormat) {
  ThreeTakes takes;
  for (Node& node : takes.graph.nodes)
    if (node.name == "b.W") node.formats.activations = Format::bf16;
  EXPECT_EQ(graph::spillable(takes.graph), std::set{takes.same});
}

}  // namespace
}  // namespace rda
