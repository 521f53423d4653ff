// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "base/random.h"

namespace rda::sim {

/// A hash of one number.
constexpr std::uint64_t mix(std::uint64_t x) { return split_mix(x); }

/// Permutes `items` the same way on every machine; seed 0 leaves them as they are.
template <class T>
void shuffle(std::vector<T>& items, std::uint64_t seed) {
  if (seed != 0) Random(seed).shuffle(items);
}

}  // namespace rda::sim
