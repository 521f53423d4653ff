// SPDX-License-Identifier: Apache-2.0
#include "training/stash.h"

#include <algorithm>
#include <functional>
#include <utility>
#include <vector>

#include "graph/recompute.h"
#include "graph/spill.h"
#include "rda/error.h"

namespace rda::training {
namespace {

bool is_of(const Node& node, Phase phase) { return node.origin.phase == phase; }

}  // namespace

std::set<NodeId> stash_of(const Graph& batch) {
  std::set<NodeId> takes;
  for (const NodeId n : batch.nodes.ids()) {
    const Node& node = batch.nodes[n];
    if (node.op != Op::take || !is_of(node, Phase::backward)) continue;
    const Node& made = batch.nodes[node.args[0]];
    if (is_of(made, Phase::forward) || is_of(made, Phase::loss)) takes.insert(n);
  }
  return takes;
}

std::vector<NodeId> spillable_stash(const Graph& batch) {
  std::vector<NodeId> takes;
  for (const NodeId n : stash_of(batch))
    if (graph::may_be_spilled(batch, n)) takes.push_back(n);
  std::ranges::stable_sort(takes, std::greater(), [&](NodeId n) {
    return batch.nodes[n].size * batch.items_of(batch.nodes[n]);
  });
  return takes;
}

Graph with_stash(Graph batch, Stash stash) {
  switch (stash) {
    case Stash::policy:
    case Stash::resident:
      return batch;
    case Stash::recompute:
      return graph::recompute(batch, stash_of(batch));
    case Stash::spilled:
      break;
  }
  const std::size_t all = spillable_stash(batch).size();
  if (all == 0)
    throw MappingError("stash",
                       "spilled: the backward pass reads no sequence of the forward pass that "
                       "off-chip memory can hold (resident would do)");
  return spill_largest(std::move(batch), all);
}

Graph spill_largest(Graph batch, std::size_t count) {
  const std::vector<NodeId> takes = spillable_stash(batch);
  for (std::size_t i = 0; i < std::min(count, takes.size()); ++i)
    batch.nodes[takes[i]].spilled = true;
  return batch;
}

}  // namespace rda::training
