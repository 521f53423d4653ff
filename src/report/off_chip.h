// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "rda/chip.h"
#include "rda/report.h"
#include "rda/result.h"

namespace rda::report {

// The figures of off-chip memory.

/// Those that follow from the chip alone; none if it has no memory.
std::optional<MemoryReport> memory_of(const Chip& chip, const Mapping& mapping);
/// Adds what an address generator did.
void add_ag(const UnitResult& did, MemoryReport& memory);
/// Adds what the channels did, and the bandwidth. Requires Report::memory.
void add_channels(const Chip& chip, const RunResult& result, Report& report);
/// A few lines for people.
std::string memory_text(const MemoryReport& memory);

}  // namespace rda::report
