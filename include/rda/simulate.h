// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "rda/chip.h"
#include "rda/mapping.h"
#include "rda/tensors.h"

namespace rda {

using Cycle = std::int64_t;

/// What a program did with one cycle; every cycle is exactly one of these. docs/timing-model.md.
enum class Activity { active, conflict, blocked, idle, starved };
constexpr std::array<std::string_view, 5> names(Activity) {
  return {"active", "conflict", "blocked", "idle", "starved"};
}

/// Cycles by activity.
struct ActivityCounts {
  std::array<Cycle, 5> cycles{};
  Cycle& operator[](Activity a) { return cycles[static_cast<std::size_t>(a)]; }
  Cycle operator[](Activity a) const { return cycles[static_cast<std::size_t>(a)]; }
  Cycle total() const { return cycles[0] + cycles[1] + cycles[2] + cycles[3] + cycles[4]; }
  friend bool operator==(const ActivityCounts&, const ActivityCounts&) = default;
};

/// What one unit did.
struct UnitResult {
  ActivityCounts activity;
  std::int64_t firings = 0;                      ///< of both programs of a PMU
  std::int64_t bytes_read = 0, bytes_written = 0;  ///< at a PMU's data ports
  friend bool operator==(const UnitResult&, const UnitResult&) = default;
};

/// What one stream did. `carrying` and `held` count track-cycles of its switch–switch links.
struct StreamResult {
  std::int64_t tokens = 0;  ///< put on the first link
  Cycle carrying = 0, held = 0;
  friend bool operator==(const StreamResult&, const StreamResult&) = default;
};

/// A run. Equal for every engine.
struct RunResult {
  Cycle cycles = 0;
  std::vector<UnitResult> units;      ///< as Mapping::units
  std::vector<StreamResult> streams;  ///< as Mapping::streams
  /// Values of the first `verify_steps` steps by tensor: those at sinks and at tapped writes. [items, size]
  std::map<std::string, std::vector<double>> values;
  std::map<std::string, std::int64_t> row_size;  ///< columns of each entry of `values`
};

enum class Engine { fast, reference };
constexpr std::array<std::string_view, 2> names(Engine) { return {"fast", "reference"}; }

/// What tests disturb. Values must not change; `shuffle_seed` must not change cycles either.
struct Disturbance {
  std::uint64_t stall_seed = 0;
  int stall_per_mille = 0;         ///< share of cycles in which a stream's writer end has no room
  Cycle stall_period = 0;          ///< 0: never repeats
  std::uint64_t shuffle_seed = 0;  ///< 0: units are built and evaluated in the mapping's order
};

/// Whether the writer of `stream` finds no room in `cycle`, whatever the first buffer says. Never for local streams.
bool stalled(const Disturbance& disturbance, int stream, Cycle cycle);

struct SimulateOptions {
  Engine engine = Engine::fast;
  std::int64_t verify_steps = 0;  ///< steps in which tokens carry values
  Cycle max_cycles = 0;           ///< 0: no limit
  Disturbance disturbance;
};

/// Simulates a legal mapping. One call per process (SystemC elaborates once).
/// `tensors` may be empty when `verify_steps` is 0.
/// @throws DeadlockError, CycleLimitError, WorkloadError (a tensor the mapping names is missing or of another shape)
RunResult simulate(const Chip& chip, const Mapping& mapping, const Tensors& tensors,
                   const SimulateOptions& options = {});

}  // namespace rda
