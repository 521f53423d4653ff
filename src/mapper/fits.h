// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <utility>

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
std::optional<std::string> partition_problem(const Graph& graph, const Chip& chip, const Plan& plan,
                                             Mapping& mapping);

/// A number of a chip of which more never hurts, above the chip's own.
struct KnobRange {
  int& (*knob)(Chip&);
  int most;
};

/// The least number in the range with which `graph` would fit with this plan; none if there is
/// none.
std::optional<int> least_that_fits(const Graph& graph, const Chip& chip, const Plan& plan,
                                   const KnobRange& range);

/// The widest format narrower than its weights' with which `graph` would fit the chip, weights and
/// activations alike, and the plan with which it would; none if there is none.
std::optional<std::pair<Format, Plan>> format_that_fits(const Graph& graph, const Chip& chip,
                                                        const MappingOptions& options);

}  // namespace rda::mapper
