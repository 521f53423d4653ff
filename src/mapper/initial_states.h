// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "mapper/index.h"
#include "mapper/memories.h"

namespace rda::mapper {

/// Whether the node is a state that begins with values of an earlier domain.
bool begins_with_values(const Builder& b, NodeId node);

/// Adds the items of the values that a state begins with to the program that writes it, before the
/// others.
void make_room_for_initial(const Builder& b, Program& write);

/// ... and the port that brings them to a memory of vectors, in whole vectors.
/// @throws MappingError  if an item has fewer row groups than vectors
void add_initial_vectors(Builder& b, const VectorMemory& memory, Program& write);

/// Adds the memories of Builder::initial_reads.
void add_initial_memories(Builder& b);

/// Makes the streams of the elements that states begin with, for the memories that are added then.
void ask_for_initial_elements(Builder& b);

}  // namespace rda::mapper
