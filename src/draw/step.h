// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "rda/explain.h"

namespace rda::draw {

/// The picture of where the cycles of a time step go, as SVG: the chain in the order of time as one
/// bar, and below a bar for each category of its cycles, the largest first. The same bytes for the
/// same explanation. @param title  empty: none
std::string to_svg(const Explanation& explanation, const std::string& title);

}  // namespace rda::draw
