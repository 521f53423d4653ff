// SPDX-License-Identifier: Apache-2.0
// Units and ports of partitions with chained sums and with turns.
#include <array>

#include "mapping/latency.h"
#include "support_partition.h"

namespace rda::mapper {
namespace {

using Numbers = std::vector<int>;

const Program& program_of(const Mapping& m, const std::string& unit) {
  return units(m, unit).back()->programs.at(0);
}

std::string stream_of(const Mapping& m, const Port& port) { return m.streams[port.stream].name; }

using Ranges = std::vector<std::array<std::int64_t, 3>>;  ///< loop, first, one behind the last

Ranges where(const Port& port) {
  Ranges ranges;
  for (const Bound& bound : port.where.bounds) ranges.push_back({bound.loop, bound.lo, bound.hi});
  return ranges;
}

const Plan kChain{.hu = 2, .ru = 3, .sums = Sums::chain};

TEST(Chain, HasNoUnitsThatAdd) {
  const Mapping m = partition(cell("lstm", 192, 192), shipped_chip("plasticine_rnn"), kChain);
  EXPECT_EQ(count(m, ".sum["), 0);
  EXPECT_TRUE(m.reduction.bias_first);
  EXPECT_EQ(count(m, "layer0.i.dot["), 2 * 2 * 3);
}

TEST(Chain, RunsFromTheBiasThroughTheSlicesToTheSum) {
  const Mapping m = partition(cell("lstm", 192, 192), shipped_chip("plasticine_rnn"), kChain);
  const std::vector<std::string> in{"layer0.i.b[1].read0", "layer0.i.dot[1][0].sum0",
                                    "layer0.i.dot[1][1].sum0"};
  const std::vector<std::string> out{in[1], in[2], "layer0.i.sum[1]"};
  for (std::size_t s = 0; s < 3; ++s) {
    const Program& unit = program_of(m, "layer0.i.dot[1][" + std::to_string(s) + "]");
    const auto& addends = std::get<DotProduct>(unit.work).addends;
    ASSERT_EQ(addends.size(), 1U);
    ASSERT_EQ(addends[0].size(), 1U);
    const Port& addend = unit.input(addends[0][0]);
    EXPECT_EQ(stream_of(m, addend), in[s]);
    EXPECT_EQ(stream_of(m, unit.outputs[0]), out[s]);
  }
}

TEST(Chain, TakesAStageBehindTheMapReduceAndACycle) {
  const Mapping m = partition(cell("lstm", 192, 192), shipped_chip("plasticine_rnn"), kChain);
  const Program& dot = program_of(m, "layer0.i.dot[0][0]");
  EXPECT_EQ(mapping::stages_used(shipped_chip("plasticine_rnn"), dot), 4);
  EXPECT_EQ(dot.latency, 8);
}

TEST(Chain, NeedsAnAddendOnlyWhenARowsLastVectorOfItsSumPasses) {
  // One slice: x is vectors 0 and 1, h 2 and 3. Two sums, as the reset acts on U·h alone.
  const Plan one{.hu = 1, .ru = 1, .sums = Sums::chain};
  const Mapping m = partition(cell("gru", 128, 128), shipped_chip("plasticine_rnn"), one);
  const Program& unit = program_of(m, "layer0.n.dot[0][0]");
  const auto& addends = std::get<DotProduct>(unit.work).addends;
  ASSERT_EQ(addends.size(), 2U);
  const auto addend = [&](std::size_t output) { return unit.input(addends[output].at(0)); };
  EXPECT_EQ(stream_of(m, addend(0)), "layer0.n.bw[0].read0");
  EXPECT_EQ(stream_of(m, addend(1)), "layer0.n.bu[0].read0");
  EXPECT_EQ(where(addend(0)), (Ranges{{0, 1, 2}}));
  EXPECT_EQ(where(addend(1)), (Ranges{{0, 3, 4}}));
}

TEST(Chain, LeavesOutTheRowsItsUnitHasNot) {
  const Plan plan{.hu = 4, .ru = 1, .sums = Sums::chain};
  const Mapping m = partition(cell("rnn", 17, 17), shipped_chip("plasticine_rnn"), plan);
  const Program& unit = program_of(m, "layer0.h.dot[3][0]");
  const int number = std::get<DotProduct>(unit.work).addends[0][0];
  const Port& addend = unit.input(number);
  EXPECT_EQ(where(addend), (Ranges{{1, 0, 4}, {0, 1, 2}}));
}

TEST(Chain, RefusesASliceWithProductsOfTwoScales) {
  Graph graph = cell("rnn", 64, 64);
  graph.set_formats({Format::int8, Format::int8, Format::fp32, Format::int32});
  for (Node& node : graph.nodes)
    if (node.op == Op::matvec) node.weight_scale = node.tensor.ends_with("W") ? -7 : -6;
  const auto with = [&](int ru, Sums sums) {
    return partition(graph, shipped_chip("plasticine_rnn"), {.hu = 1, .ru = ru, .sums = sums});
  };
  EXPECT_THROW(with(1, Sums::chain), MappingError);
  EXPECT_EQ(count(with(1, Sums::units), ".sum["), 1);
  EXPECT_EQ(count(with(2, Sums::chain), ".sum["), 0);  // x and h in slices of their own
}

const Plan kTurns{.hu = 5, .ru = 1, .turns = 5};

TEST(Turns, ALookUpTakesItsRowsOneAfterTheOtherAndSendsThemOnOneStream) {
  // 5 vectors a row each of x and h; 322 elements: the last row has two.
  const Mapping m = partition(cell("rnn", 322, 322), shipped_chip("plasticine_rnn"), kTurns);
  const auto found = units(m, "layer0.h.next.lookup");
  ASSERT_EQ(found.size(), 1U);  // [0:2], which the last row has, and [2:5]
  EXPECT_EQ(found[0]->name, "layer0.h.next.lookup[0:2]");
  const Program& look_up = read(*found[0]);
  EXPECT_EQ(loops(look_up), (Loops{5, 65, 3}));
  ASSERT_EQ(look_up.inputs.size(), 5U);
  for (int u = 0; u < 5; ++u) {
    const Port& in = look_up.input(u);
    Ranges expected{{0, u, u + 1}};
    if (u >= 2) expected.push_back({1, 0, 64});
    EXPECT_EQ(where(in), expected) << u;
    EXPECT_EQ(in.turn_of, (Numbers{-1, 0, -1, 2, 2})[static_cast<std::size_t>(u)]) << u;
  }
  ASSERT_EQ(look_up.outputs.size(), 2U);
  EXPECT_EQ(stream_of(m, look_up.outputs[1]), "layer0.h.next[2:5]");
  EXPECT_EQ(look_up.outputs[1].access->look_up, 2);
  EXPECT_EQ(where(look_up.outputs[1]), (Ranges{{0, 2, 5}, {1, 0, 64}}));
}

TEST(Turns, AnElementWiseUnitTakesTheBundlesOfItsOperands) {
  const Mapping m = partition(cell("lstm", 320, 320), shipped_chip("plasticine_rnn"), kTurns);
  ASSERT_EQ(count(m, "layer0.c.next.pcu"), 1);
  const Program& update = program_of(m, "layer0.c.next.pcu[0:5]");
  EXPECT_EQ(loops(update), (Loops{5, 64, 3}));
  EXPECT_EQ(update.inputs.size(), 4U);  // f, c, i, g
  for (const Port& in : update.inputs) {
    EXPECT_EQ(in.turn_of, -1);
    EXPECT_TRUE(in.where.is_whole());
  }
  EXPECT_EQ(count(m, "layer0.c.memory0"), 1);
  EXPECT_EQ(write(*units(m, "layer0.c.memory0")[0]).inputs.size(), 2U);  // and the permit
}

TEST(Turns, SaveLookUpsAndElementWiseUnits) {
  Plan alone = kTurns;
  alone.turns = 1;
  const Graph graph = cell("lstm", 320, 320);
  const Mapping turns = partition(graph, shipped_chip("plasticine_rnn"), kTurns);
  const Mapping rows = partition(graph, shipped_chip("plasticine_rnn"), alone);
  EXPECT_EQ(count(rows, ".pcu["), 2 * 5);
  EXPECT_EQ(count(turns, ".pcu["), 2);
  EXPECT_EQ(count(rows, ".dot["), count(turns, ".dot["));
}

TEST(Turns, AllChoicesTogetherMapLegally) {
  // map() checks what it returns against violations(), which knows nothing of the mapper.
  for (const auto* name : {"lstm", "gru", "gru_before", "rnn"})
    for (const int hidden : {64, 67}) {
      MappingOptions options{.hu = 4, .ru = 1, .turns = 4, .place_effort = 1};
      options.sums = Sums::chain;
      options.products = Products::input_first;
      Graph graph = cell(name, hidden, hidden);
      graph.batch = 2;
      const Mapping m = map(graph, shipped_chip("plasticine_rnn"), options);
      EXPECT_EQ(violations(shipped_chip("plasticine_rnn"), m), std::vector<std::string>{}) << name;
      EXPECT_EQ(count(m, ".sum["), 0);
    }
}

}  // namespace
}  // namespace rda::mapper
