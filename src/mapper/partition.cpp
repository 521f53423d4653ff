// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <functional>

#include "mapper/builder.h"

namespace rda::mapper {
namespace {

/// Marks the streams that lie on a cycle of units as recurrent: every step pays for their latency.
class RecurrenceMarker {
 public:
  explicit RecurrenceMarker(Mapping& mapping)
      : mapping_(mapping),
        next_(mapping.units.size()),
        seen_(mapping.units.size(), -1),
        low_(mapping.units.size()),
        component_(mapping.units.size()) {
    for (const Stream& s : mapping.streams)
      for (const UnitId to : s.to)
        if (to != s.from) next_[s.from].push_back(to);
  }

  void run() {
    for (const UnitId unit : mapping_.units.ids())
      if (seen_[unit] < 0) visit(unit);
    for (Stream& s : mapping_.streams)
      s.recurrent = std::ranges::any_of(
          s.to, [&](UnitId to) { return to != s.from && component_[to] == component_[s.from]; });
  }

 private:
  /// Tarjan's strongly connected components. The recursion is as deep as the longest path of units:
  /// a few hundred.
  void visit(UnitId unit) {
    seen_[unit] = low_[unit] = clock_++;
    stack_.push_back(unit);
    for (const UnitId to : next_[unit]) {
      if (seen_[to] < 0) {
        visit(to);
        low_[unit] = std::min(low_[unit], low_[to]);
      } else if (!component_[to].exists()) {
        low_[unit] = std::min(low_[unit], seen_[to]);
      }
    }
    if (low_[unit] != seen_[unit]) return;
    for (UnitId member; member != unit;) {
      member = stack_.back();
      stack_.pop_back();
      component_[member] = unit;
    }
  }

  Mapping& mapping_;
  IdVector<UnitId, std::vector<UnitId>> next_;
  IdVector<UnitId, int> seen_, low_;
  IdVector<UnitId, UnitId> component_;
  std::vector<UnitId> stack_;
  int clock_ = 0;
};

}  // namespace

Mapping partition(const Graph& graph, const Chip& chip, const Plan& plan) {
  Builder builder(graph, chip, plan);
  add_sources_and_sinks(builder);
  add_dot_units(builder);
  add_sums(builder);
  add_lookups(builder);
  add_elementwise(builder);
  add_memories(builder);
  RecurrenceMarker(builder.mapping).run();
  return std::move(builder.mapping);
}

}  // namespace rda::mapper
