// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>

namespace rda::numerics {

/// Combines the neighbours of kRows trees level by level, in place; a last odd value passes on.
/// @param values  [lanes, kRows], one lane or more; the first kRows become the results
template <std::size_t kRows>
void trees(std::span<float> values, auto combine) {
  using Row = std::array<float, kRows>;
  float* const lanes = values.data();
  for (std::size_t n = values.size() / kRows; n > 1; n = (n + 1) / 2) {
    for (std::size_t l = 0; l < n / 2; ++l) {
      const float* const pair = lanes + 2 * l * kRows;
      Row row;
      for (std::size_t r = 0; r < kRows; ++r) row[r] = combine(pair[r], pair[kRows + r]);
      std::copy(row.begin(), row.end(), lanes + l * kRows);
    }
    if (n % 2 != 0) std::copy_n(lanes + (n - 1) * kRows, kRows, lanes + n / 2 * kRows);
  }
}

/// The same for one tree.
float tree(std::span<float> values, auto combine) {
  trees<1>(values, combine);
  return values[0];
}

}  // namespace rda::numerics
