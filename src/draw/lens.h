// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "rda/mapping.h"
#include "rda/report.h"

namespace rda::draw {

/// What the colours of a floorplan mean: the role of each unit, or its share of cycles in one
/// activity.
enum class Colouring { role, active, starved, blocked, conflict };
constexpr std::array<std::string_view, 5> names(Colouring) {
  return {"role", "active", "starved", "blocked", "conflict"};
}

/// How a unit is shown.
struct Look {
  std::string colour;
  std::string mark;  ///< a letter, or empty
  std::string outline = "#222222";
};

/// A kind of unit in the legend.
struct Entry {
  std::string name;
  Look look;
  std::int64_t units = 0;
};

/// A colouring of a mapping.
struct Lens {
  std::vector<Look> units;     ///< by unit of the mapping
  std::vector<Entry> entries;  ///< the roles that units of the grid have
  std::string amount;          ///< of a scale: what it measures; empty: there are entries
  double most = 1;             ///< share at the end of the scale
};

/// By the role of each unit of the grid; of a mapping made by hand, by its kind. Stream ports are
/// black: their places say what they are.
Lens lens_of_roles(const Mapping& mapping);

/// By the cycles of one activity. Requires that `report` is of this mapping, and another colouring
/// than role.
Lens lens_of_activity(const Report& report, Colouring colouring);

}  // namespace rda::draw
