// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <set>
#include <vector>

#include "rda/graph.h"
#include "rda/training.h"

namespace rda::training {

// The stash: what the backward pass of a batch takes of the forward pass and of the loss, in the
// reverse order of its steps. Wherever it lies, a batch makes the same values, bit for bit.

/// The takes of a batch graph that read the stash.
std::set<NodeId> stash_of(const Graph& batch);

/// Those of them that may lie in off-chip memory, and not in PMUs, those of the most bytes first.
std::vector<NodeId> spillable_stash(const Graph& batch);

/// The batch with its stash where `stash` says; as it is with Stash::policy, which the mapping
/// settles.
/// @throws MappingError  if nothing of the stash may be spilled
Graph with_stash(Graph batch, Stash stash);

/// The batch with the `count` largest of spillable_stash() in off-chip memory.
Graph spill_largest(Graph batch, std::size_t count);

}  // namespace rda::training
