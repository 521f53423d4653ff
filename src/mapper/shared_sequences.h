// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "mapper/plan.h"
#include "rda/chip.h"
#include "rda/graph.h"
#include "rda/mapping.h"

namespace rda::mapper {

/// Whether the sequences of a batch may share the weights that a mapping reads from off-chip
/// memory.
bool may_share_sequences(const Graph& graph, const Plan& plan, const Mapping& mapping);

/// Makes sequences of the batch share the weights that come from off-chip memory: the largest
/// divisor of the batch with which the mapping fits. Each row of weights then serves as many
/// sequences, one after the other, before the next row. Leaves the mapping as it is if the
/// sequences cannot share, or none fits.
///
///     one by one:  (sequence 0: row 0, row 1, …), (sequence 1: row 0, row 1, …)
///     shared:      (row 0: sequence 0, sequence 1), (row 1: sequence 0, sequence 1), …
void share_sequences(const Graph& graph, const Chip& chip, const Plan& plan, Mapping& mapping);

}  // namespace rda::mapper
