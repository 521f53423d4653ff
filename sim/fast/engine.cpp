// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/engine.h"

#include <algorithm>
#include <numeric>

#include "base/random.h"
#include "rda/check.h"
#include "sim/deadlock.h"
#include "sim/fast/count.h"
#include "sim/stopwatch.h"
#include "sim/tracing.h"

namespace rda::sim::fast {
namespace {

std::size_t at(int i) { return static_cast<std::size_t>(i); }

void set_writer(Segment* segment, int number) {
  for (; segment; segment = segment->also) segment->writer = number;
}

}  // namespace

FastChip::FastChip(const sc_core::sc_module_name& name, const Chip& chip, const Mapping& mapping,
                   const Tensors& tensors, const SimulateOptions& options, Trace* trace)
    : sc_module(name), chip_(chip), mapping_(mapping), options_(options), trace_(trace) {
  if (trace_) prepare(*trace_, mapping);
  accounts_.resize(mapping.units.size());
  programs_.reserve(2 * mapping.units.size());  // they are pointed at
  ports_.reserve(mapping.units.size());
  if (options.verify_steps > 0)
    values_ = std::make_unique<Values>(chip, mapping, tensors, options.verify_steps);
  for (std::size_t u = 0; u < mapping.units.size(); ++u) {
    const int unit = static_cast<int>(u);
    const UnitBody& body = mapping.units[u].body;
    if (const auto* pcu = std::get_if<PcuUnit>(&body)) add_program(unit, pcu->program, 0, false);
    if (const auto* pmu = std::get_if<PmuUnit>(&body)) {
      if (pmu->read) add_program(unit, *pmu->read, 0, false);
      if (pmu->write) add_program(unit, *pmu->write, 1, true);
    }
    if (const auto* source = std::get_if<SourceUnit>(&body))
      add_stream_port(unit, true, source->stream, source->tokens, source->tokens);
    if (const auto* sink = std::get_if<SinkUnit>(&body))
      add_stream_port(unit, false, sink->stream, sink->tokens,
                      tokens_of_steps(mapping, *sink, options.steps));
  }
  network_ = std::make_unique<Network>(chip, mapping, options, static_cast<int>(actors_.size()));
  const int everybody = static_cast<int>(actors_.size() + network_->relays().size());
  scheduler_ = std::make_unique<Scheduler>(everybody);
  clock_ = std::make_unique<Clock>(Clock{*scheduler_, options.disturbance});
  connect();
  scheduler_->wake_all(everybody);
  if (options.disturbance.shuffle_seed != 0) {
    order_.resize(at(everybody));
    std::iota(order_.begin(), order_.end(), 0);
    Random(options.disturbance.shuffle_seed).shuffle(order_);
  }
  SC_METHOD(step);
}

void FastChip::add_program(int unit, const Program& program, int part, bool writes) {
  const int number = static_cast<int>(actors_.size());
  std::optional<BankLoad> banks;
  const auto* pmu = std::get_if<PmuUnit>(&mapping_.units[at(unit)].body);
  if (pmu) banks.emplace(chip_, mapping_, *pmu, program);
  programs_.emplace_back(number, program, std::move(banks), accounts_[at(unit)], part);
  programs_.back().trace = program_of(trace_of(trace_, unit), writes && pmu->read ? 1 : 0);
  actors_.push_back({unit, &programs_.back(), nullptr, &program, writes});
  if (values_)
    values_->add(number, unit, program, !pmu ? Role::only : writes ? Role::write : Role::read);
}

void FastChip::add_stream_port(int unit, bool source, int stream, std::int64_t tokens,
                               std::int64_t enough) {
  const int number = static_cast<int>(actors_.size());
  const TokenKind kind = mapping_.streams[at(stream)].kind;
  ports_.emplace_back(number, source, tokens,
                      port_cycles(chip_, source ? chip_.stream.sources : chip_.stream.sinks, kind),
                      accounts_[at(unit)]);
  ports_.back().end.stream = stream;
  ports_.back().trace = program_of(trace_of(trace_, unit));
  actors_.push_back({unit, nullptr, &ports_.back(), nullptr, false, enough});
  sinks_left_ += !source && enough > 0;
}

void FastChip::connect() {
  for (std::size_t a = 0; a < actors_.size(); ++a) {
    const int number = static_cast<int>(a);
    if (StreamPortState* port = actors_[a].port) {
      ProgramState::End& end = port->end;
      end.segment = port->source() ? network_->from_writer(end.stream)
                                   : network_->to_reader(end.stream, actors_[a].unit);
      port->source() ? set_writer(end.segment, number) : void(end.segment->reader = number);
    } else {
      connect(number, actors_[a].described->inputs, true);
      connect(number, actors_[a].described->outputs, false);
    }
  }
}

void FastChip::connect(int number, const std::vector<Port>& ports, bool inputs) {
  const Actor& actor = actors_[at(number)];
  for (const Port& port : ports) {
    Segment* segment =
        inputs ? network_->to_reader(port.stream, actor.unit) : network_->from_writer(port.stream);
    inputs ? void(segment->reader = number) : set_writer(segment, number);
    auto& ends = inputs ? actor.program->inputs : actor.program->outputs;
    const bool local = mapping_.streams[at(port.stream)].local();
    ends.push_back({segment, port.stream, local && !on_ideal_network(options_, port.stream)});
  }
}

void FastChip::act(int number) {
  if (at(number) >= actors_.size()) {
    network_->relays()[at(number) - actors_.size()].tick(*clock_);
    return;
  }
  const Actor& actor = actors_[at(number)];
  if (actor.program) {
    actor.program->tick(*clock_, values_.get());
    return;
  }
  if (!actor.port->tick(*clock_)) return;
  const std::int64_t token = actor.port->moved() - 1;
  if (values_ && actor.port->source()) values_->sent(actor.unit, token);
  if (values_ && !actor.port->source()) values_->taken(actor.unit, token);
  sinks_left_ -= !actor.port->source() && actor.port->moved() == actor.enough;
}

void FastChip::next_cycle() {
  const Cycle before = scheduler_->now();
  if (!scheduler_->advance()) deadlocked();
  if (options_.max_cycles > 0 && scheduler_->now() >= options_.max_cycles)
    throw CycleLimitError(explain_cycle_limit(options_.max_cycles));
  next_trigger(static_cast<double>(scheduler_->now() - std::max<Cycle>(before, 0)), sc_core::SC_NS);
}

/// The scheduling process: one cycle an activation.
void FastChip::step() try {
  if (scheduler_->now() < 0) {
    if (sinks_left_ == 0) {
      sc_core::sc_stop();
      return;
    }
    RDA_CHECK(scheduler_->advance());
  }
  const auto act_for = [this](int number) { act(number); };
  if (order_.empty())
    scheduler_->for_each_awake(act_for);
  else
    scheduler_->for_each_awake(order_, act_for);
  if (sinks_left_ == 0)
    sc_core::sc_stop();
  else
    next_cycle();
} catch (...) {
  failure_ = std::current_exception();
  sc_core::sc_stop();
}

RunResult FastChip::run() {
  sc_core::sc_start();
  if (failure_) std::rethrow_exception(failure_);
  return result();
}

void FastChip::deadlocked() const {
  Cycle last = std::max(clock_->last_change, network_->last_crossing());
  for (const ProgramState& program : programs_) last = std::max(last, program.last_move());
  throw DeadlockError(explain_deadlock(chip_, mapping_, last + 1, waits()));
}

RunResult FastChip::result() {
  RunResult result;
  const Cycle last = scheduler_->now();
  result.cycles = last + 1;
  if (trace_) trace_->cycles = result.cycles;
  result.units.resize(mapping_.units.size());
  result.streams.resize(mapping_.streams.size());
  for (std::size_t u = 0; u < accounts_.size(); ++u) {
    accounts_[u].flush(result.cycles);
    result.units[u].activity = accounts_[u].counts();
  }
  for (const Actor& actor : actors_) {
    UnitResult& unit = result.units[at(actor.unit)];
    unit.firings += actor.program ? actor.program->fired() : actor.port->moved();
    if (!actor.program) continue;
    const std::int64_t bytes =
        port_bytes(chip_, mapping_, *actor.described, actor.writes, actor.program->fired());
    (actor.writes ? unit.bytes_written : unit.bytes_read) += bytes;
  }
  network_->finish(last, result.streams);
  if (values_) values_->move_into(result);
  return result;
}

}  // namespace rda::sim::fast

namespace rda::sim {

RunResult run_fast(const Chip& chip, const Mapping& mapping, const Tensors& tensors,
                   const SimulateOptions& options, Trace* trace, SimulationNotes& notes) {
  const Stopwatch elaboration;
  fast::FastChip model("chip", chip, mapping, tensors, options, trace);
  notes.elaborate_seconds = elaboration.seconds();
  notes.no_fast_forward = "not in this version";
  return model.run();
}

}  // namespace rda::sim
