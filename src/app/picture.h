// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace rda::app {

/// The format that the name of a picture says: svg, png or pdf.
/// @throws UsageError  if it says none of them
std::string picture_format(const std::string& output);

/// Writes an SVG in the format that the file's name says: the same bytes for the same SVG.
/// @throws UsageError (as picture_format()), OutputError (also if the converter is missing or
/// fails)
void write_picture(const std::string& output, const std::string& svg);

}  // namespace rda::app
