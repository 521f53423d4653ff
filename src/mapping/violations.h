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

/// The chip and the mapping to check, and the violations found so far.
struct Inspection {
  const Chip& chip;
  const Mapping& mapping;
  IdVector<StreamId, Ends> ends;
  std::vector<Violation> found;

  template <typename... Args>
  void add(const std::string& where, fmt::format_string<Args...> problem, Args&&... args) {
    found.push_back({where, fmt::format(problem, std::forward<Args>(args)...)});
  }
  const Unit& unit(UnitId number) const { return mapping.units[number]; }
  const Stream& stream(StreamId number) const { return mapping.streams[number]; }
  TokenKind kind(const Port& port) const { return stream(port.stream).kind; }
};

// The rules, one group per file. All but the first require that check_references() found no
// violation.

void check_references(
    Inspection& inspection);  ///< numbers of units, streams, loops, ports, buffers exist
void check_places(Inspection& inspection);      ///< sites, stream ports, names
void check_names(Inspection& inspection);       ///< names of units and of streams alone
void check_ends(Inspection& inspection);        ///< writers, readers, kinds, ports of a unit
void check_carriers(Inspection& inspection);    ///< routes: trees and tracks; local streams
void check_programs(Inspection& inspection);    ///< which work on which unit; stages, latency, ii
void check_dots(Inspection& inspection);        ///< formats and multiplied inputs of dot units
void check_operations(Inspection& inspection);  ///< operands, registers
void check_addends(Inspection& inspection);     ///< addends of dot units
void check_turns(Inspection& inspection);       ///< turn groups
void check_accesses(Inspection& inspection);    ///< ports with and without memory accesses
void check_memory(Inspection& inspection);      ///< buffers, contents, addresses
void check_off_chip(Inspection& inspection);    ///< buffers of off-chip memory, their accesses
void check_taps(Inspection& inspection);        ///< rows of tensors that taps store
void check_tokens(Inspection& inspection);      ///< tokens made and taken

/// The rules that a mapping breaks whatever the chip.
std::vector<Violation> broken_rules(const Mapping& mapping);

/// How messages name a port: unit.port.
inline std::string port_name(const Unit& unit, const Port& port) {
  return unit.name + "." + port.name;
}

}  // namespace rda::mapping
