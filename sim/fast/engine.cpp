// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/engine.h"

#include <algorithm>

#include "mapping/index.h"
#include "rda/check.h"
#include "rda/error.h"
#include "sim/fast/accesses.h"
#include "sim/stopwatch.h"

namespace rda::sim::fast {

/// The island furthest behind, of those that lack tokens; where one never gets its tokens, the
/// others go on until nothing happens in them either.
FastChip::Side* FastChip::next_side() {
  Side* lacking = nullptr;
  Side* alive = nullptr;
  bool stuck = false;
  const auto is_behind = [](const Side& side, const Side* other) {
    return !other || side.island.now() < other->island.now();
  };
  for (Side& side : sides_) {
    stuck = stuck || side.dead;
    if (side.dead) continue;
    if (is_behind(side, alive)) alive = &side;
    if (side.island.lacks() > 0 && is_behind(side, lacking)) lacking = &side;
  }
  return stuck ? alive : lacking;
}

Cycle FastChip::horizon_of(const Side& side) const {
  Cycle horizon = std::max(side.island.now(), side.asleep_until) +
                  (side.island.lacks() > 0 ? std::min(kWindow, side.island.lasts()) : kWindow);
  if (options_.max_cycles > 0) horizon = std::min(horizon, options_.max_cycles);
  return side.recurrence ? std::min(horizon, side.recurrence->wants()) : horizon;
}

/// Whether nothing will happen in the island any more, and it is not too late to say so.
bool FastChip::dies(Side& side) const {
  side.asleep_until = side.island.can_act();
  return side.asleep_until == kNever &&
         (options_.max_cycles == 0 || side.island.quiet_since() < options_.max_cycles);
}

void FastChip::advance(Side& side) {
  Island& island = side.island;
  const bool complete = island.lacks() == 0;
  island.advance(horizon_of(side));
  if (values_) values_->settle();
  if (island.lacks() == 0 && !complete) {
    RDA_CHECK(std::ranges::any_of(island.sinks, [&](const StreamPortState* sink) {
      return sink->last_moved() == island.now() - 1;
    }));
    return;
  }
  const bool too_long = options_.max_cycles > 0 && island.now() >= options_.max_cycles;
  if (!island.changed() || too_long) side.dead = dies(side);
  if (side.dead) return;
  // Where nothing will happen any more, it is too late to say so.
  if (too_long || side.asleep_until == kNever)
    throw CycleLimitError(explain_cycle_limit(options_.max_cycles));
  if (side.recurrence)
    side.recurrence->look(options_.max_cycles > 0 ? options_.max_cycles : kNever);
}

/// What is still under way when the last sink takes its last token counts up to that cycle.
void FastChip::to_the_end() {
  Cycle end = 0;
  for (const Side& side : sides_)
    if (!side.island.sinks.empty()) end = std::max(end, side.island.now());
  for (Side& side : sides_) {
    Island& island = side.island;
    while (island.now() < end) {
      const bool over = !island.changed() && island.can_act() == kNever;
      island.advance(over ? end : std::min(end, island.now() + kWindow));
      if (values_) values_->settle();
    }
  }
  time_ = end;
}

/// The scheduling process.
void FastChip::step() try {
  if (Side* side = next_side()) advance(*side);
  const Side* next = next_side();
  if (next) {
    const Cycle time = std::max(time_, next->island.now());
    next_trigger(static_cast<double>(time - time_), sc_core::SC_NS);
    time_ = time;
    return;
  }
  if (std::ranges::any_of(sides_, &Side::dead)) deadlocked();
  to_the_end();
  sc_core::sc_stop();
} catch (...) {
  failure_ = std::current_exception();
  sc_core::sc_stop();
}

RunResult FastChip::run() {
  // "Simulation stopped by user" would go to stdout, which is the program's.
  sc_core::sc_report_handler::set_actions("/OSCI/SystemC", sc_core::SC_INFO,
                                          sc_core::SC_DO_NOTHING);
  sc_core::sc_start();
  if (failure_) std::rethrow_exception(failure_);
  return result();
}

void FastChip::note_skips(SimulationNotes& notes) const {
  notes.no_fast_forward = no_fast_forward_;
  notes.cycles_skipped = time_;
  for (const Side& side : sides_) {
    if (side.island.sinks.empty()) continue;
    notes.cycles_skipped =
        std::min(notes.cycles_skipped, side.recurrence ? side.recurrence->skipped() : 0);
    if (side.recurrence && notes.no_fast_forward.empty())
      notes.no_fast_forward = side.recurrence->why_not();
  }
}

void FastChip::deadlocked() const {
  Cycle last = network_->last_crossing();
  for (const Side& side : sides_) last = std::max(last, side.island.last_change());
  for (const ProgramState& program : programs_) last = std::max(last, program.last_move());
  throw DeadlockError(explain_deadlock(chip_, mapping_, last + 1, waits()));
}

RunResult FastChip::result() {
  RunResult result;
  result.cycles = time_;
  if (trace_) trace_->cycles = result.cycles;
  result.units.resize(mapping_.units.size());
  result.streams.resize(mapping_.streams.size());
  for (std::size_t u = 0; u < accounts_.size(); ++u) {
    result.units[u].activity = accounts_[u].counts();
    if (accounts_[u].unused()) result.units[u].activity[Activity::idle] = time_;
  }
  for (const Part& part : parts_) {
    UnitResult& unit = result.units[part.unit.index()];
    unit.firings += part.fired();
    const std::int64_t bytes = memory_bytes(chip_, mapping_, part.program, part.fired());
    (mapping::writes_memory(part.program) ? unit.bytes_written : unit.bytes_read) += bytes;
  }
  network_->finish(time_ - 1, result.streams);
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
  RunResult result = model.run();
  model.note_skips(notes);
  return result;
}

}  // namespace rda::sim
