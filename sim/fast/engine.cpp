// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/engine.h"

#include <algorithm>

#include "mapping/index.h"
#include "rda/check.h"
#include "rda/error.h"
#include "sim/fast/accesses.h"
#include "sim/stopwatch.h"

namespace rda::sim::fast {

/// The island furthest behind among those whose sinks lack tokens. Once an island is dead: among
/// all that are not, so that nothing can happen in any of them at the end. Null if there is none.
FastChip::WatchedIsland* FastChip::next_island() {
  WatchedIsland* lacking = nullptr;
  WatchedIsland* alive = nullptr;
  bool stuck = false;
  const auto is_behind = [](const WatchedIsland& watched, const WatchedIsland* other) {
    return !other || watched.island.now() < other->island.now();
  };
  for (WatchedIsland& watched : islands_) {
    stuck = stuck || watched.dead;
    if (watched.dead) continue;
    if (is_behind(watched, alive)) alive = &watched;
    if (watched.island.lacks() > 0 && is_behind(watched, lacking)) lacking = &watched;
  }
  return stuck ? alive : lacking;
}

Cycle FastChip::horizon_of(const WatchedIsland& watched) const {
  Cycle horizon = std::max(watched.island.now(), watched.asleep_until) +
                  (watched.island.lacks() > 0
                       ? std::min(watched.island.window(), watched.island.min_cycles_left())
                       : watched.island.window());
  if (options_.max_cycles > 0) horizon = std::min(horizon, options_.max_cycles);
  return watched.finder ? std::min(horizon, watched.finder->next_look()) : horizon;
}

/// Whether nothing will ever happen in the island again, and it became quiet before the cycle
/// limit.
bool FastChip::dies(WatchedIsland& watched) const {
  watched.asleep_until = watched.island.can_act();
  return watched.asleep_until == kNever &&
         (options_.max_cycles == 0 || watched.island.quiet_since() < options_.max_cycles);
}

void FastChip::advance(WatchedIsland& watched) {
  Island& island = watched.island;
  const bool complete = island.lacks() == 0;
  island.advance(horizon_of(watched));
  if (values_) values_->settle();
  if (island.lacks() == 0 && !complete) {
    RDA_CHECK(std::ranges::any_of(island.sinks, [&](const StreamPortState* sink) {
      return sink->last_moved() == island.now() - 1;
    }));
    island.remember(false);  // from here on nothing is skipped
    return;
  }
  const bool too_long = options_.max_cycles > 0 && island.now() >= options_.max_cycles;
  if (!island.changed() || too_long) watched.dead = dies(watched);
  if (watched.dead) return;
  // An island that becomes quiet after the limit is no deadlock: the run is too long.
  if (too_long || watched.asleep_until == kNever)
    throw CycleLimitError(explain_cycle_limit(options_.max_cycles));
  if (watched.finder) watched.finder->look(options_.max_cycles > 0 ? options_.max_cycles : kNever);
}

/// Advances all islands to the end of the run: work in flight counts up to the cycle in which the
/// last sink takes its last token.
void FastChip::to_the_end() {
  Cycle end = 0;
  for (const WatchedIsland& watched : islands_)
    if (!watched.island.sinks.empty()) end = std::max(end, watched.island.now());
  for (WatchedIsland& watched : islands_) {
    Island& island = watched.island;
    while (island.now() < end) {
      const bool over = !island.changed() && island.can_act() == kNever;
      island.advance(over ? end : std::min(end, island.now() + island.window()));
      if (values_) values_->settle();
    }
  }
  time_ = end;
}

RunResult FastChip::run() {
  while (WatchedIsland* watched = next_island()) advance(*watched);
  if (std::ranges::any_of(islands_, &WatchedIsland::dead)) deadlocked();
  to_the_end();
  return result();
}

void FastChip::advance_to(Cycle horizon) {
  bool quiet = true, stuck = false;
  for (WatchedIsland& watched : islands_) {
    Island& island = watched.island;
    island.advance(horizon);
    quiet = quiet && !island.changed() && island.can_act() == kNever;
    stuck = stuck || (island.lacks() > 0 && !island.waits_for_host());
  }
  time_ = horizon;
  if (quiet && stuck) deadlocked();
  if (options_.max_cycles > 0 && time_ >= options_.max_cycles && earliest_end() > time_)
    throw CycleLimitError(explain_cycle_limit(options_.max_cycles));
}

Cycle FastChip::earliest_end() const {
  Cycle left = 0;
  for (const WatchedIsland& watched : islands_)
    if (watched.island.lacks() > 0) left = std::max(left, watched.island.min_cycles_left());
  return time_ + left;
}

void FastChip::settle_values(Cycle cycle) {
  if (values_) values_->settle(cycle);
}

void FastChip::note_skips(SimulationNotes& notes) const {
  notes.no_fast_forward = no_fast_forward_;
  notes.cycles_skipped = time_;
  for (const WatchedIsland& watched : islands_) {
    if (watched.island.sinks.empty()) continue;
    notes.cycles_skipped =
        std::min(notes.cycles_skipped, watched.finder ? watched.finder->skipped() : 0);
    if (watched.finder && notes.no_fast_forward.empty())
      notes.no_fast_forward = watched.finder->why_not();
  }
}

void FastChip::deadlocked() const {
  Cycle last = network_->last_crossing();
  for (const WatchedIsland& watched : islands_) last = std::max(last, watched.island.last_change());
  for (const ProgramState& program : programs_) last = std::max(last, program.last_move());
  throw DeadlockError(explain_deadlock(chip_, mapping_, last + 1, waits()));
}

RunResult FastChip::result() {
  RunResult result;
  result.cycles = time_;
  result.units.resize(mapping_.units.size());
  result.streams.resize(mapping_.streams.size());
  for (std::size_t u = 0; u < accounts_.size(); ++u) {
    result.units[u].activity = accounts_[u].counts();
    if (accounts_[u].unused()) result.units[u].activity[Activity::idle] = time_;
    accounts_[u].tell_unused(time_);
  }
  for (const UnitProgram& unit_program : unit_programs_) {
    UnitResult& unit = result.units[unit_program.unit.index()];
    unit.firings += unit_program.fired();
    if (unit_program.generator) unit.memory = unit_program.generator->memory_cycles();
    const std::int64_t bytes =
        memory_bytes(chip_, mapping_, unit_program.program, unit_program.fired());
    (mapping::writes_memory(unit_program.program) ? unit.bytes_written : unit.bytes_read) += bytes;
  }
  network_->finish(time_ - 1, result.streams);
  if (memory_) result.channels = memory_->counts();
  for (const SinkCounter& counter : counters_) counter.report(result);
  if (values_) values_->move_into(result);
  return result;
}

}  // namespace rda::sim::fast

namespace rda::sim {

RunResult run_fast(const Chip& chip, const Mapping& mapping, const Tensors& tensors,
                   const SimulateOptions& options, Probe* probe, SimulationNotes& notes) {
  const Stopwatch elaboration;
  fast::FastChip model(chip, mapping, tensors, options, probe);
  notes.elaborate_seconds = elaboration.seconds();
  RunResult result = model.run();
  model.note_skips(notes);
  return result;
}

}  // namespace rda::sim
