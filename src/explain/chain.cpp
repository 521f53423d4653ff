// SPDX-License-Identifier: Apache-2.0
#include "explain/chain.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "rda/check.h"

namespace rda::explain {
namespace {

/// How many firings an actor does in a step; 0 if not the same number in each.
std::int64_t firings_a_step(const History& history, const Actor& actor) {
  const std::int64_t steps = history.mapping().steps;
  return actor.firings % steps == 0 ? actor.firings / steps : 0;
}

/// The first event on the way back that also happened, one step later, further down the chain.
class Repetition {
 public:
  explicit Repetition(const History& history) : history_(history) {}

  /// @return the number of the event one step later
  std::optional<std::size_t> note(const Event& event, std::size_t number) {
    if (event.what != Event::What::fire) return {};
    const std::int64_t step = firings_a_step(history_, history_.actor(event.who));
    if (step == 0) return {};
    seen_[{event.who, event.number}] = number;
    const auto later = seen_.find({event.who, event.number + step});
    if (later == seen_.end()) return {};
    return later->second;
  }

 private:
  const History& history_;
  std::map<std::pair<int, std::int64_t>, std::size_t> seen_;
};

void turn_round(Chain& chain) {
  std::ranges::reverse(chain.links);
  Cycle at = chain.from;
  for (const Link& link : chain.links) {
    RDA_CHECK(link.from == at && link.from <= link.to);
    at = link.to;
  }
  RDA_CHECK(at == chain.to);
}

/// The links between an event and the same one a step later.
Chain periodic_chain(std::vector<Link> links, std::size_t later, int anchor) {
  Chain chain;
  chain.links.assign(links.begin() + static_cast<std::ptrdiff_t>(later), links.end());
  chain.from = chain.links.back().from;
  chain.to = chain.links.front().to;
  chain.periodic = true;
  chain.anchor = anchor;
  turn_round(chain);
  return chain;
}

/// The links within [from, end of `last`], and the cycle of `last` itself.
Chain window(std::vector<Link> links, Cycle from, const Event& last) {
  Chain chain;
  chain.from = from;
  chain.to = last.at + 1;
  chain.links.push_back(
      {{last, ChainKind::firings, last.who, -1}, last, std::max(last.at, from), chain.to});
  for (Link& link : links) {
    if (link.to <= from) break;
    link.from = std::max(link.from, from);
    chain.links.push_back(std::move(link));
  }
  turn_round(chain);
  return chain;
}

}  // namespace

Event last_take(const History& history, std::int64_t step) {
  const std::int64_t steps = history.mapping().steps;
  Event last;
  last.at = -1;
  for (std::size_t a = 0; a < history.actors().size(); ++a) {
    const Actor& actor = history.actors()[a];
    if (actor.program || actor.inputs.empty()) continue;
    const std::int64_t tokens = (actor.firings * (step + 1) + steps - 1) / steps;
    if (tokens == 0) continue;
    RDA_CHECK(tokens <= actor.trace->fired.size(), "the trace ends before the step");
    const Cycle at = actor.trace->fired[tokens - 1];
    if (at > last.at) last = {Event::What::fire, static_cast<int>(a), tokens - 1, -1, at};
  }
  RDA_CHECK(last.at >= 0, "no sink takes anything");
  return last;
}

Chain find_chain(History& history, std::int64_t step) {
  const Event last = last_take(history, step);
  const Cycle from = step > 0 ? last_take(history, step - 1).at + 1 : 0;
  Repetition repetition(history);
  repetition.note(last, 0);
  std::vector<Link> links;
  for (Event event = last; !is_start(event); event = links.back().cause.event) {
    const Cause cause = cause_of(history, event);
    links.push_back({cause, event, cause.event.at, event.at});
    const auto later = repetition.note(cause.event, links.size());
    if (step > 0 && later && links[*later].to - cause.event.at == last.at + 1 - from)
      return periodic_chain(std::move(links), *later, cause.event.who);
  }
  return window(std::move(links), from, last);
}

}  // namespace rda::explain
