// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace rda::page {

// The files of web/, which cmake/embed_page.cmake puts into the program.

/// web/page.html, with places for the others (@POLICY@, @STYLE@, @DATA@, @SCRIPT@).
std::string_view frame();
std::string_view style();
/// All modules as one.
std::string_view script();

}  // namespace rda::page
