// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "rda/describe.h"
#include "rda/ids.h"
#include "rda/mapping.h"

namespace rda::page {

/// The gate that a page shows for a unit: that of the report's breakdown, but a look-up that serves
/// several gates has them all, in the order of its inputs: "look-up i f g o".
std::string shown_gate_of(const Mapping& mapping, UnitId unit);

/// When the units of one gate were at work, in equal intervals.
struct GateActivity {
  std::int64_t layer = -1;      ///< −1: of no layer
  std::string direction, gate;  ///< as UnitPlace
  std::int64_t units = 0;
  std::vector<std::int64_t> active;  ///< by interval, unit-cycles
  static void describe(auto& self, auto& visit) {
    visit("layer", self.layer, Range{-1}, Doc{"layer of the model; -1: none"});
    visit("direction", self.direction, Doc{"reverse, or empty"});
    visit("gate", self.gate, Doc{"gate, as /floorplan/units has it"});
    visit("units", self.units, Range{1}, Doc{"number of units, of all kinds", "units"});
    visit("active", self.active, Range{0},
          Doc{"cycles of each interval in which a unit was at work, added up over the units",
              "unit-cycles"});
  }
};

/// The gates of a mapping by layer, direction and name, without their activity.
struct Gates {
  std::vector<GateActivity> rows;
  IdVector<UnitId, std::size_t> of;  ///< row of each unit
};
Gates gates_of(const Mapping& mapping);

}  // namespace rda::page
