// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/strong_components.hpp>
#include <set>
#include <utility>
#include <vector>

#include "graph/spill.h"
#include "mapper/builder.h"

namespace rda::mapper {
namespace {

/// Marks the streams that lie on a cycle of units as recurrent: every step pays for their latency.
void mark_recurrence(Mapping& mapping) {
  using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS>;
  Graph graph(mapping.units.size());
  for (const Stream& s : mapping.streams)
    for (const UnitId to : s.to) boost::add_edge(s.from.index(), to.index(), graph);
  std::vector<int> component(mapping.units.size());
  boost::strong_components(graph, boost::make_iterator_property_map(
                                      component.begin(), boost::get(boost::vertex_index, graph)));
  for (Stream& s : mapping.streams)
    s.recurrent = std::ranges::any_of(s.to, [&](UnitId to) {
      return to != s.from && component[to.index()] == component[s.from.index()];
    });
}

void add_units(Builder& builder) {
  add_sources_and_sinks(builder);
  add_dot_units(builder);
  add_sums(builder);
  add_lookups(builder);
  add_elementwise(builder);
  add_reductions(builder);
  add_gathers(builder);
  add_scores(builder);
  add_memories(builder);
  add_end_of_updates(builder);
  mark_recurrence(builder.mapping);
}

/// The takes that the graph or the plan leaves to off-chip memory whatever PMUs hold.
std::set<NodeId> spilled(const Graph& graph, const Plan& plan) {
  std::set<NodeId> takes = graph::spilled_takes(graph);
  if (plan.whole_sequences == Sequences::spilled) takes.merge(graph::spillable(graph));
  return takes;
}

}  // namespace

Mapping partition(const Graph& graph, const Chip& chip, const Plan& plan) {
  Builder builder(graph::spill(graph, spilled(graph, plan)), chip, plan);
  add_units(builder);
  if (plan.whole_sequences != Sequences::mixed || builder.too_long.empty())
    return std::move(builder.mapping);
  std::set<NodeId> takes = graph::spillable(graph);
  std::erase_if(takes,
                [&](NodeId take) { return !builder.too_long.contains(graph.nodes[take].name); });
  if (takes.empty()) return std::move(builder.mapping);
  takes.merge(graph::spilled_takes(graph));
  Builder with_spilled(graph::spill(graph, takes), chip, plan);
  add_units(with_spilled);
  return std::move(with_spilled.mapping);
}

}  // namespace rda::mapper
