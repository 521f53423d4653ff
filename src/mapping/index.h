// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <set>
#include <vector>

#include "rda/mapping.h"

namespace rda::mapping {

/// An end of a stream: a port of a program.
struct End {
  UnitId unit;
  std::size_t program = 0;  ///< number within the unit
  std::size_t port = 0;     ///< number within the program's outputs (writer) or inputs (reader)
  friend bool operator==(const End&, const End&) = default;
};

/// The ends of one stream. In a legal mapping there is one writer, and one reader for each unit of
/// Stream::to, in the same order.
struct Ends {
  std::vector<End> writers, readers;
};

/// The ends of every stream. Accepts illegal mappings: leaves out ports whose stream does not
/// exist, and puts readers in units that are not in Stream::to last.
IdVector<StreamId, Ends> find_ends(const Mapping& mapping);

/// Number of units of a kind.
inline int count(const Mapping& mapping, UnitKind kind) {
  return static_cast<int>(std::ranges::count(mapping.units, kind, &Unit::kind));
}

/// The program of an end.
const Program& program_at(const Mapping& mapping, const End& end);
/// Tokens that a writer makes, or a reader takes, in the whole run.
std::int64_t tokens_made(const Mapping& mapping, const End& writer);
std::int64_t tokens_taken(const Mapping& mapping, const End& reader);

/// Whether a program writes memory, on the chip or off it, or reads it.
bool writes_memory(const Program& program);
bool reads_memory(const Program& program);
/// The buffers that a unit's accesses name: its own, or those of off-chip memory.
inline const std::vector<Buffer>& buffers_of(const Mapping& mapping, const Unit& unit) {
  return unit.kind == UnitKind::ag ? mapping.memory : unit.buffers;
}
/// Whether a unit moves a sequence, from section to section or from domain to domain, through
/// off-chip memory.
inline bool moves_sequence(const Unit& unit) {
  return unit.kind == UnitKind::ag &&
         (unit.origin.role == Role::source || unit.origin.role == Role::sink);
}
/// Its buffer of off-chip memory.
int buffer_of_sequence(const Unit& unit);
/// The buffers of off-chip memory that AGs write and others read: sequences that go from domain to
/// domain.
std::set<int> spilled_buffers(const Mapping& mapping);
/// Whether weights come from off-chip memory in each step.
bool streams_weights(const Mapping& mapping);
/// Bytes of off-chip memory that the tokens of an address generator move in each item; of weights
/// that several sequences share: in each iteration of its outermost loop.
std::int64_t bytes_of_item(const Chip& chip, const Unit& unit);
/// The program of the unit that writes, or reads, its memory; null if there is none.
const Program* write_program(const Unit& unit);
const Program* read_program(const Unit& unit);

/// Number of the route's node at `site`; −1 if there is none.
int node_at(const Stream& stream, Site site);
/// By node of the route: switch–switch links from node 0. Requires that parents come earlier.
std::vector<int> depths(const Stream& stream);
/// Links from the writer to the reader at `site`: those between switches, plus the two between
/// units and switches. 1 for a local stream. Requires that `site` is on the route.
int links_to(const Stream& stream, Site site);

}  // namespace rda::mapping
