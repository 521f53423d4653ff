// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "mapper/builder.h"

namespace rda::mapper {

// Sequences that go through off-chip memory, from section to section or from domain to domain. Each
// is a buffer with a row for each item, in whole vectors; all sections have the buffers of all that
// go between sections, before those within one and those of weights. An address generator brings
// each input and writes each output. What goes from domain to domain is read once all is written.

/// Address generators of a graph's sequences. They are the last ones on the chip.
int handed_ags(const Graph& graph);

/// Adds the buffers. @throws MappingError  if there are sequences, but no off-chip memory, or too
/// few address generators; or if values that are narrower than a word lie in words of their
/// own
void add_handed_buffers(Builder& b);

/// Adds the address generator of an input, which sends it as a source does.
void add_handed_input(Builder& b, NodeId node);

/// Adds the address generator of an output, and a sink port, which takes a token for each item that
/// is in memory; one that is spilled has none, and its readers take one token, behind the last
/// item.
/// @param values  the stream of its values, as vectors with a value in each lane
void add_handed_output(Builder& b, const Output& output, StreamId values);

/// Whether an output goes to a later domain, and to no sink.
bool is_spilled(const Graph& graph, const Output& output);

}  // namespace rda::mapper
