// SPDX-License-Identifier: Apache-2.0
#include "mapper/input_first.h"

#include "support_partition.h"

namespace rda::mapper {
namespace {

const Node& named(const Graph& graph, const std::string& name) {
  return graph.nodes[node_of(graph, name)];
}

std::vector<std::string> args_of(const Graph& graph, const std::string& name) {
  std::vector<std::string> names;
  for (const NodeId arg : named(graph, name).args) names.push_back(graph.nodes[arg].name);
  return names;
}

When when_of(const Graph& graph, const std::string& name) {
  return schedule(graph, Products::input_first)[node_of(graph, name)];
}

TEST(SplitSums, TheFirstProductAndTheBiasAreAddedEarly) {
  const Graph split = split_sums(cell("lstm", 64, 64));
  check(split);
  EXPECT_EQ(args_of(split, "layer0.i.sum.early"),
            (std::vector<std::string>{"layer0.i.Wproduct", "layer0.i.b"}));
  EXPECT_EQ(args_of(split, "layer0.i.sum"),
            (std::vector<std::string>{"layer0.i.sum.early", "layer0.i.Uproduct"}));
  EXPECT_EQ(args_of(split, "layer0.i"), (std::vector<std::string>{"layer0.i.sum"}));
}

TEST(SplitSums, ASumOfOneProductStaysWhole) {
  const Graph split = split_sums(cell("gru", 64, 64));
  EXPECT_EQ(args_of(split, "layer0.n.x").size(), 2U);
  EXPECT_EQ(std::ranges::count_if(split.nodes,
                                  [](const Node& node) { return node.name.ends_with(".early"); }),
            2);  // of r and z
}

TEST(SplitSums, StatesAndOutputsFollowTheirNodes) {
  const Graph split = split_sums(cell("lstm", 64, 64, 2));
  const auto next = [&](const std::string& state) {
    return split.nodes[named(split, state).next].name;
  };
  EXPECT_EQ(next("layer0.c"), "layer0.c.next");
  EXPECT_EQ(next("layer1.h"), "layer1.h.next");
  EXPECT_EQ(split.nodes[split.outputs[0].node].name, "layer1.h.next");
}

TEST(InputFirst, UhComesAPhaseAfterWx) {
  const Graph split = split_sums(cell("lstm", 64, 64));
  EXPECT_EQ(when_of(split, "layer0.i.Wproduct"), (When{0, 0}));
  EXPECT_EQ(when_of(split, "layer0.i.sum.early"), (When{0, 0}));
  EXPECT_EQ(when_of(split, "layer0.i.Uproduct"), (When{1, 0}));
  EXPECT_EQ(when_of(split, "layer0.h.next"), (When{1, 2}));
}

TEST(InputFirst, TheProductOfAResetHComesAfterItButItsWxFirst) {
  const Graph split = split_sums(cell("gru_before", 64, 64));
  EXPECT_EQ(when_of(split, "layer0.n.Wproduct").phase, 0);
  EXPECT_EQ(when_of(split, "layer0.r.Uproduct").phase, 1);
  EXPECT_EQ(when_of(split, "layer0.h.reset").phase, 1);
  EXPECT_EQ(when_of(split, "layer0.n.Uproduct").phase, 2);
}

TEST(InputFirst, EachLayerTakesTwoPhases) {
  const Graph split = split_sums(cell("lstm", 64, 64, 2));
  EXPECT_EQ(when_of(split, "layer1.i.Wproduct").phase, 2);
  EXPECT_EQ(when_of(split, "layer1.i.Uproduct").phase, 3);
}

TEST(InputFirst, CutsEveryProductByItself) {
  const Plan plan{.hu = 2, .ru = 2, .products = Products::input_first};
  EXPECT_EQ(gate_cuts(cell("lstm", 192, 192), shipped_chip("plasticine_rnn"), plan).at("layer0.i"),
            (std::vector<int>{0, 1, 3, 4, 6}));
}

TEST(InputFirst, ADotUnitRunsThroughItsRowsTwice) {
  const Plan plan{.hu = 2, .ru = 2, .products = Products::input_first};
  const Graph graph = cell("lstm", 256, 256);
  const Mapping m = partition(graph, shipped_chip("plasticine_rnn"), plan);
  EXPECT_EQ(count(m, "layer0.i.dot[0]["), 2 * 2);
  const Program& dot = program(*units(m, "layer0.i.dot[0][1]").back());
  EXPECT_EQ(loops(dot), (Loops{2, 128, 2, 3}));
  ASSERT_EQ(dot.outputs.size(), 2U);
  EXPECT_EQ(dot.outputs[0].where.bounds.back().loop, 2);
  EXPECT_EQ(dot.outputs[0].where.bounds.back().hi, 1);
  EXPECT_EQ(dot.outputs[1].where.bounds.back().lo, 1);
  const Unit& weights = *units(m, "layer0.i.dot[0][1].weights0")[0];
  EXPECT_EQ(weights.buffers[0].slot_bytes, 2 * 128 * 2 * 64);
  expect_weights_once(graph, m);
}

TEST(InputFirst, AsksForAsManyVectorsOfXAsOfH) {
  const Plan plan{.hu = 2, .ru = 2, .products = Products::input_first};
  try {
    partition(cell("lstm", 65, 64), shipped_chip("plasticine_rnn"), plan);
    FAIL() << "x is two vectors, h is one";
  } catch (const MappingError& error) {
    EXPECT_STREQ(error.what(),
                 "products: layer0.f: x and h have different numbers of vectors in a slice "
                 "(products together would fit)");
  }
}

}  // namespace
}  // namespace rda::mapper
