// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "rda/mapping.h"

namespace rda::app {

/// By unit of the mapping: whether one of these words chooses it: a kind of unit, a unit's name, or
/// a pattern that its name matches. Without words: every unit.
/// @throws Error (bad input)  for each word that chooses no unit, naming `option`
std::vector<bool> chosen_units(const Mapping& mapping, const std::vector<std::string>& words,
                               const std::string& option);

}  // namespace rda::app
