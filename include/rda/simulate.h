// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "rda/chip.h"
#include "rda/mapping.h"
#include "rda/result.h"
#include "rda/tensors.h"
#include "rda/trace.h"

namespace rda {

enum class Engine { fast, reference };
constexpr std::array<std::string_view, 2> names(Engine) { return {"fast", "reference"}; }

/// A piece of the snapshots that fast-forward compares. A test leaves it out, to show that
/// fast-forward is wrong without it.
enum class ForgetState {
  nothing,
  tokens,     ///< tokens of vector and scalar streams
  control,    ///< tokens of control streams
  pipelines,  ///< firings in the pipelines of programs
  step,       ///< position of each program in its loops
  end,        ///< not a piece of a snapshot: the rule that every program must have a firing left
};

/// Disturbances that tests inject. None changes values; `shuffle_seed` does not change cycles
/// either.
struct Disturbance {
  std::uint64_t stall_seed = 0;
  int stall_per_mille = 0;         ///< cycles of 1000 in which the writer of a stream has no room
  Cycle stall_period = 0;          ///< cycles after which stalls repeat; 0: never
  std::uint64_t shuffle_seed = 0;  ///< 0: units are built and evaluated in the mapping's order
  ForgetState forget = ForgetState::nothing;  ///< makes fast-forward wrong
};

/// Whether a disturbance denies the writer of `stream` room in `cycle`. Engines do not call it for
/// local streams.
bool stalled(const Disturbance& disturbance, StreamId stream, Cycle cycle);

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

/// Simulates a legal mapping. One call per process (SystemC elaborates once).
/// `tensors` may be empty when `verify_steps` is 0.
/// Records the run in `trace` if it is not null; then no cycles are skipped. Fills in `notes` if it
/// is not null.
/// @throws DeadlockError, CycleLimitError, WorkloadError (a tensor the mapping names is missing or
/// of another shape)
RunResult simulate(const Chip& chip, const Mapping& mapping, const Tensors& tensors,
                   const SimulateOptions& options = {}, Trace* trace = nullptr,
                   SimulationNotes* notes = nullptr);

}  // namespace rda
