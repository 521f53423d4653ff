// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace rda::cost {

/// The text of configs/costs/plasticine_28nm.json, which the program has in itself.
std::string_view default_table_text();

}  // namespace rda::cost
