// SPDX-License-Identifier: Apache-2.0
// PMUs that hold the table of a gather.
#include "mapper/fits.h"
#include "support_partition.h"

namespace rda::mapper {
namespace {

/// An LSTM of 64 that reads rows of a table.
Graph with_table(std::int64_t rows) {
  Graph graph;
  graph.name = "words";
  graph.layers = {"embedding", "linear"};
  graph.steps = 3;
  const NodeId x =
      graph.nodes.add({.name = "x",
                       .op = Op::input,
                       .size = 1,
                       .tensor = "x",
                       .formats = {.weights = Format::fp32, .activations = Format::fp32}});
  const NodeId row = graph.nodes.add({.name = "row",
                                      .op = Op::gather,
                                      .size = 50,
                                      .args = {x},
                                      .tensor = "table",
                                      .rows = rows,
                                      .origin = {.layer = 0}});
  const NodeId product = graph.nodes.add({.name = "y.Wx",
                                          .op = Op::matvec,
                                          .size = 50,
                                          .args = {row},
                                          .tensor = "W",
                                          .gate = "y",
                                          .origin = {.layer = 1}});
  const NodeId sum =
      graph.nodes.add({.name = "y.sum", .op = Op::sum, .size = 50, .args = {product}});
  graph.outputs = {{sum, "y"}};
  check(graph);
  return graph;
}

Mapping with_positions(const Graph& graph, int hu, int hv = 1) {
  Plan plan{.hu = hu, .ru = 1, .hv = hv};
  return partition(graph, shipped_chip("plasticine_rnn"), plan);
}

TEST(Gathers, DivideATableByPositionsAndRows) {
  // Position 0 of 4 has 13 elements: 64 bytes a row, of which a PMU of 84 kB holds 1344.
  const Mapping mapping = with_positions(with_table(3000), 4);
  EXPECT_EQ(units(mapping, "row.table").size(), 12U);
  const Unit& second = *units(mapping, "row.table[1][2]").front();
  const Access& access = *read(second).outputs.at(0).access;
  EXPECT_EQ(access.row->first_row, 2000);
  EXPECT_EQ(access.row->rows, 1000);
  EXPECT_EQ(access.row->row_bytes, 64);
  const Content& content = second.buffers.at(0).contents.at(0);
  EXPECT_EQ(content.first_col, 1);
  EXPECT_EQ(content.col_step, 4);
  EXPECT_EQ(content.cols, 13);
  EXPECT_EQ(units(mapping, "row[1].0").size(), 1U) << "the PCU that adds the parts";
}

TEST(Gathers, NeedNoPcuForATableInOnePmu) {
  const Mapping mapping = with_positions(with_table(1344), 4);
  EXPECT_EQ(units(mapping, "row.table").size(), 4U);
  EXPECT_EQ(count(mapping, "row[0].0"), 0);
}

TEST(Gathers, ReadVectorsOfRowsByAScalarIndex) {
  const Mapping mapping = with_positions(with_table(100), 1, 16);
  const Program& program = read(*units(mapping, "row.table[0][0]").front());
  EXPECT_EQ(mapping.streams[program.inputs.at(0).stream].kind, TokenKind::scalar);
  EXPECT_EQ(mapping.streams[program.outputs.at(0).stream].kind, TokenKind::vector);
  EXPECT_EQ(program.outputs.at(0).access->lane_stride, 1);
  EXPECT_EQ(program.space.extents, (std::vector<std::int64_t>{4, 3}));
  EXPECT_EQ(units(mapping, "row.table[0][0]").front()->buffers[0].contents.back().cols, 2);
}

TEST(Gathers, AreRefusedByTheirBytesWithoutBuildingThem) {
  Mapping mapping;
  const auto misfit = partition_problem(with_table(1 << 24), shipped_chip("plasticine_rnn"),
                                        {.hu = 4, .ru = 1}, mapping);
  EXPECT_EQ(misfit.value_or(Misfit{}).problem, "pmus: weights alone need 9756, the chip has 384");
}

}  // namespace
}  // namespace rda::mapper
