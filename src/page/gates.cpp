// SPDX-License-Identifier: Apache-2.0
#include "page/gates.h"

#include <map>
#include <tuple>
#include <utility>

#include "mapping/group.h"

namespace rda::page {

Gates gates_of(const Mapping& mapping) {
  std::map<std::tuple<int, std::string, std::string>, std::vector<UnitId>> units;
  for (const UnitId unit : mapping.units.ids()) {
    const Origin& origin = mapping.units[unit].origin;
    units[{origin.layer, origin.direction, mapping::gate_of(mapping.units[unit])}].push_back(unit);
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
