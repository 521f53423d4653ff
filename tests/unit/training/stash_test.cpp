// SPDX-License-Identifier: Apache-2.0
#include "training/stash.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "rda/error.h"
#include "training/batch_graph.h"
#include "training/simulated.h"
#include "unit/training/support.h"

namespace rda::training {
namespace {

using Names = std::vector<std::string>;

Workload cells(LayerType type) {
  Workload workload = trained(2, std::vector(2, layer(type, 3)));
  workload.training->simulate = true;
  return workload;
}

Graph batch_of(LayerType type, Stash stash = Stash::resident) {
  Workload workload = cells(type);
  workload.training->stash = stash;
  return graph_of(workload);
}

/// Of the first layer, in alphabetical order.
Names stashed(const Graph& batch) {
  Names names;
  for (const NodeId n : stash_of(batch))
    if (batch.nodes[n].origin.layer == 0) names.push_back(batch.nodes[batch.nodes[n].args[0]].name);
  std::ranges::sort(names);
  return names;
}

TEST(Stash, OfAnLstmIsItsGatesItsCellAndTheTanhOfIt) {
  EXPECT_EQ(stashed(batch_of(LayerType::lstm)), (Names{"layer0.c.copy", "layer0.c.tanh", "layer0.f",
                                                       "layer0.g", "layer0.i", "layer0.o"}));
}

TEST(Stash, OfAnLstmWithoutTheTanhOfItsCell) {
  EXPECT_EQ(stashed(batch_of(LayerType::lstm, Stash::recompute)),
            (Names{"layer0.c.copy", "layer0.f", "layer0.g", "layer0.i", "layer0.o"}));
}

TEST(Stash, OfAGruHasNothingThatIsMadeOfTheRest) {
  const Names all{"layer0.h.difference", "layer0.n", "layer0.n.h", "layer0.r", "layer0.z"};
  EXPECT_EQ(stashed(batch_of(LayerType::gru)), all);
  EXPECT_EQ(stashed(batch_of(LayerType::gru, Stash::recompute)), all);
}

/// The values of a batch, under the names of the weights and of the loss.
std::map<std::string, std::vector<double>> values(LayerType type, Stash stash) {
  Workload workload = cells(type);
  workload.training->stash = stash;
  return evaluate_chip(graph_of(workload), tensors_of(workload, 3), {}, 3);
}

TEST(Stash, MakesTheSameWeightsWithoutWhatIsComputedAgain) {
  for (const LayerType type : {LayerType::lstm, LayerType::gru, LayerType::rnn}) {
    SCOPED_TRACE(std::string(word(type)));
    EXPECT_EQ(values(type, Stash::recompute), values(type, Stash::resident));
  }
}

TEST(Stash, SpillsTheValuesOfMostBytesFirst) {
  Workload workload = cells(LayerType::lstm);
  workload.layers.list[1].hidden = 5;
  Graph batch = spill_largest(batch_graph(workload, plan_of(workload)), 7);
  int spilled = 0;
  for (const Node& node : batch.nodes) {
    if (!node.spilled) continue;
    ++spilled;
    EXPECT_NE(node.origin.layer, 0) << node.name;
  }
  EXPECT_EQ(spilled, 7);  // the second layer's six, and what the loss compares
}

}  // namespace
}  // namespace rda::training
