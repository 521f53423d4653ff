// SPDX-License-Identifier: Apache-2.0
// PMUs that keep whole sequences.
#include "mapper/fits.h"
#include "mapper/policy.h"
#include "support_partition.h"

namespace rda::mapper {
namespace {

/// An LSTM of 64 in three steps of two sequences, and in a second domain a linear layer that takes
/// its h.
Graph taking_head(Order order, std::int64_t steps) {
  Graph graph = cell("lstm", 64, 64);
  graph.layers = {"lstm", "linear"};
  graph.batch = 2;
  graph.domains = {3, steps};
  const NodeId take = graph.nodes.add({.name = "head.x",
                                       .op = Op::take,
                                       .size = 64,
                                       .args = {graph.outputs.front().node},
                                       .origin = {.layer = 1},
                                       .domain = 1,
                                       .order = order});
  const NodeId product = graph.nodes.add({.name = "head.Wx",
                                          .op = Op::matvec,
                                          .size = 64,
                                          .args = {take},
                                          .tensor = "head.W",
                                          .gate = "head",
                                          .origin = {.layer = 1},
                                          .domain = 1});
  const NodeId sum = graph.nodes.add(
      {.name = "head.sum", .op = Op::sum, .size = 64, .args = {product}, .domain = 1});
  graph.outputs = {{sum, "y"}};
  check(graph);
  return graph;
}

/// The same LSTM, and in a second domain of one step the scores of its steps.
Graph scoring(Order order) {
  Graph graph = cell("lstm", 64, 64);
  graph.layers = {"lstm", "attention"};
  graph.batch = 2;
  graph.domains = {3, 1};
  const NodeId h = graph.outputs.front().node;
  const NodeId q = graph.nodes.add({.name = "q",
                                    .op = Op::input,
                                    .size = 64,
                                    .tensor = "q",
                                    .origin = {.layer = 1},
                                    .domain = 1});
  const NodeId product = graph.nodes.add({.name = "s.Kq",
                                          .op = Op::matvec,
                                          .size = 3,
                                          .args = {q, h},
                                          .gate = "s",
                                          .origin = {.layer = 1},
                                          .domain = 1,
                                          .order = order});
  const NodeId sum =
      graph.nodes.add({.name = "s.sum", .op = Op::sum, .size = 3, .args = {product}, .domain = 1});
  graph.outputs = {{sum, "y"}};
  check(graph);
  return graph;
}

Mapping simplest(const Graph& graph) {
  return partition(graph, shipped_chip("plasticine_rnn"), {.hu = 1, .ru = 1});
}

const Unit& only(const Mapping& mapping, const std::string& part) {
  const auto found = units(mapping, part);
  if (found.size() != 1) throw std::out_of_range(part);
  return *found.front();
}

/// Where a PMU reads its vector of sequence b in step or row t, in vectors of 64 bytes.
std::int64_t vector_at(const Unit& unit, const std::vector<std::int64_t>& index) {
  const std::int64_t byte = read(unit).outputs.at(0).access->byte_in_slot(index);
  EXPECT_EQ(byte % 64, 0);
  return byte / 64;
}

const Port& port_named(const std::vector<Port>& ports, const std::string& name) {
  const auto port = std::ranges::find(ports, name, &Port::name);
  if (port == ports.end()) throw std::out_of_range(name);
  return *port;
}

TEST(KeptSequence, IsReadInTheOrderOfTheTake) {
  for (const Order order : {Order::same, Order::reverse}) {
    const Mapping mapping = simplest(taking_head(order, 3));
    const Unit& kept = only(mapping, "head.x");
    EXPECT_EQ(kept.buffers.at(0).slot_bytes, 3 * 2 * 64);
    EXPECT_EQ(kept.buffers[0].slots, 1);
    EXPECT_EQ(loops(read(kept)), (Loops{1, 64, 2, 3}));
    for (std::int64_t t = 0; t < 3; ++t)
      for (std::int64_t b = 0; b < 2; ++b)
        EXPECT_EQ(vector_at(kept, {0, 0, b, t}), (order == Order::same ? t : 2 - t) * 2 + b);
  }
}

TEST(KeptSequence, HasTheLastStepAloneWhereNothingElseIsTaken) {
  const Mapping mapping = simplest(taking_head(Order::last, 1));
  const Unit& kept = only(mapping, "head.x");
  EXPECT_EQ(kept.buffers.at(0).slot_bytes, 2 * 64);
  const Access& written = *write(kept).inputs.at(0).access;
  EXPECT_EQ(written.keep.bounds.size(), 1U);
  EXPECT_TRUE(written.keep.contains(std::vector<std::int64_t>{0, 4}));
  EXPECT_FALSE(written.keep.contains(std::vector<std::int64_t>{0, 3}));
  EXPECT_EQ(written.byte_in_slot(std::vector<std::int64_t>{0, 4}), 0);
  EXPECT_EQ(written.byte_in_slot(std::vector<std::int64_t>{3, 5}), 64 + 3);
  EXPECT_EQ(vector_at(kept, {0, 0, 1, 0}), 1);
}

TEST(KeptSequence, IsFullItemByItemOnlyInTheSameOrder) {
  for (const Order order : {Order::same, Order::reverse}) {
    const Mapping mapping = simplest(taking_head(order, 3));
    const Unit& kept = only(mapping, "head.x");
    const bool same = order == Order::same;
    EXPECT_EQ(port_named(write(kept).outputs, "filled").level, same ? 1 : 2);
    EXPECT_EQ(port_named(read(kept).inputs, "full").where.bounds.size(), same ? 2U : 4U);
    EXPECT_EQ(read(kept).outputs.size(), 1U) << "no permits";
  }
}

TEST(SequenceWeights, AreTheStepsOfTheSequenceOfTheItem) {
  for (const Order order : {Order::same, Order::reverse}) {
    const Mapping mapping = simplest(scoring(order));
    const Unit& weights = only(mapping, "s.dot[0][0].sequence0");
    EXPECT_EQ(weights.buffers.at(0).slot_bytes, 3 * 2 * 64);
    EXPECT_EQ(loops(read(weights)), (Loops{1, 3, 2, 1}));
    for (std::int64_t row = 0; row < 3; ++row)
      for (std::int64_t b = 0; b < 2; ++b)
        EXPECT_EQ(vector_at(weights, {0, row, b, 0}),
                  (order == Order::same ? row : 2 - row) * 2 + b);
  }
}

/// The chip with off-chip memory and PMUs of so many bytes.
Chip with_memory(int capacity_kb) {
  Chip chip = shipped_chip("plasticine_rnn");
  chip.pmu.capacity_kb = capacity_kb;
  chip.memory.emplace();
  return chip;
}

TEST(Sequences, AreSpilledOnlyIfTheyExceedAPmu) {
  const Graph graph = taking_head(Order::reverse, 3);
  const Plan plan{.hu = 1, .ru = 1, .whole_sequences = Sequences::mixed};
  EXPECT_TRUE(partition(graph, with_memory(84), plan).memory.empty());
  Graph longer = graph;
  longer.steps = 700;
  longer.domains = {700, 700};
  EXPECT_TRUE(shortage(with_memory(84), partition(longer, with_memory(84), {.hu = 1, .ru = 1})));
  const Mapping spilled = partition(longer, with_memory(84), plan);  // 1,400 items of 64 bytes
  ASSERT_EQ(spilled.memory.size(), 1U);
  EXPECT_EQ(spilled.memory[0].slot_bytes, 1400 * 64);
  EXPECT_TRUE(spilled.memory[0].contents.empty());
  EXPECT_EQ(mapping::spilled_buffers(spilled), std::set{0});
}

TEST(Sequences, ThatAreSpilledAreReadBehindTheirLastItem) {
  const Plan plan{.hu = 1, .ru = 1, .whole_sequences = Sequences::spilled};
  const Mapping mapping = partition(taking_head(Order::reverse, 3), with_memory(84), plan);
  const Program& write = program(only(mapping, "off_chip.sequence."));
  const Program& read = program(only(mapping, "off_chip.head.x"));
  ASSERT_EQ(write.outputs.size(), 1U);
  ASSERT_EQ(read.inputs.size(), 1U);
  EXPECT_EQ(read.inputs[0].stream, write.outputs[0].stream);
  EXPECT_EQ(write.tokens(write.outputs[0]), 1);
  EXPECT_EQ(read.tokens(read.inputs[0]), 1);
  EXPECT_EQ(read.outputs.at(0).access->strides, (std::vector<std::int64_t>{64, 64, -128}));
  EXPECT_TRUE(write.inputs.at(0).access->tap.empty());
}

TEST(Sequences, CannotBeSpilledWithoutMemoryOrWhereThereAreNone) {
  MappingOptions options;
  options.sequences = Sequences::spilled;
  const Graph taking = taking_head(Order::same, 3), none = cell("lstm", 64, 64);
  EXPECT_EQ(whole_sequences(taking, with_memory(84), options), Sequences::spilled);
  EXPECT_THROW(whole_sequences(taking, shipped_chip("plasticine_rnn"), options), MappingError);
  EXPECT_THROW(whole_sequences(none, with_memory(84), options), MappingError);
  options.sequences = Sequences::policy;
  EXPECT_EQ(whole_sequences(none, with_memory(84), options), Sequences::mixed);
  EXPECT_EQ(whole_sequences(none, shipped_chip("plasticine_rnn"), options), Sequences::resident);
}

}  // namespace
}  // namespace rda::mapper
