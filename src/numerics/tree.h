// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>

namespace rda::numerics {

/// Combines neighbours level by level, in place; a last odd value passes on. Requires a value.
float tree(std::span<float> values, auto combine) {
  for (std::size_t n = values.size(); n > 1; n = (n + 1) / 2) {
    for (std::size_t l = 0; l < n / 2; ++l) values[l] = combine(values[2 * l], values[2 * l + 1]);
    if (n % 2 != 0) values[n / 2] = values[n - 1];
  }
  return values[0];
}

}  // namespace rda::numerics
