// SPDX-License-Identifier: Apache-2.0
// The critical chain of a whole run, added up by the parts of the model.
#include <algorithm>
#include <compare>
#include <map>
#include <tuple>
#include <utility>

#include "explain/chain.h"
#include "explain/roles.h"
#include "explain/summary.h"
#include "rda/check.h"
#include "rda/explain.h"

namespace rda {
namespace explain {
namespace {

/// Adds up edges that come last to first.
class RunParts {
 public:
  explicit RunParts(const History& history) : history_(history) {}

  void add(Edge edge) {
    edge.from = std::max<Cycle>(edge.from, 0);  // tokens at the start have no cycle
    RDA_CHECK(end_ < 0 || edge.to == end_);
    end_ = edge.from;
    if (edge.from == edge.to) return;
    summary_.add(entry_of(history_, edge));
    const UnitId unit = history_.program(edge.cause.program).unit;
    const Origin& origin = history_.mapping().units[unit].origin;
    Sum& sum = sums_[{origin.phase, origin.layer, origin.direction}];
    if (sum.cycles == 0) sum.last = edge.to - 1;
    sum.first = edge.from;
    sum.cycles += edge.to - edge.from;
    sum.units[unit] += edge.to - edge.from;
  }

  /// @return of all edges, which reach back to cycle 0
  std::vector<RunPart> parts() const {
    RDA_CHECK(end_ == 0);
    std::vector<RunPart> parts;
    for (const auto& [key, sum] : sums_) {
      const auto& [phase, layer, direction] = key;
      const auto most = std::ranges::max_element(sum.units, {}, &Units::value_type::second);
      parts.push_back({phase, layer, direction, sum.first, sum.last, sum.cycles,
                       history_.mapping().units[most->first].name, most->second});
    }
    std::ranges::stable_sort(parts, {}, &RunPart::first);
    return parts;
  }
  const Summary& summary() const { return summary_; }

 private:
  using Units = std::map<UnitId, Cycle>;
  struct Sum {
    Cycle first = 0, last = 0, cycles = 0;
    Units units;
  };

  const History& history_;
  std::map<std::tuple<std::optional<Phase>, int, std::string>, Sum> sums_;
  Summary summary_;
  Cycle end_ = -1;  ///< where the next edge ends; −1: none has come
};

}  // namespace
}  // namespace explain

RunExplanation explain_run(const Chip& chip, const Mapping& mapping, const Trace& trace) {
  explain::History history(chip, mapping, trace);
  const explain::Event last = explain::last_take(history, mapping.steps - 1);
  explain::RunParts sums(history);
  sums.add(explain::last_cycle(last));
  explain::walk_back(history, last, [&](explain::Edge edge) { sums.add(std::move(edge)); });
  return {mapping.workload, chip.name,    mapping.steps,
          last.at + 1,      sums.parts(), sums.summary().shares()};
}

}  // namespace rda
