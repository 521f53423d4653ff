// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rda/graph.h"

namespace rda::mapper {

/// The graph with every sum of several products cut in two. The early sum, node "<sum>.early", adds
/// the first product and the arguments that are no products; the sum adds the later products to it:
///
///     sum(W·x, U·h, b)  →  early = sum(W·x, b);  sum(early, U·h)
///
/// So W·x of a step can be computed while the previous step is not complete. The order of additions
/// is that of ReductionOrder::bias_first.
Graph split_sums(const Graph& graph);

}  // namespace rda::mapper
