// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "app/cost_choice.h"

namespace rda::app {

/// Area of a chip by kind of part, and its peaks, as text for people.
/// @param sets  words of --set, for the chip
/// @throws ConfigError, UsageError  for files and words that are wrong
std::string describe_cost(const std::string& chip_file, const CostChoice& costs,
                          const std::vector<std::string>& sets);

}  // namespace rda::app
