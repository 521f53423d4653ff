// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "rda/mapping.h"
#include "rda/trace.h"

namespace rda::sim {

/// Gives `trace` an empty entry for each program and port of the mapping.
void prepare(Trace& trace, const Mapping& mapping);

/// The traces of a unit's programs; empty if the run is not traced.
using UnitTrace = std::span<ProgramTrace>;
inline UnitTrace trace_of(Trace* trace, UnitId unit) {
  return trace ? UnitTrace(trace->units[unit]) : UnitTrace();
}
inline ProgramTrace* program_of(UnitTrace trace, std::size_t program = 0) {
  return trace.empty() ? nullptr : &trace[program];
}

/// Tokens of the first `steps` steps (0: of all) at a sink.
std::int64_t tokens_of_steps(const Mapping& mapping, const Program& sink, std::int64_t steps);

}  // namespace rda::sim
