// SPDX-License-Identifier: Apache-2.0
#include "workload/initial_states.h"

#include <fmt/format.h>

#include <algorithm>

#include "workload/layer_builder.h"

namespace rda::workload {
namespace {

std::string state_of(int layer, const Recurrence& recurrence, const char* what) {
  return fmt::format("layer{}.{}{}", layer, recurrence.prefix, what);
}

}  // namespace

NodeId InitialStates::state(int layer, const Recurrence& recurrence, const char* what) const {
  const auto node = std::ranges::find(graph_.nodes, state_of(layer, recurrence, what), &Node::name);
  return node == graph_.nodes.end() ? NodeId() : NodeId(node - graph_.nodes.begin());
}

void InitialStates::take(const PlacedLayer& first) {
  bool begins = false;
  for (const PlacedLayer& placed : layers_) {
    if (placed.domain != first.domain || placed.layer.initial < 0) continue;
    if (!begins) graph_.domains.push_back(1);
    begins = true;
    for (std::size_t d = 0; d < placed.directions.size(); ++d) take(placed, d);
  }
}

void InitialStates::take(const PlacedLayer& placed, std::size_t direction) {
  const Recurrence& recurrence = placed.directions[direction];
  const PlacedLayer& from = layers_[static_cast<std::size_t>(placed.layer.initial)];
  const Lowering lowering{workload_, recurrence, {}, graph_};
  LayerBuilder build(lowering, placed);
  for (const char* what : {"h", "c"}) {
    const NodeId last = state(from.number, from.directions[direction], what);
    if (!last.exists()) continue;
    taken_[state_of(placed.number, recurrence, what)] =
        build.take(std::string(what) + ".initial", graph_.nodes[last].next, Order::last);
  }
  build.complete();
}

void InitialStates::give(const PlacedLayer& placed, const Recurrence& recurrence) {
  for (const char* what : {"h", "c"}) {
    const auto taken = taken_.find(state_of(placed.number, recurrence, what));
    if (taken == taken_.end()) continue;
    Node& begins = graph_.nodes[state(placed.number, recurrence, what)];
    begins.initial = taken->second;
    graph_.nodes[taken->second].scale = begins.scale;  // it is multiplied as this state
    begins.tensor.clear();
  }
}

}  // namespace rda::workload
