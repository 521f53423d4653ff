// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace rda::app {

/// An SVG as PNG or PDF, the same bytes for the same SVG.
/// @param format  "png" or "pdf"
/// @throws OutputError  if the converter is missing or fails
std::string converted(const std::string& svg, const std::string& format);

}  // namespace rda::app
