// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "rda/override.h"

namespace rda::app {

/// The overrides that words of --set, "/pcu/lanes=16", and --seed spell, in this order. Says on
/// stderr if one of them names more than one input.
/// @throws UsageError  for a word that is none, naming the pointer that may have been meant; if a
/// word takes away what an earlier one has set
std::vector<Override> overrides_of(const std::vector<std::string>& sets,
                                   const std::optional<std::int64_t>& seed);

}  // namespace rda::app
