// SPDX-License-Identifier: Apache-2.0
#include "sim/reference/stream_ports.h"

#include "rda/check.h"
#include "sim/sink_tokens.h"

namespace rda::sim::reference {

StreamPort::StreamPort(Context& context, const Setup& setup)
    : UnitTile(context, setup), program_(setup.unit.programs.front()), loops_(program_) {}

bool StreamPort::is_counting_down() const { return !done() && !is_due(); }

InPort& StreamPort::input(StreamId) {
  throw InternalError(std::string(name()) + ": reads no stream");
}

OutPort& StreamPort::output(StreamId) {
  throw InternalError(std::string(name()) + ": writes no stream");
}

Value StreamPort::fire(const Value& taken) {
  const Cycle now = context_.now();
  const std::vector<Value> inputs(program_.inputs.size(), taken);
  std::vector<Value> outputs(program_.outputs.size());
  if (setup_.datapath) setup_.datapath->fire(0, loops_.index(), inputs, outputs);
  if (Probe* const probe = setup_.probe) {
    const ProgramOf me{setup_.id, 0};
    probe->fired(me, {now, 0, 1}, 1);
    if (!program_.inputs.empty()) probe->popped(me, 0, {now, 0, 1});
    if (!program_.outputs.empty()) probe->made(me, 0, {moved_, 0, 1});
    if (!program_.outputs.empty()) probe->put(me, 0, {now, 0, 1});
  }
  ++moved_;
  loops_.next();
  ++result_.firings;
  due_ = now + program_.ii;
  context_.note_change();
  return outputs.empty() ? nullptr : outputs.front();
}

Activity SourcePort::send() {
  if (done()) return Activity::idle;
  if (!is_due()) return Activity::starved;
  if (is_stalled() || !output_->has_room()) return Activity::blocked;
  output_->put(Token{fire(nullptr)});
  return Activity::active;
}

bool SourcePort::is_stalled() const {
  return stalled(context_.options.disturbance, program_.outputs.front().stream, context_.now());
}

bool SourcePort::is_counting_down() const { return !done() && (!is_due() || is_stalled()); }

std::vector<Blockage> SourcePort::blockages() const {
  Blockage blockage;
  if (!done() && !output_->has_room())
    blockage.without_room.push_back(program_.outputs.front().stream);
  return {blockage};
}

SinkPort::SinkPort(sc_core::sc_module_name, Context& context, const Setup& setup)
    : StreamPort(context, setup),
      enough_(tokens_of_steps(context.mapping, program_, context.options.steps)),
      counter_(context.mapping, program_, context.options.steps) {}

Activity SinkPort::take() {
  const Token* token = input_->front();
  had_token_ = had_token_ || token;
  if (done() || !had_token_) return Activity::idle;
  if (!token || !is_due()) return Activity::starved;
  fire(token->value);
  counter_.took({context_.now(), 0, 1});
  input_->pop();
  return Activity::active;
}

std::vector<Blockage> SinkPort::blockages() const {
  Blockage blockage;
  if (!done() && !input_->front()) blockage.without_token.push_back(program_.inputs.front().stream);
  return {blockage};
}

}  // namespace rda::sim::reference
