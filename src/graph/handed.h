// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "rda/graph.h"

namespace rda::graph {

// Sequences that go through off-chip memory: from section to section, or from a domain to later
// ones.

/// Whether `reader` reads `arg` as the operand of a product in the format in which it is made: the
/// values in memory are then those that the product multiplies.
bool multiplies(const Graph& graph, const Node& reader, NodeId arg);
/// The same of all that read a take, with what it takes.
bool only_multiplied(const Graph& graph, NodeId take);

/// The sequence that is handed over with this tensor; null if there is none.
const HandedSequence* handed_over_as(const Graph& graph, const std::string& tensor);

/// The sequence of a node, from its first item on.
HandedSequence handed_sequence(const Graph& graph, NodeId made);
/// An input that is read in place of `made`, in the domain and order of its reader.
Node handed_input(const Graph& graph, const std::string& name, NodeId made, const Node& reader);

}  // namespace rda::graph
