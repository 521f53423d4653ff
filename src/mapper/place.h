// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "rda/chip.h"
#include "rda/mapping.h"

namespace rda::mapper {

struct PlaceOptions {
  std::int64_t seed = 1;
  int effort = 10;  ///< annealing moves per unit and temperature, in tens
  int crowding =
      12;         ///< price of expected links beyond those that the tracks carry without detours
  Site region{};  ///< rows and columns, from site (0, 0), that units may use; 0: all
  bool one_step = true;  ///< places a run of one step by its path from source to sink
};

/// Gives every PCU and PMU of `mapping` a site of its kind, by simulated annealing from a greedy
/// start. Stream ports keep their sites. Placement minimises the cost of place_cost.h. All numbers
/// are integers: the same mapping, options and chip give the same placement on every machine.
///
/// @throws MappingError  if the chip has too few sites of a kind; names the needed and the
/// available number
void place(const Chip& chip, Mapping& mapping, const PlaceOptions& options);

}  // namespace rda::mapper
