// SPDX-License-Identifier: Apache-2.0
#include "page/shared_units.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <utility>

#include "page/gates.h"

namespace rda::page {
namespace {

bool is_shared(const Unit& unit) {
  const Role role = unit.origin.role;
  return (role == Role::sum || role == Role::look_up || role == Role::element_wise) &&
         !unit.programs.empty() && unit.programs[0].space.rank() > 0;
}

/// The firings of a row group: a unit with several takes values of gates or positions in turn.
std::int64_t turns_of(const Unit& unit) {
  const Program& program = unit.programs[0];
  const std::int64_t innermost = program.space.extents[0];
  const std::vector<int>& positions = unit.origin.index;  // [first, end)
  const bool in_rows = positions.size() == 2 && positions[1] - positions[0] == innermost;
  const auto is_part = [&](const Port& port) { return program.where(port)[0].size() < innermost; };
  return in_rows || std::ranges::any_of(program.inputs, is_part) ? innermost : 1;
}

/// The streams of each turn; one entry if they are always the same.
std::vector<std::vector<std::string>> takes_of(const Mapping& mapping, const Unit& unit) {
  const Program& program = unit.programs[0];
  std::vector<std::vector<std::string>> takes(static_cast<std::size_t>(turns_of(unit)));
  for (std::size_t turn = 0; turn < takes.size(); ++turn)
    for (const Port& port : program.inputs)
      if (program.where(port)[0].contains(static_cast<std::int64_t>(turn)))
        takes[turn].push_back(mapping.streams[port.stream].name);
  if (std::ranges::count(takes, takes[0]) == std::ssize(takes)) takes.resize(1);
  return takes;
}

}  // namespace

std::vector<SharedUnits> shared_units_of(const Mapping& mapping) {
  std::map<std::tuple<int, std::string, Role, std::string>, SharedUnits> groups;
  for (const UnitId number : mapping.units.ids()) {
    const Unit& unit = mapping.units[number];
    if (!is_shared(unit)) continue;
    const Origin& origin = unit.origin;
    const std::string gate = shown_gate_of(mapping, number);
    SharedUnits& group = groups[{origin.layer, origin.direction, origin.role, gate}];
    if (group.units.empty())
      group = {origin.layer,
               origin.direction,
               std::string(word(origin.role)),
               gate,
               turns_of(unit),
               {},
               takes_of(mapping, unit)};
    group.units.push_back(number.number());
  }
  std::vector<SharedUnits> shared;
  for (auto& [key, group] : groups) shared.push_back(std::move(group));
  return shared;
}

}  // namespace rda::page
