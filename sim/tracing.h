// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "rda/mapping.h"
#include "rda/trace.h"

namespace rda::sim {

/// Gives `trace` an empty entry for each program and port of the mapping.
void prepare(Trace& trace, const Mapping& mapping);

/// Where a unit's programs note what they do; empty if nothing is traced.
using UnitTrace = std::span<ProgramTrace>;
inline UnitTrace trace_of(Trace* trace, UnitId unit) {
  return trace ? UnitTrace(trace->units[unit]) : UnitTrace();
}
inline ProgramTrace* program_of(UnitTrace trace, std::size_t program = 0) {
  return trace.empty() ? nullptr : &trace[program];
}

/// Tokens that a sink's program has taken when it has those of the first `steps` steps (0: of all).
std::int64_t tokens_of_steps(const Mapping& mapping, const Program& sink, std::int64_t steps);

}  // namespace rda::sim
