// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace rda {

/// Text within XML, also in an attribute. Characters that XML cannot say are question marks.
std::string xml(std::string_view text);

}  // namespace rda
