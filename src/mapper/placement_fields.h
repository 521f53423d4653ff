// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "chip/chip_fields.h"
#include "rda/map.h"

namespace rda {

void PlacementInputs::describe(auto& self, auto& visit) {
  const auto fifos = [](auto& depths) {
    return chip::PerKindFields{depths, chip::kFifo, Doc{"FIFO of a vector input", "tokens"},
                               Doc{"FIFO of a scalar input", "tokens"},
                               Doc{"FIFO of a control input", "tokens"}};
  };
  visit("grid", self.grid, Doc{"the grid of sites"});
  visit("network", self.network, Doc{"the static network"});
  visit("pcu_fifo_depth", fifos(self.pcu_fifo_depth), Doc{"FIFOs of a PCU"});
  visit("pmu_fifo_depth", fifos(self.pmu_fifo_depth), Doc{"FIFOs of a PMU"});
  visit("region_rows", self.region_rows, Range{}, Doc{"rows that units may use", "rows"});
  visit("region_cols", self.region_cols, Range{}, Doc{"columns that units may use", "columns"});
  visit("track_limit", self.track_limit, Range{}, Doc{"vector tracks of a link", "tracks"});
  visit("vector_fifo_limit", self.vector_fifo_limit, Range{},
        Doc{"FIFO depth that placement assumes for vectors", "vectors"});
  visit("scalar_fifo_limit", self.scalar_fifo_limit, Range{},
        Doc{"FIFO depth that placement assumes for scalars", "scalars"});
  visit("seed", self.seed, Range{}, Doc{"seed of placement"});
  visit("place_effort", self.place_effort, Range{}, Doc{"annealing effort"});
}

}  // namespace rda
