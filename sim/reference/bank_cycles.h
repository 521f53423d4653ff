// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rda/chip.h"
#include "rda/mapping.h"

namespace rda::sim::reference {

/// A program, and the memory of its unit.
struct MemoryProgram {
  const Program& program;
  const std::vector<Buffer>& buffers;
};

/// Whether the firing touches memory at this port of the program.
bool touches_memory(const Program& program, const Port& port, Index index);

/// Cycles the firing takes: distinct words of its most loaded bank, at least 1 (also without any
/// memory). Time never depends on values, so a look-up counts as a read of entry 0, or of row 0.
int bank_cycles(const Chip& chip, const Mapping& mapping, const MemoryProgram& memory, Index index);

}  // namespace rda::sim::reference
