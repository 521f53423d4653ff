// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "rda/cost.h"

namespace rda::cost {

/// The speed at which one part of a chip would have no cycle left in a run.
struct Roof {
  std::string part;                ///< "map-reduce", "scratchpad reads", …
  double bytes_per_second = 0;     ///< that it moves at most; 0: map-reduce, which moves none
  double operations_per_byte = 0;  ///< of the run, for the bytes that the part moved
  double tflops = 0;
  static void describe(auto& self, auto& visit) {
    visit("part", self.part, Doc{"part of the chip"});
    visit("bytes_per_second", self.bytes_per_second, Range{0},
          Doc{"that it moves at most; 0: it moves none", "bytes/s"});
    visit("operations_per_byte", self.operations_per_byte, Range{0},
          Doc{"operations of the run / bytes that the part moved", "1/byte"});
    visit("tflops", self.tflops, Range{0},
          Doc{"speed at which the part would have no cycle left", "TFLOPS"});
  }
};

/// The roofs of a run: map-reduce first, then every part that moved bytes.
std::vector<Roof> roofs_of(const Chip& chip, const ActionCounts& actions);

}  // namespace rda::cost
