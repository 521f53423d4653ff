// SPDX-License-Identifier: Apache-2.0
#include "page/step.h"

#include <algorithm>
#include <utility>

#include "base/ceil_div.h"

namespace rda::page {
namespace {

/// The cycles from `from`, before `to`, in equal intervals.
struct Window {
  Cycle from = 0, to = 0;
  std::int64_t interval = 1;

  std::size_t intervals() const { return static_cast<std::size_t>(ceil_div(to - from, interval)); }
  std::size_t interval_of(Cycle cycle) const {
    return static_cast<std::size_t>((cycle - from) / interval);
  }
};

/// By cycle of the window: whether a firing of one of the programs had its first or a further bank
/// cycle then.
std::vector<char> busy_cycles(const std::vector<ProgramTrace>& programs, const Window& window) {
  std::vector<char> busy(static_cast<std::size_t>(window.to - window.from), 0);
  for (const ProgramTrace& trace : programs) {
    const std::int64_t first = std::max<std::int64_t>(0, trace.fired.count_below(window.from) - 1);
    const std::int64_t end = trace.fired.count_below(window.to);
    for (std::int64_t n = first; n < end; ++n) {
      const Cycle fired = trace.fired[n];
      const Cycle last = std::min(fired + trace.banks[n], window.to);
      for (Cycle c = std::max(fired, window.from); c < last; ++c)
        busy[static_cast<std::size_t>(c - window.from)] = 1;
    }
  }
  return busy;
}

void add(const std::vector<char>& busy, const Window& window, GateActivity& gate) {
  gate.active.resize(window.intervals());
  for (std::size_t c = 0; c < busy.size(); ++c)
    gate.active[window.interval_of(window.from + static_cast<Cycle>(c))] += busy[c];
}

}  // namespace

StepActivity step_of(const Chip& chip, const Mapping& mapping, const Trace& trace,
                     std::int64_t step) {
  StepActivity made;
  made.explanation = explain_step(chip, mapping, trace, step);
  const Cycle from = made.explanation.from;
  Window window{from, from + made.explanation.cycles};
  window.interval = made.interval = std::max<Cycle>(1, ceil_div(window.to - from, kMostIntervals));
  Gates gates = gates_of(mapping);
  for (const UnitId unit : mapping.units.ids())
    add(busy_cycles(trace.units[unit], window), window, gates.rows[gates.of[unit]]);
  made.gates = std::move(gates.rows);
  made.results = results_of(chip, mapping, trace, made.explanation);
  return made;
}

}  // namespace rda::page
