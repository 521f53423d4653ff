// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <utility>
#include <vector>

#include "explain/crossings.h"
#include "rda/chip.h"
#include "rda/mapping.h"
#include "rda/trace.h"

namespace rda::explain {

/// A program, or a stream port, with what it did.
struct Actor {
  int unit = -1;
  const Program* program = nullptr;  ///< null: a stream port
  bool writes = false;               ///< a PMU's write program
  Cycle latency = 0, interval = 1;   ///< of its pipeline; between firings at least
  std::int64_t firings = 0;          ///< of the whole run
  std::vector<int> inputs, outputs;  ///< streams
  const ProgramTrace* trace = nullptr;
};

/// Cycles [from, to) in which a pipeline held because `firing`, in its last stage, had no room.
struct Hold {
  Cycle from, to;
  std::int64_t firing;
};

/// All that happened in a run, as far as it can be asked for: what the trace noted, and what
/// follows from it by the rules of docs/timing-model.md. Each answer is checked against what was
/// noted.
class History {
 public:
  History(const Chip& chip, const Mapping& mapping, const Trace& trace);

  const Chip& chip() const { return chip_; }
  const Mapping& mapping() const { return mapping_; }
  const std::vector<Actor>& actors() const { return actors_; }
  const Actor& actor(int number) const { return actors_[static_cast<std::size_t>(number)]; }

  /// The end of a stream at an actor.
  struct End {
    int actor = -1, port = -1;
  };
  const Stream& stream(int number) const {
    return mapping_.streams[static_cast<std::size_t>(number)];
  }
  End writer(int stream) const { return writers_[static_cast<std::size_t>(stream)]; }
  End reader(int stream, int unit) const { return readers_.at({stream, unit}); }

  /// When the pipeline held, in order.
  const std::vector<Hold>& holds(int actor);
  /// The last hold that was over by `cycle`; null if there is none.
  const Hold* last_hold(int actor, Cycle cycle);
  /// The cycle in which a firing's last bank cycle runs: it enters the pipeline.
  Cycle entered(int actor, std::int64_t firing);
  /// When a routed stream's tokens crossed its switches.
  const Crossings& crossings(int stream);

 private:
  void add(int unit, const Program& program, std::size_t part, bool writes);
  void add_port(int unit, int stream, std::int64_t tokens, bool source);
  void add(Actor actor);
  std::vector<Hold> find_holds(int actor) const;

  const Chip& chip_;
  const Mapping& mapping_;
  const Trace& trace_;
  std::vector<Actor> actors_;
  std::vector<End> writers_;                    ///< by stream
  std::map<std::pair<int, int>, End> readers_;  ///< by stream and unit
  std::map<int, std::vector<Hold>> holds_;      ///< by actor, those asked for
  std::map<int, Crossings> crossings_;          ///< by stream, those asked for
};

}  // namespace rda::explain
