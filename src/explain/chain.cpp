// SPDX-License-Identifier: Apache-2.0
#include "explain/chain.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "rda/check.h"

namespace rda::explain {
namespace {

/// Steps after which a chain may repeat: units that take turns can make every second step unlike.
constexpr std::int64_t kLongestPeriod = 4;

/// How many firings an actor does in a step; 0 if not the same number in each.
std::int64_t firings_a_step(const History& history, const Actor& actor) {
  const std::int64_t steps = history.mapping().steps, firings = actor.program->firings();
  return firings % steps == 0 ? firings / steps : 0;
}

/// A firing on the way back from the end of a step, and the same one some steps earlier.
struct Repetition {
  std::size_t later = 0, earlier = 0;  ///< numbers of the links behind them
  std::int64_t steps = 0;
};

/// Looks for the last firing of a step, or of the one before, that has its like so many cycles
/// earlier as the steps between take; rather one step earlier than more.
std::optional<Repetition> find_repetition(const History& history, const std::vector<Link>& links,
                                          std::int64_t step) {
  std::map<std::pair<ActorId, std::int64_t>, std::size_t> firings;  // by actor and number
  for (std::size_t i = 0; i < links.size(); ++i)
    if (const Event& event = links[i].effect; event.what == Event::What::fire)
      firings[{event.actor, event.number}] = i;
  const Cycle end = links.empty() ? 0 : last_take(history, step).at;
  for (std::size_t i = 0; i < links.size(); ++i) {
    const Event& event = links[i].effect;
    if (event.what != Event::What::fire) continue;
    const std::int64_t each = firings_a_step(history, history.actor(event.actor));
    if (each == 0 || event.number / each < step - 1) continue;
    for (std::int64_t k = 1; k <= std::min(kLongestPeriod, step); ++k) {
      const auto like = firings.find({event.actor, event.number - k * each});
      if (like == firings.end()) continue;
      const Cycle apart = event.at - links[like->second].effect.at;
      if (apart == end - last_take(history, step - k).at) return Repetition{i, like->second, k};
    }
  }
  return {};
}

void turn_round(Chain& chain) {
  std::ranges::reverse(chain.links);
  Cycle at = chain.from;
  for (const Link& link : chain.links) {
    RDA_CHECK(link.from == at && link.from <= link.to);
    at = link.to;
  }
  RDA_CHECK(at == chain.to);
}

/// The links within [from, to].
Chain window(const std::vector<Link>& links, Cycle from, Cycle to) {
  Chain chain;
  chain.from = from;
  chain.to = to;
  for (Link link : links) {
    link.from = std::max(link.from, from);
    link.to = std::min(link.to, to);
    if (link.from < link.to) chain.links.push_back(std::move(link));
  }
  turn_round(chain);
  return chain;
}

}  // namespace

Event last_take(const History& history, std::int64_t step) {
  const std::int64_t steps = history.mapping().steps;
  Event last;
  last.at = -1;
  for (const ActorId number : history.actors().ids()) {
    const Actor& actor = history.actor(number);
    if (!actor.is_sink()) continue;
    const std::int64_t tokens = (actor.program->firings() * (step + 1) + steps - 1) / steps;
    RDA_CHECK(tokens <= actor.trace->fired.size(), "the trace ends before the step");
    const Cycle at = actor.trace->fired[tokens - 1];
    if (at > last.at) last = Event::of(Event::What::fire, number, tokens - 1, at);
  }
  RDA_CHECK(last.at >= 0, "no sink takes anything");
  return last;
}

Chain find_chain(History& history, std::int64_t step) {
  const Event last = last_take(history, step);
  const Cycle before = step > 0 ? last_take(history, step - 1).at : -1;
  std::vector<Link> links;
  for (Event event = last; !is_start(event); event = links.back().cause.event) {
    const Cause cause = cause_of(history, event);
    links.push_back({cause, event, cause.event.at, event.at});
  }
  if (const auto repetition = find_repetition(history, links, step)) {
    const Event& end = links[repetition->later].effect;
    Chain chain = window(links, end.at - (last.at - before), end.at);
    chain.period = repetition->steps;
    chain.anchor = end.actor;
    return chain;
  }
  links.insert(links.begin(),
               {{last, ChainKind::firings, last.actor, {}}, last, last.at, last.at + 1});
  return window(links, before + 1, last.at + 1);
}

}  // namespace rda::explain
