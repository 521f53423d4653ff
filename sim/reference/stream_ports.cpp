// SPDX-License-Identifier: Apache-2.0
#include "sim/reference/stream_ports.h"

#include "rda/check.h"

namespace rda::sim::reference {
namespace {

Cycle interval_of(const Context& context, const StreamPortsConfig& ports, int stream) {
  const TokenKind kind = context.mapping.streams[static_cast<std::size_t>(stream)].kind;
  return port_cycles(context.chip, ports, kind);
}

void note_firing(ProgramTrace& trace, Cycle now) {
  trace.fired.push(now);
  trace.banks.push(1);
}

}  // namespace

SourcePort::SourcePort(sc_core::sc_module_name, Context& context, const SourceUnit& unit,
                       Datapath* datapath, UnitTrace trace)
    : UnitTile(context, trace),
      unit_(unit),
      datapath_(datapath),
      interval_(interval_of(context, context.chip.stream.sources, unit.stream)) {}

void SourcePort::tick() { ++result_.activity[send()]; }

Activity SourcePort::send() {
  if (sent_ == unit_.tokens) return Activity::idle;
  if (context_.now() < due_) return Activity::starved;
  if (is_stalled() || !output_->has_room()) return Activity::blocked;
  output_->put(Token{datapath_ ? datapath_->send(sent_) : nullptr});
  if (ProgramTrace* trace = program_of(trace_)) {
    note_firing(*trace, context_.now());
    trace->put.front().push(context_.now());
    trace->made.front().push(sent_);
  }
  ++sent_;
  ++result_.firings;
  due_ = context_.now() + interval_;
  context_.note_change();
  return Activity::active;
}

bool SourcePort::is_stalled() const {
  return stalled(context_.options.disturbance, unit_.stream, context_.now());
}

bool SourcePort::is_counting_down() const {
  return sent_ < unit_.tokens && (context_.now() < due_ || is_stalled());
}

std::vector<Blockage> SourcePort::blockages() const {
  Blockage blockage;
  if (sent_ < unit_.tokens && !output_->has_room()) blockage.without_room.push_back(unit_.stream);
  return {blockage};
}

InPort& SourcePort::input(int) { throw InternalError(std::string(name()) + ": reads no stream"); }

SinkPort::SinkPort(sc_core::sc_module_name, Context& context, const SinkUnit& unit,
                   Datapath* datapath, UnitTrace trace)
    : UnitTile(context, trace),
      unit_(unit),
      datapath_(datapath),
      interval_(interval_of(context, context.chip.stream.sinks, unit.stream)),
      enough_(tokens_of_steps(context.mapping, unit, context.options.steps)) {}

void SinkPort::tick() { ++result_.activity[take()]; }

Activity SinkPort::take() {
  const Token* token = input_->front();
  had_token_ = had_token_ || token;
  if (done() || !had_token_) return Activity::idle;
  if (!token || context_.now() < due_) return Activity::starved;
  if (datapath_) datapath_->take(taken_, token->value);
  input_->pop();
  if (ProgramTrace* trace = program_of(trace_)) {
    note_firing(*trace, context_.now());
    trace->popped.front().push(context_.now());
  }
  ++taken_;
  ++result_.firings;
  due_ = context_.now() + interval_;
  context_.note_change();
  return Activity::active;
}

bool SinkPort::is_counting_down() const { return !done() && context_.now() < due_; }

std::vector<Blockage> SinkPort::blockages() const {
  Blockage blockage;
  if (!done() && !input_->front()) blockage.without_token.push_back(unit_.stream);
  return {blockage};
}

OutPort& SinkPort::output(int) { throw InternalError(std::string(name()) + ": writes no stream"); }

}  // namespace rda::sim::reference
