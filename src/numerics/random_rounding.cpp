// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "base/random.h"
#include "rda/numerics.h"

namespace rda {

std::uint32_t random_bits(const Noise& noise, std::string_view value, std::size_t element) {
  std::uint64_t state = noise.seed;
  state = split_mix(state) ^ noise.batch;
  for (const char c : value) state = split_mix(state) ^ static_cast<unsigned char>(c);
  state = split_mix(state) ^ element;
  return static_cast<std::uint32_t>(split_mix(state) >> 32);
}

double round_at_random(Format format, double value, std::uint32_t random_bits) {
  const double nearest = round_to(format, value);
  if (nearest == value || !std::isfinite(value)) return nearest;
  // Patterns of one sign are in the order of the magnitudes.
  const bool outwards = std::abs(value) > std::abs(nearest);
  const std::uint32_t pattern = encode(format, nearest);
  const double other =
      std::copysign(std::abs(decode(format, outwards ? pattern + 1 : pattern - 1)), value);
  if (!std::isfinite(other)) return nearest;
  const double share = (value - nearest) / (other - nearest);
  return random_bits * 0x1p-32 < share ? other : nearest;
}

}  // namespace rda
