// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "rda/chip.h"
#include "rda/graph.h"
#include "rda/mapping.h"

namespace rda::flow {

/// A mapping that somebody wrote: legal on the chip, and one of this workload, so that a report
/// about it tells the truth. It gets the names of this chip and workload. Does not look at what the
/// programs compute; verification does.
/// @throws ConfigError (not of this workload), MappingError (not legal on the chip)
Mapping load_checked(const std::string& file, const Chip& chip, const Graph& graph);

/// Checks that a mapping that was read from `file` is legal on a chip.
/// @throws MappingError  naming the file, for each violation
void check_legal(const std::string& file, const Mapping& mapping, const Chip& chip);

}  // namespace rda::flow
