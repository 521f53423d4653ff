// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <utility>
#include <variant>
#include <vector>

#include "rda/mapping.h"

namespace rda::mapping {

/// Which program of a unit: a PCU has one, a PMU two, a stream port none.
enum class Part { pcu, read, write, port };

/// An end of a stream: a port of a program, or a stream port (Part::port, `port` −1).
struct End {
  int unit = -1;
  Part part = Part::pcu;
  int port = -1;  ///< number within the program's outputs (writer) or inputs (reader)
  friend bool operator==(const End&, const End&) = default;
};

/// The ends of one stream. In a legal mapping there is one writer, and the readers are in the order
/// of Stream::to, one each.
struct Ends {
  std::vector<End> writers, readers;
};

/// The ends of every stream, indexed as Mapping::streams. Works for illegal mappings too: ports
/// whose stream does not exist are left out, readers in units that are not in Stream::to come last.
std::vector<Ends> find_ends(const Mapping& mapping);

/// Calls visit(Part, const Program&) for each program of a unit, a PMU's read program first.
template <typename Visit>
void for_each_program(const Unit& unit, Visit&& visit) {
  if (const auto* pcu = std::get_if<PcuUnit>(&unit.body)) {
    visit(Part::pcu, pcu->program);
  } else if (const auto* pmu = std::get_if<PmuUnit>(&unit.body)) {
    if (pmu->read) visit(Part::read, *pmu->read);
    if (pmu->write) visit(Part::write, *pmu->write);
  }
}

/// Units of a kind.
template <typename Body>
int count(const Mapping& mapping) {
  return static_cast<int>(std::ranges::count_if(
      mapping.units, [](const Unit& unit) { return std::holds_alternative<Body>(unit.body); }));
}

/// The program of an end, or null for a stream port.
const Program* program_at(const Mapping& mapping, const End& end);
/// Tokens made at a writer's end, or taken at a reader's, over the whole run.
std::int64_t tokens_made(const Mapping& mapping, const End& writer);
std::int64_t tokens_taken(const Mapping& mapping, const End& reader);

/// Node of the stream's route at `site`, or −1.
int node_at(const Stream& stream, Site site);
/// Switch–switch links from node 0 to each node of a route whose parents come earlier.
std::vector<int> depths(const Stream& stream);
/// Links a token takes from the writer to the reader at `site`: those between switches and the two
/// between units and switches. 1 for a local stream. Requires that `site` is on the route.
int links_to(const Stream& stream, Site site);

}  // namespace rda::mapping
