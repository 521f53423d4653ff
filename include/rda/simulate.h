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

/// A part of the state that fast-forward compares; a test leaves it out to see that it is missed.
enum class ForgetState {
  nothing,
  tokens,     ///< those in the buffers of vector and scalar streams
  control,    ///< those of control streams
  pipelines,  ///< of programs
  step,       ///< where in its loops a program is
  end,        ///< not a part: that every program must have a firing left
};

/// What tests disturb. Values must not change; `shuffle_seed` must not change cycles either.
struct Disturbance {
  std::uint64_t stall_seed = 0;
  int stall_per_mille = 0;         ///< share of cycles in which a stream's writer end has no room
  Cycle stall_period = 0;          ///< 0: never repeats
  std::uint64_t shuffle_seed = 0;  ///< 0: units are built and evaluated in the mapping's order
  ForgetState forget = ForgetState::nothing;  ///< makes fast-forward wrong
};

/// Whether the writer of `stream` finds no room in `cycle`, whatever the first buffer says. Never
/// for local streams.
bool stalled(const Disturbance& disturbance, StreamId stream, Cycle cycle);

struct SimulateOptions {
  Engine engine = Engine::fast;
  std::int64_t verify_steps = 0;  ///< steps in which tokens carry values
  Cycle max_cycles = 0;           ///< 0: no limit
  std::int64_t steps = 0;         ///< end when the sinks have the tokens of so many steps; 0: all
  Disturbance disturbance;
  /// By stream: whether the ideal network carries it (docs/timing-model.md) instead of its route;
  /// empty: none. Local streams stay local.
  std::vector<bool> ideal = {};
  /// Skip whole periods once the state recurs (docs/timing-model.md); the fast engine alone does.
  bool fast_forward = true;
};

/// What a simulation left out and what it cost the host: never in a report.
struct SimulationNotes {
  double elaborate_seconds = 0;  ///< building the model
  Cycle cycles_skipped = 0;      ///< of the run's cycles
  std::string no_fast_forward;   ///< one line: why no cycles were skipped; empty if some were
};

/// All streams on the ideal network.
inline std::vector<bool> all_ideal(const Mapping& mapping) {
  return std::vector<bool>(mapping.streams.size(), true);
}

/// Simulates a legal mapping. One call per process (SystemC elaborates once).
/// `tensors` may be empty when `verify_steps` is 0.
/// Notes in `trace`, if there is one, what happened when; nothing is skipped then.
/// @throws DeadlockError, CycleLimitError, WorkloadError (a tensor the mapping names is missing or
/// of another shape)
RunResult simulate(const Chip& chip, const Mapping& mapping, const Tensors& tensors,
                   const SimulateOptions& options = {}, Trace* trace = nullptr,
                   SimulationNotes* notes = nullptr);

}  // namespace rda
