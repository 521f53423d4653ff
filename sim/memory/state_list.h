// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

namespace rda::sim {

/// What determines how a channel behaves from a cycle on, as numbers relative to that cycle.
using StateList = std::vector<std::int64_t>;

}  // namespace rda::sim
