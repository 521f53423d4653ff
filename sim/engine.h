// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rda/simulate.h"

namespace rda::sim {

/// Whether the ideal network carries a stream. An engine is given it without a route.
inline bool on_ideal_network(const SimulateOptions& options, int stream) {
  return !options.ideal.empty() && options.ideal[static_cast<std::size_t>(stream)];
}

/// Every tile and every switch hop is a SystemC process, evaluated at every clock edge.
/// @throws as simulate()
RunResult run_reference(const Chip& chip, const Mapping& mapping, const Tensors& tensors,
                        const SimulateOptions& options, Trace* trace, SimulationNotes& notes);

/// Tiles sleep until something can happen; route segments are evaluated as one FIFO.
/// @throws as simulate()
RunResult run_fast(const Chip& chip, const Mapping& mapping, const Tensors& tensors,
                   const SimulateOptions& options, Trace* trace, SimulationNotes& notes);

}  // namespace rda::sim
