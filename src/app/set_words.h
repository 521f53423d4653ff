// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "rda/override.h"

namespace rda::app {

/// The overrides that words of --set, "/pcu/lanes=16", and --seed spell, in this order.
/// @throws UsageError  for a word that is none, naming the pointer that may have been meant; if a
/// word takes away what an earlier one has set
std::vector<Override> overrides_of(const std::vector<std::string>& sets,
                                   const std::optional<std::int64_t>& seed);

/// Says on stderr which overrides set a value of both chip and workload: a run with "/name=a" is "a
/// on a".
void tell_shared(std::span<const Override> overrides);

}  // namespace rda::app
