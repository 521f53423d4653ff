// SPDX-License-Identifier: Apache-2.0
#include "draw/lens.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <variant>

#include "picture/colours.h"
#include "rda/check.h"

namespace rda::draw {
namespace {

/// A role in the legend, from computing to keeping: neighbours have neighbouring colours.
struct RoleName {
  Role role;
  std::string_view name, mark;
};
constexpr std::array<RoleName, 9> kRoles{RoleName{Role::dot, "dot products", "D"},
                                         RoleName{Role::sum, "sums", "S"},
                                         RoleName{Role::element_wise, "element-wise", "E"},
                                         RoleName{Role::look_up, "look-ups", "L"},
                                         RoleName{Role::gather, "gathering", "G"},
                                         RoleName{Role::bias, "biases", "B"},
                                         RoleName{Role::rows, "rows", "R"},
                                         RoleName{Role::vectors, "vectors", "V"},
                                         RoleName{Role::weights, "weights", "W"}};
constexpr std::string_view kPortColour = "#222222";

bool is_on_grid(const Unit& unit) { return std::holds_alternative<GridSite>(unit.place); }

/// Name and mark of what a unit is for.
Entry entry_of(const Unit& unit) {
  const auto found = std::ranges::find(kRoles, unit.origin.role, &RoleName::role);
  if (found != kRoles.end()) return {std::string(found->name), {"", std::string(found->mark)}, 0};
  return {std::string(word(unit.kind)), {}, 0};
}

/// Place in the legend: roles in their order, then units without a role by kind.
std::size_t order_of(const Unit& unit) {
  const auto found = std::ranges::find(kRoles, unit.origin.role, &RoleName::role);
  const auto at = static_cast<std::size_t>(found - kRoles.begin());
  return found != kRoles.end() ? at : at + static_cast<std::size_t>(unit.kind);
}

Cycle cycles_in(const ActivitySums& activity, Colouring colouring) {
  switch (colouring) {
    case Colouring::active:
      return activity.active;
    case Colouring::starved:
      return activity.starved;
    case Colouring::blocked:
      return activity.blocked;
    case Colouring::conflict:
      return activity.conflict;
    case Colouring::role:
      break;
  }
  RDA_CHECK(false, "a role is no activity");
}

}  // namespace

Lens lens_of_roles(const Mapping& mapping) {
  std::vector<std::size_t> used;
  for (const Unit& unit : mapping.units)
    if (is_on_grid(unit)) used.push_back(order_of(unit));
  std::ranges::sort(used);
  used.erase(std::unique(used.begin(), used.end()), used.end());
  Lens lens;
  lens.entries.resize(used.size());
  for (const Unit& unit : mapping.units) {
    if (!is_on_grid(unit)) {
      lens.units.push_back({std::string(kPortColour), ""});
      continue;
    }
    const auto number =
        static_cast<std::size_t>(std::ranges::lower_bound(used, order_of(unit)) - used.begin());
    Entry& entry = lens.entries[number];
    if (entry.units == 0) {
      entry = entry_of(unit);
      entry.look.colour = picture::kind_colour(number, used.size());
    }
    ++entry.units;
    lens.units.push_back(entry.look);
  }
  return lens;
}

Lens lens_of_activity(const Report& report, Colouring colouring) {
  Lens lens;
  lens.amount = fmt::format("{}, share of cycles", word(colouring));
  const auto share = [&](const UnitReport& unit) {
    return static_cast<double>(cycles_in(unit.activity, colouring)) /
           static_cast<double>(std::max<Cycle>(report.cycles, 1));
  };
  double most = 0;
  for (const UnitReport& unit : report.units) most = std::max(most, share(unit));
  lens.most = most > 0.1 ? std::ceil(most * 10 - 1e-9) / 10 : most > 0.01 ? 0.1 : 0.01;
  for (const UnitReport& unit : report.units)
    lens.units.push_back({picture::amount_colour(share(unit) / lens.most), ""});
  return lens;
}

}  // namespace rda::draw
