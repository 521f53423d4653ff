// SPDX-License-Identifier: Apache-2.0
#include "sim/reference/generator.h"

#include <algorithm>
#include <utility>

#include "rda/check.h"
#include "sim/reference/bank_cycles.h"
#include "sim/reference/loop_index.h"

namespace rda::sim::reference {
namespace {

std::size_t port_at(const std::vector<Port>& ports, StreamId stream) {
  const auto found = std::ranges::find(ports, stream, &Port::stream);
  RDA_CHECK(found != ports.end());
  return static_cast<std::size_t>(found - ports.begin());
}

}  // namespace

Generator::Generator(sc_core::sc_module_name, Context& context, const Setup& setup,
                     MemoryPort& memory)
    : UnitTile(context, setup),
      inputs_("in", setup.unit.programs.front().inputs.size()),
      outputs_("out", setup.unit.programs.front().outputs.size()),
      program_(setup.unit.programs.front()),
      number_(std::get<EdgePort>(setup.unit.place).port),
      me_{setup.id, 0},
      memory_(memory),
      loops_(program_),
      bursts_(context.chip, context.mapping, program_),
      tokens_sent_(program_.outputs.size(), 0) {}

Activity Generator::act() {
  for (const InPort& input : inputs_) had_token_ = had_token_ || input->front();
  receive();
  const bool blocked = leave();  // 1.
  if (can_fire()) {              // 2.
    fire();
    return Activity::active;
  }
  if (blocked) return Activity::blocked;
  const bool done = loops_.done() && waiting_.empty() && !is_waiting_for_memory();
  if (done || (inputs_.size() > 0 && !had_token_)) return Activity::idle;
  if (is_waiting_for_memory()) ++result_.memory;
  return Activity::starved;
}

/// Learns what is delivered, and forgets what it has no use for any more.
void Generator::receive() {
  const Cycle now = context_.now();
  for (const Delivery& delivery : memory_.take(number_)) held_.at(delivery.id) = delivery.cycle;
  const std::int64_t needed = waiting_.empty() ? bursts_.opened() - 1 : waiting_.front().first;
  std::erase_if(held_, [&](const auto& entry) {
    const bool here = entry.second && *entry.second <= now;
    if (here && bursts_.writes()) ++acknowledged_;
    return here && (bursts_.writes() || entry.first < needed);
  });
}

/// Whether its data are here, or what it and all before it have written is acknowledged.
bool Generator::is_here(const Waiting& firing) const {
  const Cycle now = context_.now();
  return now >= firing.due && std::ranges::all_of(held_, [&](const auto& entry) {
           return entry.first < firing.first || entry.first >= firing.next ||
                  (entry.second && *entry.second <= now);
         });
}

bool Generator::is_stalled(std::size_t output) const {
  return stalled(context_.options.disturbance, program_.outputs[output].stream, context_.now());
}

bool Generator::has_room(std::size_t output) const {
  return !is_stalled(output) && outputs_[output]->has_room();
}

/// Lets the tokens of the oldest firing leave. @return whether they have no room
bool Generator::leave() {
  if (waiting_.empty() || !is_here(waiting_.front())) return false;
  std::vector<Departure>& tokens = waiting_.front().tokens;
  if (!std::ranges::all_of(tokens, [&](const Departure& d) { return has_room(d.output); }))
    return true;
  for (Departure& departure : tokens) {
    outputs_[departure.output]->put(std::move(departure.token));
    ++tokens_sent_[departure.output];
    if (setup_.probe) setup_.probe->put(me_, departure.output, {context_.now(), 0, 1});
  }
  waiting_.pop_front();
  context_.note_change();
  return false;
}

bool Generator::makes_tokens() const {
  return std::ranges::any_of(program_.outputs, [&](const Port& output) {
    return makes_token(program_, output, loops_.index());
  });
}

bool Generator::has_slots() const {
  const AgConfig& ags = context_.chip.memory->ags;
  const std::int64_t words = ags.outstanding * (bursts_.burst_bytes() / 4);
  if (makes_tokens() && std::ssize(waiting_) >= words) return false;
  const std::int64_t free = bursts_.writes()   ? acknowledged_
                            : waiting_.empty() ? bursts_.opened()
                                               : waiting_.front().first;
  return bursts_.opened() - free + bursts_.opens(loops_.index()) <= ags.outstanding;
}

bool Generator::can_fire() const {
  if (loops_.done() || context_.now() < next_firing_) return false;
  for (std::size_t i = 0; i < program_.inputs.size(); ++i)
    if (inside(program_.inputs[i].where.bounds, loops_.index()) && !inputs_[i]->front())
      return false;
  return has_slots();
}

bool Generator::is_last() const {
  for (std::size_t l = 0; l < program_.space.rank(); ++l)
    if (loops_.index()[l] + 1 != program_.space.extents[l]) return false;
  return true;
}

void Generator::fire() {
  const Cycle now = context_.now();
  ++result_.firings;
  count_bytes();
  if (setup_.probe) setup_.probe->fired(me_, {now, 0, 1}, 1);
  Waiting firing{now + program_.latency, 0, 0, {}};
  make_tokens(take_inputs(), firing);
  const BurstSequence::Firing did =
      bursts_.fire(loops_.index(), !firing.tokens.empty() || is_last());
  firing.first = did.first;
  firing.next = did.next;
  for (const BurstSequence::Asked& asked : did.asked) {
    held_[asked.id] = std::nullopt;
    memory_.ask(number_, firing.due, asked, bursts_.writes());
  }
  if (!firing.tokens.empty()) waiting_.push_back(std::move(firing));
  next_firing_ = now + program_.ii;
  loops_.next();
  ++fired_;
  context_.note_change();
}

std::vector<Value> Generator::take_inputs() {
  std::vector<Value> values(program_.inputs.size());
  for (std::size_t i = 0; i < program_.inputs.size(); ++i) {
    const Port& port = program_.inputs[i];
    if (!inside(port.where.bounds, loops_.index())) continue;
    values[i] = inputs_[i]->front()->value;
    if (!at_last(program_, port, loops_.index())) continue;
    inputs_[i]->pop();
    if (setup_.probe) setup_.probe->popped(me_, i, {context_.now(), 0, 1});
  }
  return values;
}

void Generator::make_tokens(const std::vector<Value>& values, Waiting& firing) {
  std::vector<Value> results(program_.outputs.size());
  if (setup_.datapath) setup_.datapath->fire(0, loops_.index(), values, results);
  for (std::size_t o = 0; o < program_.outputs.size(); ++o) {
    if (!makes_token(program_, program_.outputs[o], loops_.index())) continue;
    firing.tokens.push_back({o, Token{results[o]}});
    if (setup_.probe) setup_.probe->made(me_, o, {fired_, 0, 1});
  }
}

void Generator::count_bytes() {
  const auto touched = [this](const std::vector<Port>& ports) {
    std::int64_t bytes = 0;
    for (const Port& port : ports)
      if (touches_memory(program_, port, loops_.index()))
        bytes += token_bytes(context_.chip, context_.mapping.streams[port.stream].kind);
    return bytes;
  };
  result_.bytes_read += touched(program_.outputs);
  result_.bytes_written += touched(program_.inputs);
}

/// Whether a burst that it has asked for is not here yet.
bool Generator::is_waiting_for_memory() const {
  return std::ranges::any_of(
      held_, [&](const auto& entry) { return !entry.second || *entry.second > context_.now(); });
}

bool Generator::is_counting_down() const {
  const Cycle now = context_.now();
  if (!loops_.done() && now < next_firing_) return true;
  if (is_waiting_for_memory()) return true;
  if (waiting_.empty()) return false;
  return now < waiting_.front().due ||
         std::ranges::any_of(waiting_.front().tokens,
                             [&](const Departure& d) { return is_stalled(d.output); });
}

std::vector<Blockage> Generator::blockages() const {
  Blockage blockage;
  if (!waiting_.empty() && is_here(waiting_.front()))
    for (const Departure& departure : waiting_.front().tokens)
      if (!has_room(departure.output))
        blockage.without_room.push_back(program_.outputs[departure.output].stream);
  for (std::size_t i = 0; !loops_.done() && i < program_.inputs.size(); ++i)
    if (inside(program_.inputs[i].where.bounds, loops_.index()) && !inputs_[i]->front())
      blockage.without_token.push_back(program_.inputs[i].stream);
  return {blockage};
}

InPort& Generator::input(StreamId stream) { return inputs_[port_at(program_.inputs, stream)]; }

OutPort& Generator::output(StreamId stream) { return outputs_[port_at(program_.outputs, stream)]; }

std::int64_t Generator::tokens_sent(StreamId stream) const {
  return tokens_sent_[port_at(program_.outputs, stream)];
}

}  // namespace rda::sim::reference
