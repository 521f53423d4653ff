// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "rda/chip.h"
#include "rda/mapping.h"

namespace rda::mapper {

struct PlaceOptions {
  std::int64_t seed = 1;
  int effort = 10;    ///< annealing moves per unit and temperature, in tens
  int crowding = 12;  ///< price of links beyond what the tracks carry easily
  Site region{};      ///< rows and columns from site (0, 0) on that units may take; 0: all
};

/// Gives every PCU and PMU unit of `mapping` a site of its kind, by simulated annealing from a
/// greedy start. Streams' ends, rates and `recurrent` are read, nothing else; stream ports have
/// their switch already and stay there. The cost is in whole numbers and so is every decision: same
/// mapping, options and chip, same placement, on every machine. See place_cost.h for what it
/// minimises.
///
/// @throws MappingError  if a kind of site is short: needed and available
void place(const Chip& chip, Mapping& mapping, const PlaceOptions& options);

}  // namespace rda::mapper
