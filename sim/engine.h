// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rda/simulate.h"

namespace rda::sim {

// Both engines read the carrier of each stream and ignore SimulateOptions::ideal.

/// Every tile and every switch hop is a SystemC process, evaluated at every clock edge.
/// @throws as simulate()
RunResult run_reference(const Chip& chip, const Mapping& mapping, const Tensors& tensors,
                        const SimulateOptions& options, Probe* probe, SimulationNotes& notes);

/// Each program is simulated through many cycles at once, and each route segment is evaluated as
/// one FIFO.
/// @throws as simulate()
RunResult run_fast(const Chip& chip, const Mapping& mapping, const Tensors& tensors,
                   const SimulateOptions& options, Probe* probe, SimulationNotes& notes);

}  // namespace rda::sim
