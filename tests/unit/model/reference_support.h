// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <vector>

#include "sim/engine.h"
#include "support/hand_mapping.h"

namespace rda::sim {

inline RunResult run(const test::HandMapping& m, const SimulateOptions& options = {}) {
  SimulationNotes notes;
  return run_reference(m.chip, m.finished(), m.tensors, options, nullptr, notes);
}

/// active, conflict, blocked, idle, starved
using Counts = std::vector<Cycle>;

inline Counts counts(const test::HandMapping& m, const RunResult& result, const std::string& unit) {
  const ActivityCounts& activity = result.units[m.unit(unit).index()].activity;
  return {activity.cycles.begin(), activity.cycles.end()};
}

/// carrying, held
inline Counts track_cycles(const test::HandMapping& m, const RunResult& result,
                           const std::string& stream) {
  const StreamResult& counted = result.streams[m.stream(stream).index()];
  return {counted.carrying, counted.held};
}

}  // namespace rda::sim
