// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace rda::regress {

/// Text for a Markdown table or list: on one line, with all markup escaped.
std::string markdown(std::string_view text);

}  // namespace rda::regress
