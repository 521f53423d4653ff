// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rda/graph.h"

namespace rda::mapper {

/// Refuses a graph with an operator for which the mapper makes no units: those of gradients.
/// @throws MappingError  naming the first node and its operator
void refuse_unmapped(const Graph& graph);

}  // namespace rda::mapper
