// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "json/code.h"
#include "rda/mapping.h"

namespace rda {

void Mapping::describe(auto& self, auto& visit) {
  visit("format_version", self.format_version, Range{kMappingVersion, kMappingVersion},
        Doc{"version of this file format"});
  visit("chip", self.chip, Text{"name of the chip, for people"});
  visit("workload", self.workload, Text{"name of the workload, for people"});
  visit("policy", self.policy, Doc{"how the unrolling was chosen: paper, auto or hand"});
  visit("hu", self.hu, Range{0}, Doc{"rows computed at the same time", "rows"});
  visit("hv", self.hv, Range{1}, Doc{"rows of a vector; hu counts vectors of rows", "rows"});
  visit("ru", self.ru, Range{0}, Doc{"column slices computed at the same time", "slices"});
  visit("rv", self.rv, Range{0}, Doc{"columns of a row in a token that is multiplied", "values"});
  visit("seed", self.seed, Range{0, 9007199254740991.0}, Doc{"seed of placement"});
  visit("steps", self.steps, Range{1}, Doc{"time steps", "steps"});
  visit("repeat", self.repeat, Range{1}, Part{"repetitions that the steps are of; null: one"});
  visit("noise_seed", self.noise_seed, Range{0},
        Part{"seed of rounding at random; null: nothing rounds so"});
  visit("batch", self.batch, Range{1}, Doc{"sequences computed together", "sequences"});
  visit("macs", self.macs, Range{0}, Doc{"multiply-accumulates of the whole run", "operations"});
  visit("reduction", self.reduction, Doc{"order of the additions of dot products"});
  visit("units", self.units, Doc{"placed programs"});
  visit("streams", self.streams, Doc{"routed edges of the dataflow graph"});
  visit("memory", self.memory, Part{"buffers of off-chip memory"});
}

RDA_JSON_CODE(extern, Mapping);

}  // namespace rda
