// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rda/graph.h"

namespace rda::mapper {

/// The same graph with every sum of several products cut in two: the first product and the biases
/// make a value of its own, "<sum>.early", which the rest is added to:
///
///     sum(W·x, U·h, b)  →  early = sum(W·x, b);  sum(early, U·h)
///
/// W·x can then run for all rows while the step before is not yet done. The order of additions is
/// that of ReductionOrder::bias_first.
Graph split_sums(const Graph& graph);

}  // namespace rda::mapper
