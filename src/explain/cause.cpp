// SPDX-License-Identifier: Apache-2.0
#include "explain/cause.h"

#include <algorithm>
#include <optional>

#include "rda/check.h"

namespace rda::explain {
namespace {

std::size_t at(std::int64_t i) { return static_cast<std::size_t>(i); }

/// Whether a program's firing number n needs a token of this input.
bool needs(const Program& program, const Port& input, std::int64_t n) {
  std::vector<std::int64_t> index;
  for (const std::int64_t extent : program.loops) {
    index.push_back(n % extent);
    n /= extent;
  }
  return std::ranges::all_of(input.where, [&](const Bound& bound) {
    const std::int64_t i = index[at(bound.loop)];
    return bound.lo <= i && i < bound.hi;
  });
}

/// Looks for what enabled one event. A candidate that came later than the event is a contradiction.
class Search {
 public:
  Search(History& history, const Event& event)
      : history_(history), event_(event), hop_(history.chip().network.hop_latency) {}

  Cause find() {
    switch (event_.what) {
      case Event::What::fire:
        fire();
        break;
      case Event::What::enter:
        through_pipeline(ChainKind::conflict, {Event::What::fire, event_.who, event_.number, -1,
                                               trace().fired[event_.number]});
        break;
      case Event::What::leave:
        leave();
        break;
      case Event::What::cross:
        cross();
        break;
    }
    RDA_CHECK(found_.has_value(), name());
    const bool takes = event_.what == Event::What::fire && found_->kind == ChainKind::hops;
    if (takes) found_->waited = event_.at - all_else_;
    return *found_;
  }

 private:
  const Actor& actor() const { return history_.actor(event_.who); }
  const ProgramTrace& trace() const { return *actor().trace; }
  std::string name() const {
    const bool crossing = event_.what == Event::What::cross;
    return (crossing ? history_.stream(event_.who).name
                     : history_.mapping().units[at(actor().unit)].name) +
           ", cycle " + std::to_string(event_.at);
  }

  /// `cause` lets the event come `delay` cycles later at the earliest.
  void candidate(const Cause& cause, Cycle delay) {
    RDA_CHECK(cause.event.at + delay <= event_.at, name());
    if (cause.event.at + delay == event_.at && !found_)
      found_ = cause;
    else
      all_else_ = std::max(all_else_, cause.event.at + delay);
  }

  Event fired(int who, std::int64_t firing) const {
    return {Event::What::fire, who, firing, -1, history_.actor(who).trace->fired[firing]};
  }

  /// The end of the firing's bank cycles.
  Event entered(int who, std::int64_t firing) {
    if (history_.actor(who).trace->banks[firing] == 1) return fired(who, firing);
    return {Event::What::enter, who, firing, -1, history_.entered(who, firing)};
  }

  /// A dot unit or a source is busy first of all with its own work. Elsewhere, of causes that came
  /// together, a token says more.
  void fire() {
    if (is_dot() || is_source()) own_firing();
    tokens();
    if (const Hold* hold = history_.last_hold(event_.who, event_.at); hold && hold->to == event_.at)
      candidate({end_of(*hold), ChainKind::pipeline, event_.who, -1}, 0);
    if (is_source()) room(actor().outputs.front(), event_.number);
    own_firing();
  }

  bool is_dot() const {
    const auto* pcu = std::get_if<PcuUnit>(&history_.mapping().units[at(actor().unit)].body);
    return pcu && pcu->dot;
  }

  bool is_source() const { return !actor().program && !actor().outputs.empty(); }

  /// The firing before and its bank cycles are over, and so is the interval.
  void own_firing() {
    const std::int64_t before = event_.number - 1;
    if (before < 0) return;
    candidate({entered(event_.who, before), ChainKind::firings, event_.who, -1}, 1);
    candidate({fired(event_.who, before), ChainKind::interval, event_.who, -1}, actor().interval);
  }

  void tokens() {
    for (std::size_t i = 0; i < actor().inputs.size(); ++i)
      if (!actor().program || needs(*actor().program, actor().program->inputs[i], event_.number))
        arrival(actor().inputs[i], trace().popped[i].count_below(event_.at));
  }

  Event end_of(const Hold& hold) const {
    return {Event::What::leave, event_.who, hold.firing, -1, hold.to};
  }

