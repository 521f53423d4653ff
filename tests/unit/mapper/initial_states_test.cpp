// SPDX-License-Identifier: Apache-2.0
// States that begin with what another layer made last.
#include "support_partition.h"

namespace rda::mapper {
namespace {

/// An LSTM of 64 in three steps of two sequences, and the same in four steps of a third domain, of
/// which the states begin with the last ones of the first.
Graph decoding() {
  Graph graph = cell("lstm", 64, 64);
  graph.batch = 2;
  graph.steps = 4;
  graph.domains = {3, 1, 4};
  const Graph first = graph;
  std::map<std::string, NodeId> initial;
  for (const std::string state : {"h", "c"})
    initial[state] = graph.nodes.add({.name = state + ".initial",
                                      .op = Op::take,
                                      .size = 64,
                                      .args = {first.nodes[node_of(first, "layer0." + state)].next},
                                      .domain = 1,
                                      .order = Order::last});
  const auto moved = static_cast<int>(graph.nodes.size());
  const auto second = [&](NodeId n) { return NodeId(n.number() + moved); };
  for (Node node : first.nodes) {
    node.name = "second." + node.name;
    if (!node.gate.empty()) node.gate = "second." + node.gate;
    if (node.op == Op::input) node.tensor = "second.x";
    if (node.op == Op::state) {
      node.tensor.clear();
      node.initial = initial.at(node.name.substr(node.name.size() - 1));
      node.next = second(node.next);
    }
    for (NodeId& arg : node.args) arg = second(arg);
    node.domain = 2;
    graph.nodes.add(std::move(node));
  }
  graph.outputs = {{second(first.outputs.front().node), "y"}};
  check(graph);
  return graph;
}

TEST(InitialStates, AreWrittenBeforeTheStatesOfTheSteps) {
  const Mapping mapping = partition(decoding(), shipped_chip("plasticine_rnn"), {.hu = 2, .ru = 1});
  const Unit& c = *units(mapping, "second.layer0.c.memory").front();
  const Program &reads = read(c), &writes = c.programs.at(1);
  EXPECT_EQ(reads.space.extents, (std::vector<std::int64_t>{32, 8}));
  EXPECT_EQ(writes.space.extents, (std::vector<std::int64_t>{32, 10}));
  EXPECT_TRUE(c.buffers.at(0).contents.empty());
  EXPECT_EQ(c.buffers.at(0).slots, 3);
  std::vector<std::string> names;
  for (const Port& in : writes.inputs) names.push_back(in.name);
  EXPECT_EQ(names, (std::vector<std::string>{"in0", "in1", "initial0", "initial1", "permit"}));
  EXPECT_EQ(writes.inputs[0].where.bounds, (std::vector<Bound>{{1, 2, 10}}));
  EXPECT_EQ(writes.inputs[2].where.bounds, (std::vector<Bound>{{1, 0, 2}}));
  EXPECT_EQ(writes.outputs.at(0).where.bounds, (std::vector<Bound>{{1, 0, 8}})) << "full";
}

TEST(InitialStates, ComeInVectorsForProducts) {
  const Mapping mapping = partition(decoding(), shipped_chip("plasticine_rnn"), {.hu = 2, .ru = 1});
  const Unit& h = *units(mapping, "second.layer0.h[0:1].vectors").front();
  const Program& writes = h.programs.at(1);
  const auto initial = std::ranges::find(writes.inputs, "initial", &Port::name);
  ASSERT_NE(initial, writes.inputs.end());
  EXPECT_EQ(mapping.streams[initial->stream].kind, TokenKind::vector);
  EXPECT_EQ(initial->where.bounds, (std::vector<Bound>{{0, 0, 1}, {1, 0, 2}}));
  EXPECT_EQ(units(mapping, "h.initial.fp8_e4m3").size(), 1U);
}

}  // namespace
}  // namespace rda::mapper
