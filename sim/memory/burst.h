// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <limits>

#include "rda/result.h"

namespace rda::sim {

inline constexpr Cycle kNoCycle = std::numeric_limits<Cycle>::max();

/// A burst that an address generator asks a channel for.
struct Burst {
  int generator = 0;
  std::int64_t id = 0;      ///< number that the generator gives it
  std::int64_t number = 0;  ///< of the burst within the channel
  bool write = false;
};

/// The data of a read are usable, or a write is acknowledged, from `cycle` on.
struct Delivery {
  int generator = 0;
  std::int64_t id = 0;
  Cycle cycle = 0;
};

}  // namespace rda::sim
