// SPDX-License-Identifier: Apache-2.0
#include "workload/masks.h"

#include "graph/builder.h"
#include "workload/layer_builder.h"

namespace rda::workload {

NodeId Masks::of(bool reversed) {
  const auto [mask, is_new] = masks_.try_emplace(reversed);
  if (!is_new) return mask->second;
  graph::Builder build(graph_);
  const std::string name = reversed ? "mask.reverse" : "mask";
  NodeId node;
  if (graph_.domains.size() == 1) {
    node = build.input(name, 1, 0);
  } else {
    const auto& [order, first] = *first_masks_.begin();
    node = build.take(name + part_suffix(graph_.domains.size() - 1), first,
                      order == reversed ? Order::same : Order::reverse);
  }
  mask->second = leaf(graph_, formats_, name, node);
  return mask->second;
}

void Masks::end_domain() {
  if (graph_.domains.size() == 1) first_masks_ = masks_;
  masks_.clear();
}

NodeId Masks::masked(NodeId node, bool reversed, const std::string& suffix) {
  const NodeId mask = of(reversed);
  graph::Builder build(graph_);
  const Node made = graph_.nodes[node];
  const std::string prefix = reversed ? "reverse." : "";
  const NodeId zero = build.constant(prefix + "zero" + suffix, 0);
  const NodeId result = build.select(prefix + "masked" + suffix, mask, node, zero);
  for (const NodeId added : {zero, result}) {
    graph_.nodes[added].origin = made.origin;
    leaf(graph_, made.formats, "masked", added);
  }
  build.scale(result, made.scale);
  return result;
}

}  // namespace rda::workload
