// SPDX-License-Identifier: Apache-2.0
#include "sim/reference/program.h"

#include <algorithm>
#include <utility>

#include "rda/check.h"
#include "sim/reference/loop_index.h"

namespace rda::sim::reference {

ProgramModule::ProgramModule(sc_core::sc_module_name, Context& context,
                             const UnitTile::Setup& setup, std::size_t number)
    : inputs("in", setup.unit.programs[number].inputs.size()),
      outputs("out", setup.unit.programs[number].outputs.size()),
      context_(context),
      me_{setup.id, number},
      program_(setup.unit.programs[number]),
      buffers_(setup.unit.buffers),
      datapath_(setup.datapath),
      probe_(setup.probe),
      loops_(program_),
      pipeline_(static_cast<std::size_t>(program_.latency)),
      tokens_sent_(program_.outputs.size(), 0) {}

Activity ProgramModule::tick(UnitResult& result) {
  note_arrivals();
  if (holds()) return Activity::blocked;  // 1. one enable: nothing enters, moves or leaves
  shift();                                // 2.
  if (run_bank_cycle()) return Activity::conflict;
  if (can_fire()) {  // 3.
    fire(result);
    return Activity::active;
  }
  const bool idle = loops_.done() || (inputs.size() > 0 && !had_token_);
  return idle ? Activity::idle : Activity::starved;
}

void ProgramModule::note_arrivals() {
  for (const InPort& input : inputs) had_token_ = had_token_ || input->front();
}

bool ProgramModule::holds() const {
  const std::optional<Firing>& last = pipeline_.back();
  return last && std::ranges::any_of(last->tokens, [this](const Departure& departure) {
           return !has_room(departure.output);
         });
}

bool ProgramModule::is_stalled(std::size_t output) const {
  const StreamId stream = program_.outputs[output].stream;
  return !context_.mapping.streams[stream].is_local() &&
         stalled(context_.options.disturbance, stream, context_.now());
}

bool ProgramModule::has_room(std::size_t output) const {
  return !is_stalled(output) && outputs[output]->has_room();
}

void ProgramModule::shift() {
  if (std::ranges::none_of(pipeline_, &std::optional<Firing>::has_value)) return;
  if (std::optional<Firing>& last = pipeline_.back()) {
    for (Departure& departure : last->tokens) {
      outputs[departure.output]->put(std::move(departure.token));
      ++tokens_sent_[departure.output];
      if (probe_) probe_->put(me_, departure.output, now());
    }
  }
  pipeline_.pop_back();
  pipeline_.emplace_front();
  context_.note_change();
}

bool ProgramModule::run_bank_cycle() {
  if (bank_cycles_left_ == 0) return false;
  if (--bank_cycles_left_ == 0) enter(std::exchange(on_banks_, {}));
  context_.note_change();
  return true;
}

bool ProgramModule::can_fire() const {
  if (loops_.done() || context_.now() < next_firing_) return false;
  for (std::size_t i = 0; i < program_.inputs.size(); ++i) {
    if (inside(program_.inputs[i].where.bounds, loops_.index()) && !inputs[i]->front())
      return false;
  }
  return true;
}

void ProgramModule::fire(UnitResult& result) {
  ++result.firings;
  count_bytes(result);
  const int cycles =
      bank_cycles(context_.chip, context_.mapping, {program_, buffers_}, loops_.index());
  if (probe_) probe_->fired(me_, now(), cycles);
  Firing firing = make_tokens(take_inputs());
  if (cycles == 1) {
    enter(std::move(firing));
  } else {
    on_banks_ = std::move(firing);
    bank_cycles_left_ = cycles - 1;
  }
  next_firing_ = context_.now() + program_.ii;
  loops_.next();
  ++fired_;
  context_.note_change();
}

void ProgramModule::enter(Firing firing) {
  RDA_CHECK(!pipeline_.front(), name());
  pipeline_.front() = std::move(firing);
}

std::vector<Value> ProgramModule::take_inputs() {
  std::vector<Value> values(program_.inputs.size());
  for (std::size_t i = 0; i < program_.inputs.size(); ++i) {
    const Port& port = program_.inputs[i];
    if (!inside(port.where.bounds, loops_.index())) continue;
    values[i] = inputs[i]->front()->value;
    if (!at_last(program_, port, loops_.index())) continue;
    inputs[i]->pop();
    if (probe_) probe_->popped(me_, i, now());
  }
  return values;
}

/// A control token has no value, even if the port names one.
bool ProgramModule::is_pulse(std::size_t output) const {
  return context_.mapping.streams[program_.outputs[output].stream].kind == TokenKind::control;
}

ProgramModule::Firing ProgramModule::make_tokens(const std::vector<Value>& values) {
  std::vector<Value> results(program_.outputs.size());
  if (datapath_) datapath_->fire(me_.number, loops_.index(), values, results);
  Firing firing;
  for (std::size_t o = 0; o < program_.outputs.size(); ++o) {
    if (!makes_token(program_, program_.outputs[o], loops_.index())) continue;
    firing.tokens.push_back({o, Token{is_pulse(o) ? nullptr : results[o]}});
    if (probe_) probe_->made(me_, o, {fired_, 0, 1});
  }
  return firing;
}

void ProgramModule::count_bytes(UnitResult& result) const {
  const auto touched = [this](const std::vector<Port>& ports) {
    std::int64_t bytes = 0;
    for (const Port& port : ports) {
      if (!touches_memory(program_, port, loops_.index())) continue;
      bytes += token_bytes(context_.chip, context_.mapping.streams[port.stream].kind);
    }
    return bytes;
  };
  result.bytes_read += touched(program_.outputs);
  result.bytes_written += touched(program_.inputs);
}

bool ProgramModule::is_counting_down() const {
  if (!loops_.done() && context_.now() < next_firing_) return true;
  const std::optional<Firing>& last = pipeline_.back();
  return last && std::ranges::any_of(last->tokens, [this](const Departure& departure) {
           return is_stalled(departure.output);
         });
}

Blockage ProgramModule::blockage() const {
  Blockage blockage;
  if (holds()) {
    for (const Departure& departure : pipeline_.back()->tokens) {
      if (has_room(departure.output)) continue;
      blockage.without_room.push_back(program_.outputs[departure.output].stream);
    }
    return blockage;
  }
  if (loops_.done()) return blockage;
  for (std::size_t i = 0; i < program_.inputs.size(); ++i) {
    const Port& port = program_.inputs[i];
    if (inside(port.where.bounds, loops_.index()) && !inputs[i]->front()) {
      blockage.without_token.push_back(port.stream);
    }
  }
  return blockage;
}

}  // namespace rda::sim::reference
