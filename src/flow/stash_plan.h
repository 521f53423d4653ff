// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "rda/chip.h"
#include "rda/graph.h"
#include "rda/map.h"

namespace rda::flow {

/// A batch of training that does not fit with its stash in PMUs, with less of it there, in the
/// order to try: with what can be computed again left out; and, on a chip with off-chip memory,
/// also with the largest of the other sequences there, as few as fit by count.
std::vector<Graph> smaller_stashes(const Graph& batch, const Chip& chip,
                                   const MappingOptions& options);

}  // namespace rda::flow
