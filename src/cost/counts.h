// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>

#include "rda/cost.h"

namespace rda::cost {

/// What a run did, as far as it costs energy. Reals: sums of counts up to 2^53 are exact.
struct Counts {
  std::array<double, names(UnitKind{}).size()> used{}, active{};  ///< units; their active cycles
  std::map<std::string, double> macs;                             ///< by format that is multiplied
  double operations = 0;                     ///< element-wise, with addends of dot units
  double words_read = 0, words_written = 0;  ///< 32-bit words of banks
  double look_ups = 0;
  std::array<double, kTokenKinds.size()> switches{}, flits{};  ///< used; tokens that pass switches

  double used_of(UnitKind kind) const { return used[static_cast<std::size_t>(kind)]; }
  double active_of(UnitKind kind) const { return active[static_cast<std::size_t>(kind)]; }
};

/// A token passes the first switch of its route when it is put on the first link, and each further
/// one when it is carried there. A dot unit multiplies whole vectors, padding included; without
/// packing it multiplies each value as a 32-bit word.
Counts count(const Chip& chip, const Mapping& mapping, const RunResult& result);

}  // namespace rda::cost
