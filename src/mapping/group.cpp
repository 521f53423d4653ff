// SPDX-License-Identifier: Apache-2.0
#include "mapping/group.h"

#include <fmt/format.h>

#include <set>

namespace rda::mapping {

std::string group_of(const Unit& unit) {
  const Origin& origin = unit.origin;
  if (origin.role == Role::none) return std::string(word(unit.kind));
  const std::string role(word(origin.role));
  return origin.node.empty() ? role : origin.node + '.' + role;
}

std::string gate_of(const Unit& unit) {
  const Origin& origin = unit.origin;
  if (!origin.gate.empty()) return origin.gate;
  if (!origin.node.empty()) return origin.node;
  return std::string(origin.role == Role::none ? word(unit.kind) : word(origin.role));
}

std::string group_of(const Mapping& mapping, const Stream& stream) {
  std::set<std::string> readers;
  for (const UnitId reader : stream.to) readers.insert(group_of(mapping.units[reader]));
  return fmt::format("{} -> {}", group_of(mapping.units[stream.from]), fmt::join(readers, ", "));
}

}  // namespace rda::mapping
