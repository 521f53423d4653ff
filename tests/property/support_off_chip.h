// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "rda/simulate.h"
#include "support/hand_mapping.h"

namespace rda::test {

/// A random small graph with off-chip memory, on a random chip.
struct OffChipCase {
  Chip chip;
  Mapping mapping;
  Tensors tensors;
  SimulateOptions options;  ///< of the fast engine
};

/// The same case for the same seed. @param steps  of its run; 0: a random number
OffChipCase off_chip_case(std::uint64_t seed, std::int64_t steps = 0);

}  // namespace rda::test
