// SPDX-License-Identifier: Apache-2.0
#include "explain/summary.h"

#include <algorithm>
#include <functional>

namespace rda::explain {

void Summary::add(const ChainEntry& entry) {
  of(entry.category) += entry.cycles - entry.conflicts;
  of(ChainCategory::bank_conflicts) += entry.conflicts;
}

std::vector<ChainShare> Summary::shares() const {
  std::vector<ChainShare> shares;
  for (std::size_t c = 0; c < cycles_.size(); ++c)
    if (cycles_[c] > 0) shares.push_back({static_cast<ChainCategory>(c), cycles_[c]});
  std::ranges::stable_sort(shares, std::ranges::greater{}, &ChainShare::cycles);
  return shares;
}

}  // namespace rda::explain
