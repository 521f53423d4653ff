// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "page/page.h"

namespace rda::page {

/// The page as one HTML file that loads nothing else. Its policy lets the browser run and apply
/// what rdasim wrote alone, by hash, and no text of the run.
std::string to_html(const Page& page);

}  // namespace rda::page
