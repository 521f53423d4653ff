// SPDX-License-Identifier: Apache-2.0
#include "mapper/levels.h"

#include "support_partition.h"

namespace rda::mapper {
namespace {

When place_of(const Graph& graph, const std::string& name) {
  return schedule(graph)[node_of(graph, name)];
}

TEST(Schedule, AnLstmIsOnePhaseWithTwoLevelsOfLookUps) {
  const Graph graph = cell("lstm", 64, 64);
  EXPECT_EQ(place_of(graph, "layer0.i"), (When{0, 0}));
  EXPECT_EQ(place_of(graph, "layer0.c.next"), (When{0, 1}));
  EXPECT_EQ(place_of(graph, "layer0.c.tanh"), (When{0, 1}));
  EXPECT_EQ(place_of(graph, "layer0.h.next"), (When{0, 2}));
}

TEST(Schedule, ResetBeforePutsAWholeGateIntoALaterPhase) {
  const Graph graph = cell("gru_before", 64, 64);
  EXPECT_EQ(place_of(graph, "layer0.n.Wproduct").phase, 1);
  EXPECT_EQ(place_of(graph, "layer0.n.Uproduct").phase, 1);
  EXPECT_EQ(place_of(graph, "layer0.r.Wproduct").phase, 0);
  EXPECT_EQ(place_of(graph, "layer0.h.next").phase, 1);
}

TEST(Schedule, EachLayerIsAPhase) {
  const Graph graph = cell("lstm", 64, 64, 3);
  for (int layer = 0; layer < 3; ++layer)
    EXPECT_EQ(place_of(graph, "layer" + std::to_string(layer) + ".h.next").phase, layer);
}

std::vector<std::size_t> cluster_sizes(const Graph& graph, const PcuConfig& pcu) {
  std::vector<std::size_t> sizes;
  for (const Cluster& cluster : cluster_elementwise(graph, schedule(graph), pcu, TokenKind::scalar))
    sizes.push_back(cluster.nodes.size());
  return sizes;
}

TEST(Clusters, TakeOneOperationAStage) {
  const Graph graph = cell("lstm", 64, 64);
  PcuConfig pcu;
  pcu.stages = 4;
  EXPECT_EQ(cluster_sizes(graph, pcu), (std::vector<std::size_t>{3, 1}));
  PcuConfig shallow = pcu;
  shallow.stages = 2;
  EXPECT_EQ(cluster_sizes(graph, shallow), (std::vector<std::size_t>{1, 2, 1}));
}

TEST(Clusters, AreLimitedByInputsAndRegisters) {
  const Graph graph = cell("lstm", 64, 64);
  PcuConfig pcu;
  pcu.inputs.scalar = 3;
  EXPECT_EQ(cluster_sizes(graph, pcu), (std::vector<std::size_t>{1, 2, 1}));
  pcu.inputs.scalar = 6;
  pcu.registers = 3;
  EXPECT_EQ(cluster_sizes(graph, pcu), (std::vector<std::size_t>{1, 2, 1}));
}

TEST(Clusters, OfADeepNetworkAreFoundAtOnce) {
  PcuConfig pcu;
  pcu.stages = 4;
  const Graph graph = cell("gru", 64, 64, 64);  // a path a layer: walks must not multiply
  EXPECT_EQ(cluster_sizes(graph, pcu).size(), 64U * 2);
}

}  // namespace
}  // namespace rda::mapper
