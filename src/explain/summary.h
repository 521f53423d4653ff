// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "rda/explain.h"

namespace rda::explain {

/// Cycles of a chain by category.
class Summary {
 public:
  void add(const ChainEntry& entry);
  /// Largest first, without those that have none.
  std::vector<ChainShare> shares() const;

 private:
  Cycle& of(ChainCategory category) { return cycles_[static_cast<std::size_t>(category)]; }

  std::array<Cycle, names(ChainCategory{}).size()> cycles_{};
};

}  // namespace rda::explain
