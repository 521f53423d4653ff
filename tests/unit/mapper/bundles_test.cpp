// SPDX-License-Identifier: Apache-2.0
#include "mapper/bundles.h"

#include "mapper/input_first.h"
#include "support_partition.h"

namespace rda::mapper {
namespace {

/// The bundles of a graph, and its nodes by name.
struct Planned {
  Graph graph;
  Bundles bundles;

  Planned(const Graph& g, const Plan& plan, int row_cycles, const Chip& chip = roomy())
      : graph(plan.input_first() ? split_sums(g) : g),
        bundles(plan_bundles(graph, chip, schedule(graph, plan.products), plan,
                             with_rows_of(row_cycles, Stages(graph, chip, plan)))) {}

  static Stages with_rows_of(int cycles, Stages stages) {
    for (Tiling& tiling : stages.tilings) tiling.row_cycles = cycles;
    return stages;
  }

  static Chip roomy() {
    Chip chip = shipped_chip("plasticine_rnn");
    chip.pcu.inputs.scalar = chip.pmu.inputs.scalar = 32;
    chip.pcu.registers = 32;
    return chip;
  }
  const std::vector<Bundle>& of(const std::string& name) const {
    return bundles.of.at(node_of(graph, name).index());
  }
  bool merged(const std::string& name) const {
    return bundles.merged.contains(node_of(graph, name));
  }
};

using Several = std::vector<Bundle>;

TEST(Bundles, WithoutTurnsEveryRowHasItsOwn) {
  const Planned p(cell("lstm", 64, 64), {.hu = 3}, 8);
  for (const auto* name : {"layer0.i.sum", "layer0.i", "layer0.c.next", "layer0.h.next"})
    EXPECT_EQ(p.of(name), (Several{{0, 1}, {1, 2}, {2, 3}})) << name;
  EXPECT_TRUE(p.bundles.merged.empty());
}

TEST(Bundles, SumsStayARowEach) {
  const Planned p(cell("lstm", 60, 60), {.hu = 3, .turns = 3}, 8);
  EXPECT_EQ(p.of("layer0.i.sum"), (Several{{0, 1}, {1, 2}, {2, 3}}));
  EXPECT_EQ(p.of("layer0.i"), (Several{{0, 3}}));
}

TEST(Bundles, AreOfAboutTheSameWidth) {
  const Planned p(cell("lstm", 60, 60), {.hu = 10, .turns = 4}, 8);
  EXPECT_EQ(p.of("layer0.i"), (Several{{0, 3}, {3, 6}, {6, 10}}));
  EXPECT_EQ(p.of("layer0.h.next"), (Several{{0, 3}, {3, 6}, {6, 10}}));
}

TEST(Bundles, AreNoWiderThanARowHasCycles) {
  const Plan plan{.hu = 4, .turns = 6};
  EXPECT_EQ(Planned(cell("lstm", 64, 64), plan, 2).of("layer0.i"), (Several{{0, 2}, {2, 4}}));
}

TEST(Bundles, OfTwoPassesAreNoWiderThanARowHasCyclesInBoth) {
  const Plan plan{.hu = 4, .turns = 6, .products = Products::input_first};
  EXPECT_EQ(Planned(cell("lstm", 64, 64), plan, 2).of("layer0.i"), (Several{{0, 4}}));
}

TEST(Bundles, AreNoWiderThanAFifoIsDeep) {
  // Otherwise a writer could stop inside a row group that another reader needs whole.
  const Plan plan{.hu = 8, .turns = 8};
  for (const bool pcu : {false, true}) {
    Chip chip = Planned::roomy();
    (pcu ? chip.pcu.fifo_depth : chip.pmu.fifo_depth).scalar = 4;
    EXPECT_EQ(Planned(cell("lstm", 64, 64), plan, 8, chip).of("layer0.i"),
              (Several{{0, 4}, {4, 8}}));
  }
}

TEST(Bundles, NoneCrossesTheEndOfTheLastRow) {
  const Planned p(cell("lstm", 17, 17), {.hu = 5, .turns = 5}, 8);
  EXPECT_EQ(p.of("layer0.i"), (Several{{0, 2}, {2, 5}}));
}

TEST(Bundles, AreNoWiderThanAUnitHasInputs) {
  Chip chip = Planned::roomy();
  chip.pmu.inputs.scalar = 3;
  const Planned p(cell("lstm", 60, 60), {.hu = 6, .turns = 6}, 8, chip);
  EXPECT_EQ(p.of("layer0.i"), (Several{{0, 3}, {3, 6}}));
  // f, i and g have two bundles each, and c is one input: a PCU with seven inputs joins them.
  EXPECT_EQ(p.of("layer0.c.next"), (Several{{0, 6}}));
  chip.pcu.inputs.scalar = 6;
  EXPECT_EQ(Planned(cell("lstm", 60, 60), {.hu = 6, .turns = 6}, 8, chip).of("layer0.c.next"),
            (Several{{0, 3}, {3, 6}}));
}

TEST(Bundles, AMemoryMergesWhatAUnitHasTooFewInputsFor) {
  // r has one bundle, so n.sum has one bundle too, and takes three inputs each of n.x and n.h.
  const Plan plan{.hu = 3, .turns = 3};
  EXPECT_TRUE(Planned(cell("gru", 60, 60), plan, 8).bundles.merged.empty());
  Chip chip = Planned::roomy();
  chip.pcu.inputs.scalar = 6;
  const Planned p(cell("gru", 60, 60), plan, 8, chip);
  EXPECT_TRUE(p.merged("layer0.n.x") != p.merged("layer0.n.h"));  // one is enough: 1 + 1 + 3
  for (const NodeId node : p.bundles.merged)
    EXPECT_EQ(p.bundles.stored.at(node), (Several{{0, 3}}));
  EXPECT_EQ(p.of("layer0.n.sum"), (Several{{0, 3}}));
}

/// With two inputs per PCU, the cell update of a GRU has three programs, two of which take n.
TEST(Bundles, WhatOneReaderNeedsMergedComesMergedToAll) {
  Chip chip = shipped_chip("plasticine_rnn");
  chip.pcu.inputs.scalar = chip.pmu.inputs.scalar = 2;
  for (const auto* name : {"gru", "gru_before"})
    for (int hu = 2; hu <= 8; ++hu) {
      const Planned p(cell(name, 48, 48), {.hu = hu, .turns = 4}, 4, chip);
      for (const NodeId node : p.bundles.merged) {
        const Several& stored = p.bundles.stored.at(node);
        for (const Cluster& cluster : p.bundles.clusters) {
          if (std::ranges::count(external_args(p.graph, cluster.nodes), node) == 0) continue;
          int taken = 0;  // positions that reach a unit of the reader
          for (const Bundle& reader : p.bundles.of[cluster.nodes[0]])
            for (const Bundle& bundle : stored)
              if (reader.begin <= bundle.begin && bundle.end <= reader.end) taken += bundle.count();
          EXPECT_EQ(taken, hu) << name << " " << hu << " " << cluster.nodes[0].number();
        }
      }
    }
}

TEST(Bundles, AValueThatWaitsLongerThanFifosCoverWaitsInAMemory) {
  // o waits for tanh(c): 3 streams of 8 links, a PCU, a look-up, about 32 cycles in all.
  const Plan plan{.hu = 4};
  const Planned fast(cell("lstm", 512, 512), plan, 1);
  EXPECT_TRUE(fast.merged("layer0.o"));
  EXPECT_EQ(fast.bundles.merged.size(), 1U);
  EXPECT_EQ(fast.of("layer0.h.next"), (Several{{0, 1}, {1, 2}, {2, 3}, {3, 4}}));
  EXPECT_TRUE(
      Planned(cell("lstm", 512, 512), plan, 2).bundles.merged.empty());  // 16 rows in a FIFO
}

TEST(Bundles, AValueOfFewRowsWaitsInAFifo) {
  const Plan plan{.hu = 4};
  EXPECT_TRUE(Planned(cell("lstm", 64, 64), plan, 1).bundles.merged.empty());  // 16 rows a step
  EXPECT_TRUE(Planned(cell("lstm", 68, 68), plan, 1).merged("layer0.o"));
  Graph batch = cell("lstm", 64, 64);
  batch.batch = 2;
  EXPECT_TRUE(Planned(batch, plan, 1).merged("layer0.o"));
}

}  // namespace
}  // namespace rda::mapper
