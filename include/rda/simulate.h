// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "rda/chip.h"
#include "rda/mapping.h"
#include "rda/probe.h"
#include "rda/result.h"
#include "rda/tensors.h"

namespace rda {

namespace sim {
class MemorySockets;  // rda/memory_socket.h
}

enum class Engine { fast, reference };
constexpr std::array<std::string_view, 2> names(Engine) { return {"fast", "reference"}; }

/// A rule of the fast engine that a test breaks, to show that results are wrong without it.
enum class BrokenRule {
  none,
  // Fast-forward: a piece that its snapshots leave out, or a rule that it does not follow.
  tokens,     ///< tokens of vector and scalar streams
  control,    ///< tokens of control streams
  pipelines,  ///< firings in the pipelines of programs
  step,       ///< position of each program in its loops
  end,        ///< not a piece: every program must have a firing left
  // Look-ahead: what is known before it has happened.
  deep_segment,   ///< the reader of a free-running program counts on it only behind a deep segment
  known_room,     ///< the room of the last known pop must be there in time
  promised_room,  ///< so must be that of the first promised pop
  sure_firings,   ///< a program promises pops up to the first firing that may hold
  promise_from,   ///< promised pops begin with the program's own time
  promise_until,  ///< a program whose pipeline is not empty promises pops until that may hold
  relay_horizon,  ///< tokens pass all relays at once only before the end of the window
  // Firing.
  before_hold,  ///< a row of firings ends where one of them may hold the pipeline
  before_due,   ///< and where an older firing may
  first_token,  ///< a program is idle until the first token of any input
};

/// Disturbances that tests inject. None changes values; `shuffle_seed` does not change cycles
/// either.
struct Disturbance {
  std::uint64_t stall_seed = 0;
  int stall_per_mille = 0;         ///< cycles of 1000 in which the writer of a stream has no room
  Cycle stall_period = 0;          ///< cycles after which stalls repeat; 0: never
  std::uint64_t shuffle_seed = 0;  ///< 0: units are built and evaluated in the mapping's order
  BrokenRule broken = BrokenRule::none;  ///< makes the fast engine wrong
  bool follows(BrokenRule rule) const { return broken != rule; }
};

/// Whether a disturbance denies the writer of `stream` room in `cycle`. Engines do not call it for
/// local streams.
bool stalled(const Disturbance& disturbance, StreamId stream, Cycle cycle);

/// A waveform file of the reference engine: the activity of units, and how many tokens are in the
/// FIFOs that they read.
struct Waveform {
  std::string file;         ///< .vcd; empty: none
  std::vector<bool> units;  ///< by unit: whether it is in the file
};

struct SimulateOptions {
  Engine engine = Engine::fast;
  std::int64_t verify_steps = 0;  ///< first steps, in which tokens carry values
  Cycle max_cycles = 0;           ///< 0: no limit
  std::int64_t steps =
      0;  ///< the run ends when the sinks have the tokens of this many steps; 0: of all
  Disturbance disturbance;
  /// By stream: whether the ideal network carries it (docs/timing-model.md) instead of its route;
  /// empty: none. Local streams stay local.
  std::vector<bool> ideal = {};
  /// Skip whole periods once the snapshot recurs (docs/timing-model.md). Only the fast engine does.
  bool fast_forward = true;
  /// The memory behind the chip's address generators in place of its channels; null: these.
  /// Requires the reference engine. Of the channels only the bursts read and written are counted.
  sim::MemorySockets* memory = nullptr;
  Waveform waveform = {};  ///< requires the reference engine; also of a run that ends in a deadlock
};

/// What a simulation skipped, and its cost on the host. Never part of a report.
struct SimulationNotes {
  double elaborate_seconds = 0;  ///< host time to build the model, seconds
  Cycle cycles_skipped = 0;      ///< of the run's cycles
  std::string no_fast_forward;   ///< one line: why no cycles were skipped; empty if some were
};

/// All streams on the ideal network.
inline std::vector<bool> all_ideal(const Mapping& mapping) {
  return std::vector<bool>(mapping.streams.size(), true);
}

/// Simulates a legal mapping. The fast engine may run any number of times in a process, also in
/// several threads at once; the reference engine runs once, because SystemC elaborates once.
/// `tensors` may be empty when `verify_steps` is 0.
/// Tells `probe` what happens and fills in `notes`, unless they are null. A probe that hears of few
/// units costs little, but what fast-forward skips is told as well, period by period.
/// @throws DeadlockError, CycleLimitError, OutputError (the waveform), WorkloadError (a tensor the
/// mapping names is missing or of another shape)
RunResult simulate(const Chip& chip, const Mapping& mapping, const Tensors& tensors,
                   const SimulateOptions& options = {}, Probe* probe = nullptr,
                   SimulationNotes* notes = nullptr);

}  // namespace rda
