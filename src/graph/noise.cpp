// SPDX-License-Identifier: Apache-2.0
#include "graph/noise.h"

#include "base/random.h"

namespace rda::graph {

std::uint32_t random_bits(const Noise& noise, std::string_view node, std::size_t element) {
  std::uint64_t state = noise.seed;
  state = split_mix(state) ^ noise.batch;
  for (const char c : node) state = split_mix(state) ^ static_cast<unsigned char>(c);
  state = split_mix(state) ^ element;
  return static_cast<std::uint32_t>(split_mix(state) >> 32);
}

}  // namespace rda::graph
