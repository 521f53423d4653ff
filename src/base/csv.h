// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace rda {

/// Removes the next row of a CSV text (RFC 4180) from `text`, and returns its cells.
std::vector<std::string> next_row(std::string_view& text);

}  // namespace rda
