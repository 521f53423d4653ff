// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "json/file_kind.h"
#include "json/value.h"

namespace rda::json {

/// Parses the text of a file that should be of this kind. In the kinds that people write, comments,
/// trailing commas and a member "$schema" (a string, which is left out of the value) are allowed.
/// @throws Error (bad input)  if it is of another kind
/// @throws ConfigError  as parse(); if a kind that programs write has one of these
Value parse_as(FileKind wanted, std::string_view text, const std::string& file);

/// Reads a file of at most `limit` bytes, and does the same.
/// @throws ConfigError  also if the file cannot be read or is larger
Value load(const std::filesystem::path& file, FileKind wanted, std::size_t limit);

}  // namespace rda::json
