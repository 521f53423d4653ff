// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "rda/graph.h"

namespace rda::graph {

/// @throws WorkloadError  with `where` and `problem`, unless the condition holds
void require(const std::string& where, bool condition, const std::string& problem);

/// Checks that the chip has a datapath for the formats of a node.
void check_formats(const Node& node);
/// Checks the number of rows of a table.
void check_rows(const Node& node);
/// Checks that domains of rows can be what they are.
void check_domains_of_rows(const Graph& graph);
/// Checks that the items of a take are those of what it reads.
void check_take(const Graph& graph, const Node& take, const Node& read);
/// Checks the sizes of the arguments of a node that adds up over its domain.
void check_accumulation(const Graph& graph, const Node& node);

}  // namespace rda::graph
