// SPDX-License-Identifier: Apache-2.0
#include "explain/cause.h"

#include <algorithm>
#include <optional>
#include <string>
#include <variant>

#include "rda/check.h"

namespace rda::explain {
namespace {

/// Finds the event that enabled another event. A candidate that came too late for it is a
/// contradiction.
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
        through_pipeline(ChainKind::conflict, fired(event_.program, event_.number));
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
  const TracedProgram& traced() const { return history_.program(event_.program); }
  const Program& program() const { return *traced().program; }
  const ProgramTrace& trace() const { return *traced().trace; }
  std::string name() const {
    const bool crossing = event_.what == Event::What::cross;
    return (crossing ? history_.stream(event_.stream).name : history_.unit(traced()).name) +
           ", cycle " + std::to_string(event_.at);
  }

  /// The event could not happen earlier than `delay` cycles after `cause`.
  void candidate(const Cause& cause, Cycle delay) {
    RDA_CHECK(cause.event.at + delay <= event_.at, name());
    if (cause.event.at + delay == event_.at && !found_)
      found_ = cause;
    else
      all_else_ = std::max(all_else_, cause.event.at + delay);
  }

  Event fired(ProgramId id, std::int64_t firing) const {
    return Event::of(Event::What::fire, id, firing, history_.program(id).trace->fired[firing]);
  }

  /// The last bank cycle of the firing.
  Event entered(ProgramId id, std::int64_t firing) {
    if (history_.program(id).trace->banks[firing] == 1) return fired(id, firing);
    return Event::of(Event::What::enter, id, firing, history_.entered(id, firing));
  }

  Event end_of(const Hold& hold) const {
    return Event::of(Event::What::leave, event_.program, hold.firing, hold.to);
  }

  Event crossed(StreamId stream, int node, std::int64_t n) {
    return {Event::What::cross, {}, stream, n, node, history_.crossings(stream).crossed(node, n)};
  }

  /// The order decides between causes in the same cycle: a token comes before the previous firing,
  /// except in programs that are busy with their own work (own_first()).
  void fire() {
    if (own_first(program())) own_firing();
    tokens();
    if (const Hold* hold = history_.last_hold(event_.program, event_.at);
        hold && hold->to == event_.at)
      candidate({end_of(*hold), ChainKind::pipeline, event_.program, {}}, 0);
    if (!program().has_pipeline()) rooms();
    own_firing();
    if (!found_ && is_generator() && event_.number > 0) memory(event_.number - 1);
  }

  bool is_generator() const { return std::holds_alternative<ExternalAccess>(program().work); }

  /// Off-chip memory kept an address generator waiting since one of its firings: for data, or for
  /// bursts to become free.
  void memory(std::int64_t firing) {
    found_ = Cause{fired(event_.program, firing), ChainKind::pipeline, event_.program, {}};
  }

  /// The previous firing: its bank cycles, and its `ii`.
  void own_firing() {
    const std::int64_t before = event_.number - 1;
    if (before < 0) return;
    candidate({entered(event_.program, before), ChainKind::firings, event_.program, {}}, 1);
    candidate({fired(event_.program, before), ChainKind::interval, event_.program, {}},
              program().ii);
  }

  void tokens() {
    const std::vector<Port>& inputs = program().inputs;
    for (std::size_t i = 0; i < inputs.size(); ++i)
      if (needs(program(), inputs[i], event_.number))
        arrival(inputs[i].stream, trace().popped[i].count_below(event_.at));
  }

  /// Token n of a stream became usable in this unit. An initial token has no cause.
  void arrival(StreamId stream, std::int64_t n) {
    const Stream& s = history_.stream(stream);
    if (!s.is_local()) {
      const int node = history_.crossings(stream).exit_to(traced().unit).node;
      candidate({crossed(stream, node, n), ChainKind::hops, event_.program, stream}, hop_);
    } else if (n >= s.initial()) {
      candidate({put(stream, n - s.initial()), ChainKind::hops, event_.program, stream}, 1);
    }
  }

  /// The put of a stream's n-th token after the initial ones.
  Event put(StreamId stream, std::int64_t n) const {
    const History::End end = history_.writer(stream);
    const TracedProgram& writer = history_.program(end.program);
    const auto what = writer.program->has_pipeline() ? Event::What::leave : Event::What::fire;
    return Event::of(what, end.program, writer.trace->made[end.port][n],
                     writer.trace->put[end.port][n]);
  }

  /// Room in the first buffers of all streams for which the firing made a token.
  void rooms() {
    for (std::size_t o = 0; o < program().outputs.size(); ++o) {
      const Series& made = trace().made[o];
      const std::int64_t token = made.count_below(event_.number);
      if (token < made.size() && made[token] == event_.number)
        room(program().outputs[o].stream, token);
    }
  }

  /// Room in the first buffer of a routed stream for the writer's token n.
  void room(StreamId stream, std::int64_t n) {
    if (history_.stream(stream).is_local()) return;
    const std::int64_t before = n - history_.crossings(stream).skid();
    if (before >= 0)
      candidate({crossed(stream, 0, before), ChainKind::room, event_.program, stream}, hop_);
  }

  void leave() {
    if (is_generator()) {
      rooms();
      if (!found_) memory(event_.number);
      return;
    }
    const Hold* hold = history_.last_hold(event_.program, event_.at);
    if (hold && hold->to == event_.at && hold->firing == event_.number) {
      rooms();
      if (found_) found_->waited = hold->to - hold->from;
      return;
    }
    through_pipeline(ChainKind::pipeline, entered(event_.program, event_.number));
  }

  /// The cause is `start`, or the end of the last hold between `start` and this event.
  void through_pipeline(ChainKind kind, const Event& start) {
    const Hold* hold = history_.last_hold(event_.program, event_.at);
    found_ = Cause{hold && hold->to > start.at ? end_of(*hold) : start, kind, event_.program, {}};
  }

  void cross() {
    const StreamId stream = event_.stream;
    const std::int64_t n = event_.number;
    const Crossings& crossings = history_.crossings(stream);
    const ProgramId writer = history_.writer(stream).program;
    const int parent =
        history_.stream(stream).route()[static_cast<std::size_t>(event_.node)].parent;
    candidate(
        {parent < 0 ? put(stream, n) : crossed(stream, parent, n), ChainKind::hops, writer, stream},
        hop_);
    const std::int64_t before = n - crossings.skid();
    for (const int child : crossings.children(event_.node))
      if (before >= 0)
        candidate({crossed(stream, child, before), ChainKind::room, writer, stream}, hop_);
    for (const Crossings::Exit& exit : crossings.exits())
      if (exit.node == event_.node && n >= exit.depth)
        candidate({popped(exit, n - exit.depth), ChainKind::room, writer, stream}, hop_);
  }

  /// The reader's firing that popped token n.
  Event popped(const Crossings::Exit& exit, std::int64_t n) const {
    const ProgramId reader = history_.reader(event_.stream, exit.unit).program;
    const Series& all = history_.program(reader).trace->fired;
    return fired(reader, all.count_below((*exit.popped)[n]));
  }

  History& history_;
  const Event event_;
  const Cycle hop_;
  std::optional<Cause> found_;
  Cycle all_else_ = 0;  ///< when the event could have happened without the cause
};

}  // namespace

bool is_start(const Event& event) { return event.what == Event::What::fire && event.at == 0; }

Cause cause_of(History& history, const Event& event) { return Search(history, event).find(); }

}  // namespace rda::explain
