// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "mapper/builder.h"
#include "rda/graph.h"
#include "rda/mapping.h"

namespace rda::mapper {

/// Why a partitioned mapping cannot be placed on the chip, in one line with what is needed and
/// available; none if it can. Looks at what a placement cannot change: sites, ports, slots,
/// capacity.
std::optional<std::string> shortage(const Chip& chip, const Mapping& mapping);

/// Partitions into `mapping`.
/// @return why it cannot be placed on the chip, in one line; none if it can
std::optional<std::string> partition_problem(const Graph& graph, const Chip& chip,
                                             const Unrolling& unrolling, Mapping& mapping);

/// A chip knob that would make `graph` fit with this unrolling, e.g. "pmu.capacity_kb = 128 would
/// fit"; empty if none of those tried does.
std::string what_would_fit(const Graph& graph, const Chip& chip, const Unrolling& unrolling);

}  // namespace rda::mapper
