// SPDX-License-Identifier: Apache-2.0
#include "rda/simulate.h"
#include "sim/random.h"

namespace rda {

bool stalled(const Disturbance& disturbance, StreamId stream, Cycle cycle) {
  if (disturbance.stall_per_mille <= 0) return false;
  const Cycle phase = disturbance.stall_period > 0 ? cycle % disturbance.stall_period : cycle;
  const std::uint64_t key = sim::mix(disturbance.stall_seed) + stream.index();
  const std::uint64_t hash = sim::mix(sim::mix(key) + static_cast<std::uint64_t>(phase));
  return hash % 1000 < static_cast<std::uint64_t>(disturbance.stall_per_mille);
}

}  // namespace rda
