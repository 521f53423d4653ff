// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "flow/host_stats.h"
#include "flow/inputs.h"
#include "flow/make_mapping.h"
#include "flow/verify.h"
#include "process/children.h"
#include "rda/conditions.h"
#include "rda/report.h"
#include "rda/simulate.h"
#include "rda/tracer.h"

namespace rda::flow {

/// The steps of a workload whose values are compared.
std::int64_t steps_to_verify(const Conditions& conditions, const Workload& workload);

/// How a run is carried out, and who observes it. Nothing of this changes the report.
struct Execution {
  Engine engine = Engine::fast;
  bool fast_forward = true;
  int jobs = process::kAllThreads;  ///< simulations at once, where several are needed
  HostStats* host = nullptr;        ///< notes what the phases take
  Probe* probe = nullptr;           ///< hears of the simulation
  /// Takes the values of the steps that are verified, as verify() does.
  RunValues* values = nullptr;
  Waveform waveform = {};   ///< of the reference engine
  bool show_stage = false;  ///< on a terminal: in which stage the run is. Not in child processes
};

/// A run in figures, what it counted, and what the simulation left out.
struct Evaluation {
  Report report;
  RunResult result;
  SimulationNotes notes;
};

/// The second half of the line: simulate, verify, report. The report depends on inputs, mapping and
/// conditions alone. One call per process with the reference engine. Needs memory for the values of
/// the steps that are verified (verify_bytes()).
/// @throws as simulate(), verify(), network_cost() and make_tensors() do
Evaluation evaluate(const Inputs& inputs, const Mapped& mapped, const Conditions& conditions,
                    const Execution& execution = {});

/// The same for a network in one section or several, which run one after the other: what a section
/// hands over is what the next one reads. Of several sections there is no result, as each has one;
/// each has the cycle limit. They need the fast engine, the chip's own network and no probe.
/// @throws as evaluate() of one mapping does
Evaluation evaluate(const Inputs& inputs, std::span<const Mapped> sections,
                    const Conditions& conditions, const Execution& execution = {});

/// The trace of a mapping's first steps.
/// @param max_cycles  as of Conditions @throws as simulate() does
Trace trace_of(const Chip& chip, const Mapping& mapping, std::int64_t steps, Cycle max_cycles = 0);

}  // namespace rda::flow
