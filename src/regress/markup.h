// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace rda::regress {

/// Text within a Markdown table or list: on one line, nothing in it means anything.
std::string markdown(std::string_view text);

}  // namespace rda::regress
