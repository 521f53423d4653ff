// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "sim/fast/bank_load.h"
#include "sim/fast/loop_nest.h"
#include "sim/fast/scheduler.h"
#include "sim/fast/segment.h"

namespace rda::sim::fast {

/// What a unit's programs do with their cycles, flushed only when one of them changes.
class Account {
 public:
  /// A unit has one or two programs; `part` is 0 or 1.
  void have(int part) { label_[index(part)] = Activity::idle; }
  void set(int part, Activity activity, Cycle now) {
    std::optional<Activity>& label = label_[index(part)];
    if (label == activity) return;
    flush(now);
    label = activity;
  }
  void flush(Cycle now) {
    if (now <= since_) return;
    const Activity a = label_[0].value_or(Activity::starved);
    const Activity b = label_[1].value_or(a);
    counts_[std::min(label_[0] ? a : b, b)] += now - since_;
    since_ = now;
  }
  const ActivityCounts& counts() const { return counts_; }

 private:
  static std::size_t index(int part) { return static_cast<std::size_t>(part); }
  std::array<std::optional<Activity>, 2> label_;
  Cycle since_ = 0;
  ActivityCounts counts_;
};

/// What a program asks of the run it is part of.
class Host {
 public:
  virtual ~Host() = default;
  /// Firing number `firing` of program `id` took and made these tokens.
  virtual void fired(int id, std::int64_t firing, const Run& run) = 0;
};

/// What all that acts shares.
struct Clock {
  Scheduler& scheduler;
  const Disturbance& disturbance;
  Cycle last_change = -1;  ///< cycle of the last firing, put, pop or further bank cycle
};

/// Puts a token into a segment and wakes its reader if it waits.
inline void put(Clock& clock, Segment& segment) {
  const Cycle now = clock.scheduler.now();
  segment.put(now);
  clock.last_change = now;
  if (!segment.reader_waits) return;
  segment.reader_waits = false;
  clock.scheduler.wake(segment.reader, now + segment.delay());
}

/// The first of a writer's segments that has no room, or null.
inline Segment* without_room(Segment* segment, Cycle now) {
  do {
    if (!segment->has_room(now)) return segment;
    segment = segment->also;
  } while (segment);
  return nullptr;
}

/// Puts a token into each of a writer's segments.
inline void put_into_all(Clock& clock, Segment* segment) {
  do {
    put(clock, *segment);
    segment = segment->also;
  } while (segment);
}

/// Pops a segment's token and wakes its writer if it waits.
inline void pop(Clock& clock, Segment& segment) {
  const Cycle now = clock.scheduler.now();
  segment.pop(now);
  clock.last_change = now;
  if (!segment.writer_waits) return;
  segment.writer_waits = false;
  clock.scheduler.wake(segment.writer, now + segment.delay());
}

/// One program of a unit, its pipeline and its ports.
///
/// The pipeline is a list of the firings that made tokens, each with the time it reaches the end,
/// counted in cycles in which the pipeline was not held; firings without tokens cannot hold it and
/// are not kept.
class ProgramState {
 public:
  /// An end of a stream at this program.
  struct End {
    Segment* segment;
    int stream;
    bool local;  ///< inside one PMU
  };
  ProgramState(int id, const Program& program, std::optional<BankLoad> banks, Account& account,
               int part);

  std::vector<End> inputs, outputs;
  ProgramTrace* trace = nullptr;  ///< where to note what happens when, or null

  /// One cycle, as docs/timing-model.md has it: hold or shift, then fire.
  void tick(Clock& clock, Host* host);

  std::int64_t fired() const { return fired_; }
  bool done() const { return fired_ == nest_.firings(); }
  bool held() const { return held_; }
  /// Cycle in which the last firing left the pipeline, or in which the pipeline last moved if it is
  /// held.
  Cycle last_move() const;
  /// Whether output o is one that the firing at the end of the held pipeline has no room for.
  bool blocked_output(std::size_t o, Cycle now) const;
  /// Whether the next firing needs a token of this input.
  bool needs(const End& input) const { return (run_.needed >> (&input - inputs.data()) & 1) != 0; }

 private:
  struct Pending {
    Cycle due;  ///< in cycles the pipeline moved
    Ports made;
  };
  bool has_room(const End& end, const Clock& clock) const;
  // Called once each, from tick(): the hottest path of all.
  [[gnu::always_inline]] inline bool emit(Clock& clock);
  [[gnu::always_inline]] inline bool may_fire(Clock& clock, Cycle moved);
  [[gnu::always_inline]] inline void fire(Clock& clock, Host* host, Cycle moved);
  void sleep(Clock& clock, Cycle moved);
  void sleep_for_room(Clock& clock);
  void note_firing(Cycle now, int bank_cycles);
  void look_around(Cycle now);
  int missing_input(Cycle now) const;

  int id_;
  LoopNest nest_;
  std::optional<BankLoad> banks_;
  int bank_cycles_ = 1;  ///< of every firing; 0: ask banks_
  Cycle latency_, ii_;
  Account& account_;
  int part_;

  Run run_;  ///< the run at hand, `firings` those left
  std::int64_t fired_ = 0;
  std::vector<Pending> pending_;  ///< ring
  std::size_t head_ = 0, count_ = 0;
  Cycle held_cycles_ = 0;
  Cycle banks_free_ = 0;  ///< in cycles moved
  Cycle next_fire_ = 0;
  Cycle last_due_ = -1;  ///< when the last firing leaves, in cycles moved
  Cycle held_since_ = -1;
  bool held_ = false;
  bool seen_ = false;  ///< some input has had a usable token
};

}  // namespace rda::sim::fast
