// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rda/chip.h"
#include "rda/mapping.h"
#include "sim/datapath_index.h"

namespace rda::sim::reference {

/// What a firing of one of a PMU's programs touches.
struct MemoryProgram {
  const Program& program;
  const std::vector<Buffer>& buffers;
  bool writes;  ///< accesses are at the inputs, else at the outputs
};

/// Whether the firing touches memory at this port.
bool touches_memory(const MemoryProgram& memory, const Port& port, Index index);

/// Cycles the firing takes: distinct words of its most loaded bank, at least 1. Time never depends
/// on values, so a look-up counts as one at entry 0.
int bank_cycles(const Chip& chip, const Mapping& mapping, const MemoryProgram& memory, Index index);

}  // namespace rda::sim::reference
