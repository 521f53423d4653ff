// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "mapper/plan.h"
#include "rda/chip.h"
#include "rda/graph.h"
#include "rda/map.h"

namespace rda::mapper {

/// Sizes that bound the choices of the stage with the most products, and of those that have as many
/// elements.
struct Sizes {
  int gates = 0;            ///< number
  std::int64_t hidden = 1;  ///< elements
  int tokens = 1;           ///< tokens of the columns of the widest gate
  int widest = 1;           ///< tokens of the columns of the widest product
  int chain_stages = 0;     ///< of a PCU, for a dot unit that adds the sum before it
  bool equal = true;        ///< the products of each gate have the same number of tokens
  bool several = false;     ///< some gate has several products
};

/// Lists the plans to partition, each once, with one turn.
class Enumeration {
 public:
  Enumeration(const Graph& graph, const Chip& chip, const MappingOptions& options);

  /// Those with the fewest cycles of dot products first.
  std::vector<Plan> run() const;
  /// Cycles of the dot products of an item.
  std::int64_t work(const Plan& plan) const;
  /// Numbers of turns to try with a plan.
  std::vector<int> turns(const Plan& plan) const;

 private:
  const Sizes& sizes(const Plan& plan) const { return sizes_.at(plan.hv); }
  bool allowed(const Plan& plan) const;
  std::int64_t row(const Plan& plan) const;
  void add_slices(Plan plan, std::vector<Plan>& plans) const;
  void add_rows(Plan plan, std::int64_t most_hu, std::vector<Plan>& plans) const;

  static constexpr int kMostSlices = 16;
  const Chip& chip_;
  const MappingOptions& options_;
  const Sequences whole_sequences_;
  std::map<int, Sizes> sizes_;  // by hv
};

}  // namespace rda::mapper
