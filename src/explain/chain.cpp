// SPDX-License-Identifier: Apache-2.0
#include "explain/chain.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "rda/check.h"

namespace rda::explain {
namespace {

/// Most steps after which a chain may repeat: where units are shared in turns, every second step
/// may differ.
constexpr std::int64_t kLongestPeriod = 4;

/// Firings of a program in a step; 0 if not the same number in each step.
std::int64_t firings_a_step(const History& history, const TracedProgram& traced) {
  const std::int64_t steps = history.mapping().steps, firings = traced.program->firings();
  return firings % steps == 0 ? firings / steps : 0;
}

/// A firing of the path, and its counterpart `steps` steps earlier.
struct Repetition {
  std::size_t later = 0, earlier = 0;  ///< numbers of the edges that end at these firings
  std::int64_t steps = 0;
};

/// Finds the latest firing, in this step or the previous one, that also occurs k steps earlier on
/// the path, exactly as many cycles earlier as those k steps lasted. Prefers the smallest k.
std::optional<Repetition> find_repetition(const History& history, const std::vector<Edge>& edges,
                                          std::int64_t step) {
  std::map<std::pair<ProgramId, std::int64_t>, std::size_t>
      firings;  // by program and number of the firing
  for (std::size_t i = 0; i < edges.size(); ++i)
    if (const Event& event = edges[i].effect; event.what == Event::What::fire)
      firings[{event.program, event.number}] = i;
  const Cycle end = edges.empty() ? 0 : last_take(history, step).at;
  for (std::size_t i = 0; i < edges.size(); ++i) {
    const Event& event = edges[i].effect;
    if (event.what != Event::What::fire) continue;
    const std::int64_t each = firings_a_step(history, history.program(event.program));
    if (each == 0 || event.number / each < step - 1) continue;
    for (std::int64_t k = 1; k <= std::min(kLongestPeriod, step); ++k) {
      const auto like = firings.find({event.program, event.number - k * each});
      if (like == firings.end()) continue;
      const Cycle apart = event.at - edges[like->second].effect.at;
      if (apart == end - last_take(history, step - k).at) return Repetition{i, like->second, k};
    }
  }
  return {};
}

/// Reverses the edges, and checks that they leave no gap.
void to_order_of_time(Chain& chain) {
  std::ranges::reverse(chain.edges);
  Cycle at = chain.from;
  for (const Edge& edge : chain.edges) {
    RDA_CHECK(edge.from == at && edge.from <= edge.to);
    at = edge.to;
  }
  RDA_CHECK(at == chain.to);
}

/// The edges of the path, last to first, cut to the cycles [from, to].
Chain window(const std::vector<Edge>& edges, Cycle from, Cycle to) {
  Chain chain;
  chain.from = from;
  chain.to = to;
  for (Edge edge : edges) {
    edge.from = std::max(edge.from, from);
    edge.to = std::min(edge.to, to);
    if (edge.from < edge.to) chain.edges.push_back(std::move(edge));
  }
  to_order_of_time(chain);
  return chain;
}

}  // namespace

Event last_take(const History& history, std::int64_t step) {
  const std::int64_t steps = history.mapping().steps;
  Event last;
  last.at = -1;
  for (const ProgramId number : history.programs().ids()) {
    const TracedProgram& traced = history.program(number);
    if (!traced.is_sink()) continue;
    const std::int64_t tokens = (traced.program->firings() * (step + 1) + steps - 1) / steps;
    RDA_CHECK(tokens <= traced.trace->fired.size(), "the trace ends before the step");
    const Cycle at = traced.trace->fired[tokens - 1];
    if (at > last.at) last = Event::of(Event::What::fire, number, tokens - 1, at);
  }
  RDA_CHECK(last.at >= 0, "no sink takes anything");
  return last;
}

void walk_back(History& history, Event from, const std::function<void(Edge)>& take) {
  while (!is_start(from)) {
    const Cause cause = cause_of(history, from);
    take({cause, from, cause.event.at, from.at});
    from = cause.event;
  }
}

Edge last_cycle(const Event& last) {
  return {{last, ChainKind::firings, last.program, {}}, last, last.at, last.at + 1};
}

Chain find_chain(History& history, std::int64_t step) {
  const Event last = last_take(history, step);
  const Cycle before = step > 0 ? last_take(history, step - 1).at : -1;
  std::vector<Edge> edges;
  walk_back(history, last, [&](Edge edge) { edges.push_back(std::move(edge)); });
  if (const auto repetition = find_repetition(history, edges, step)) {
    const Event& end = edges[repetition->later].effect;
    Chain chain = window(edges, end.at - (last.at - before), end.at);
    chain.period = repetition->steps;
    chain.anchor = end.program;
    return chain;
  }
  edges.insert(edges.begin(), last_cycle(last));
  return window(edges, before + 1, last.at + 1);
}

}  // namespace rda::explain
