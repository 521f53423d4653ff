// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace rda::sim {

/// The finalizer of splitmix64 (Steele, Lea, Flood, OOPSLA 2014): every input bit reaches every
/// output bit.
constexpr std::uint64_t mix(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15U;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9U;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebU;
  return x ^ (x >> 31);
}

/// Permutes `items` the same way on every machine; seed 0 leaves them as they are.
template <class T>
void shuffle(std::vector<T>& items, std::uint64_t seed) {
  if (seed == 0) return;
  for (std::size_t i = items.size(); i > 1; --i) {
    seed = mix(seed);
    std::swap(items[i - 1], items[static_cast<std::size_t>(seed % i)]);
  }
}

}  // namespace rda::sim
