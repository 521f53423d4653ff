// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace rda::app {

/// A reference for a terminal: each row of a Markdown table as an entry of at most 80 columns, its
/// first cell and below it the titles and texts of the others, without empty ones. All other lines
/// stay.
std::string for_terminal(std::string_view markdown);

}  // namespace rda::app
