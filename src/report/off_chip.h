// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "rda/chip.h"
#include "rda/report.h"
#include "rda/result.h"

namespace rda::report {

// The figures of off-chip memory.

/// Bytes that these buffers hold from the start.
std::int64_t content_bytes(const std::vector<Buffer>& buffers);
/// Bytes that the AG of a sequence moves in a run.
std::int64_t sequence_bytes_moved(const Chip& chip, const Unit& unit);
/// Those that follow from chip and mapping alone; none if the chip has no memory.
std::optional<MemoryReport> memory_of(const Chip& chip, const Mapping& mapping);
/// The phase before the run, which brings `loaded` of the resident bytes into PMUs.
void add_loading(const HostLink& host, std::int64_t loaded, MemoryReport& memory);
/// Adds what an address generator did.
void add_ag(const UnitResult& did, MemoryReport& memory);
/// Adds what the channels did, and the bandwidth. Requires Report::memory.
void add_channels(const Chip& chip, const RunResult& result, Report& report);
/// A few lines for people. @param sections  whether the run has several
std::string memory_text(const MemoryReport& memory, bool sections);

}  // namespace rda::report
