// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "mapper/builder.h"
#include "rda/graph.h"
#include "rda/mapping.h"

namespace rda::mapper {

/// Why a plan does not fit.
struct Misfit {
  std::string problem;      ///< one line
  bool of_weights = false;  ///< whether other memories of weights may fit
};

/// The first resource of which a partitioned mapping needs more than the chip has, with both
/// numbers; none if there is enough. Checks what no placement can change: bytes, slots,
/// stages, registers, ports and sites.
std::optional<Misfit> shortage(const Chip& chip, const Mapping& mapping);

/// Partitions the graph into `mapping`.
/// @return why the plan cannot be partitioned, or its shortage(); none if it fits
std::optional<Misfit> partition_problem(const Graph& graph, const Chip& chip, Plan plan,
                                        Mapping& mapping);

/// A knob of a chip for which a larger value never stops a mapping from fitting, and the largest
/// value to try.
struct KnobRange {
  int& (*knob)(Chip&);
  int most;
};

/// The least value of the knob, above the chip's own, at which `graph` fits under this plan; none
/// if no value in the range fits.
std::optional<int> least_that_fits(const Graph& graph, const Chip& chip, const Plan& plan,
                                   const KnobRange& range);

/// The widest format, narrower than that of the weights, at which `graph` fits the chip, used for
/// weights and activations; and the first plan that fits with it. None if no format fits.
std::optional<std::pair<Format, Plan>> format_that_fits(const Graph& graph, const Chip& chip,
                                                        const MappingOptions& options);

}  // namespace rda::mapper
