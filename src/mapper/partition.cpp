// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <functional>

#include "mapper/builder.h"

namespace rda::mapper {
namespace {

/// Marks the streams that lie on a cycle of units: the recurrence, whose latency every step pays.
class RecurrenceMarker {
 public:
  explicit RecurrenceMarker(Mapping& mapping)
      : mapping_(mapping),
        next_(mapping.units.size()),
        seen_(mapping.units.size(), -1),
        low_(mapping.units.size()),
        component_(mapping.units.size(), -1) {
    for (const Stream& s : mapping.streams)
      for (const UnitId to : s.to)
        if (to != s.from) next_[s.from.index()].push_back(to.number());
  }

  void run() {
    for (std::size_t unit = 0; unit < next_.size(); ++unit)
      if (seen_[unit] < 0) visit(static_cast<int>(unit));
    for (Stream& s : mapping_.streams)
      s.recurrent = std::ranges::any_of(s.to, [&](UnitId to) {
        return to != s.from && component_[to.index()] == component_[s.from.index()];
      });
  }

 private:
  static std::size_t at(int i) { return static_cast<std::size_t>(i); }

  /// Tarjan's strongly connected components. Paths are as long as the mapping's chains, a few
  /// hundred.
  void visit(int unit) {
    seen_[at(unit)] = low_[at(unit)] = clock_++;
    stack_.push_back(unit);
    for (const int to : next_[at(unit)]) {
      if (seen_[at(to)] < 0) {
        visit(to);
        low_[at(unit)] = std::min(low_[at(unit)], low_[at(to)]);
      } else if (component_[at(to)] < 0) {
        low_[at(unit)] = std::min(low_[at(unit)], seen_[at(to)]);
      }
    }
    if (low_[at(unit)] != seen_[at(unit)]) return;
    for (int member = -1; member != unit;) {
      member = stack_.back();
      stack_.pop_back();
      component_[at(member)] = unit;
    }
  }

  Mapping& mapping_;
  std::vector<std::vector<int>> next_;
  std::vector<int> seen_, low_, component_, stack_;
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