  /// Token n of a stream became usable in this unit.
  void arrival(int stream, std::int64_t n) {
    const Stream& s = history_.stream(stream);
    if (!s.local()) {
      const Crossings& crossings = history_.crossings(stream);
      const int node = crossings.exit_to(actor().unit).node;
      candidate({{Event::What::cross, stream, n, node, crossings.crossed(node, n)},
                 ChainKind::hops,
                 event_.who,
                 stream},
                hop_);
    } else if (n >= s.initial) {
      candidate({put(stream, n - s.initial), ChainKind::hops, event_.who, stream}, 1);
    }
  }

  /// The put of a stream's n-th token after the initial ones.
  Event put(int stream, std::int64_t n) const {
    const History::End end = history_.writer(stream);
    const ProgramTrace& trace = *history_.actor(end.actor).trace;
    const std::int64_t firing = trace.made[at(end.port)][n];
    const bool port = !history_.actor(end.actor).program;
    return {port ? Event::What::fire : Event::What::leave, end.actor, firing, -1,
            trace.put[at(end.port)][n]};
  }

  /// The first buffer of a routed stream had room for its writer's token n.
  void room(int stream, std::int64_t n) {
    if (history_.stream(stream).local()) return;
    const Crossings& crossings = history_.crossings(stream);
    const std::int64_t before = n - crossings.skid();
    if (before < 0) return;
    candidate({{Event::What::cross, stream, before, 0, crossings.crossed(0, before)},
               ChainKind::room,
               event_.who,
               stream},
              hop_);
  }

  void leave() {
    const Hold* hold = history_.last_hold(event_.who, event_.at);
    if (hold && hold->to == event_.at && hold->firing == event_.number) {
      for (std::size_t o = 0; o < actor().outputs.size(); ++o) {
        const std::int64_t token = trace().made[o].count_below(event_.number);
        if (token < trace().made[o].size() && trace().made[o][token] == event_.number)
          room(actor().outputs[o], token);
      }
      if (found_) found_->waited = hold->to - hold->from;
      return;
    }
    through_pipeline(ChainKind::pipeline, entered(event_.who, event_.number));
  }

  /// The firing moved on from `start` to this event, or from the end of the last hold between.
  void through_pipeline(ChainKind kind, const Event& start) {
    const Hold* hold = history_.last_hold(event_.who, event_.at);
    found_ = Cause{hold && hold->to > start.at ? end_of(*hold) : start, kind, event_.who, -1};
  }

  void cross() {
    const int stream = event_.who;
    const std::int64_t n = event_.number;
    const Crossings& crossings = history_.crossings(stream);
    const int writer = history_.writer(stream).actor;
    const int parent = history_.stream(stream).route[at(event_.node)].parent;
    candidate({parent < 0 ? put(stream, n) : crossing(parent, n), ChainKind::hops, writer, stream},
              hop_);
    const std::int64_t before = n - crossings.skid();
    for (const int child : crossings.children(event_.node))
      if (before >= 0) candidate({crossing(child, before), ChainKind::room, writer, stream}, hop_);
    for (const Crossings::Exit& exit : crossings.exits())
      if (exit.node == event_.node && n >= exit.depth)
        candidate({popped(exit, n - exit.depth), ChainKind::room, writer, stream}, hop_);
  }

  Event crossing(int node, std::int64_t n) const {
    return {Event::What::cross, event_.who, n, node,
            history_.crossings(event_.who).crossed(node, n)};
  }

  /// The reader's firing that popped token n.
  Event popped(const Crossings::Exit& exit, std::int64_t n) const {
    const int reader = history_.reader(event_.who, exit.unit).actor;
    const Series& fired = history_.actor(reader).trace->fired;
    return this->fired(reader, fired.count_below((*exit.popped)[n]));
  }

  History& history_;
  const Event event_;
  const Cycle hop_;
  std::optional<Cause> found_;
  Cycle all_else_ = 0;  ///< when the event could have come but for what was found
};

}  // namespace

bool is_start(const Event& event) { return event.what == Event::What::fire && event.at == 0; }

Cause cause_of(History& history, const Event& event) { return Search(history, event).find(); }

}  // namespace rda::explain
