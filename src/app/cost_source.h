// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "rda/cost.h"

namespace rda::app {

/// Reads the cost table that --costs names.
/// @param file  empty: configs/costs/plasticine_28nm.json of the program
/// @throws ConfigError  as load_cost_table() and shipped_folder() do
CostTable cost_table(const std::string& file);

}  // namespace rda::app
