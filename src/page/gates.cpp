// SPDX-License-Identifier: Apache-2.0
#include "page/gates.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "mapping/group.h"

namespace rda::page {

std::string shown_gate_of(const Mapping& mapping, UnitId number) {
  const Unit& unit = mapping.units[number];
  std::vector<std::string> gates;
  if (unit.origin.role == Role::look_up)
    for (const Program& program : unit.programs)
      for (const Port& input : program.inputs) {
        std::string gate = mapping::gate_of(mapping.units[mapping.streams[input.stream].from]);
        if (std::ranges::find(gates, gate) == gates.end()) gates.push_back(std::move(gate));
      }
  return gates.size() < 2 ? mapping::gate_of(unit)
                          : fmt::format("look-up {}", fmt::join(gates, " "));
}

Gates gates_of(const Mapping& mapping) {
  std::map<std::tuple<int, std::string, std::string>, std::vector<UnitId>> units;
  for (const UnitId unit : mapping.units.ids()) {
    const Origin& origin = mapping.units[unit].origin;
    units[{origin.layer, origin.direction, shown_gate_of(mapping, unit)}].push_back(unit);
  }
  Gates gates{{}, IdVector<UnitId, std::size_t>(mapping.units.size())};
  for (const auto& [key, members] : units) {
    for (const UnitId unit : members) gates.of[unit] = gates.rows.size();
    const auto& [layer, direction, gate] = key;
    gates.rows.push_back({layer, direction, gate, static_cast<std::int64_t>(members.size()), {}});
  }
  return gates;
}

}  // namespace rda::page
