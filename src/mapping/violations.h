// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>

#include <string>
#include <utility>
#include <vector>

#include "mapping/index.h"
#include "rda/chip.h"
#include "rda/mapping.h"

namespace rda::mapping {

/// One broken rule: the unit or stream, and what is wrong (what would be right).
struct Violation {
  std::string where, problem;
};

/// What the rules below look at, and where they write down what they find.
struct Inspection {
  const Chip& chip;
  const Mapping& mapping;
  std::vector<Ends> ends;  ///< of each stream
  std::vector<Violation> found;

  template <typename... Args>
  void add(const std::string& where, fmt::format_string<Args...> problem, Args&&... args) {
    found.push_back({where, fmt::format(problem, std::forward<Args>(args)...)});
  }
  const Unit& unit(int number) const { return mapping.units[static_cast<std::size_t>(number)]; }
  const Stream& stream(int number) const {
    return mapping.streams[static_cast<std::size_t>(number)];
  }
  TokenKind kind(const Port& port) const { return stream(port.stream).kind; }
};

// The rules, one group a file. All but the first rely on `check_references` having found nothing.

void check_references(
    Inspection& inspection);  ///< numbers of units, streams, loops, ports, buffers exist
void check_sites(Inspection& inspection);    ///< sites, stream ports, names
void check_ends(Inspection& inspection);     ///< writers, readers, kinds, ports of a unit
void check_routes(Inspection& inspection);   ///< trees, tracks, local streams
void check_pcus(Inspection& inspection);     ///< stages, registers, latency, dot units
void check_addends(Inspection& inspection);  ///< what dot units add behind the map-reduce
void check_turns(Inspection& inspection);    ///< inputs that take turns
void check_pmus(Inspection& inspection);     ///< ports' accesses, address stages, latency
void check_memory(Inspection& inspection);   ///< buffers, contents, addresses
void check_taps(Inspection& inspection);     ///< rows of tensors that writes are tapped as
void check_tokens(Inspection& inspection);   ///< tokens made and taken

/// How messages call a port.
inline std::string port_name(const Unit& unit, const Port& port) {
  return unit.name + "." + port.name;
}

}  // namespace rda::mapping
