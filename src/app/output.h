// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace rda::app {

/// Writes `text` to stdout, all of it.
/// @throws OutputError  if it cannot be written: a full disk, a closed pipe
void print(std::string_view text);

/// The ending of a file's name in small letters, ".json" of "a.JSON"; empty if it has none.
std::string ending_of(const std::filesystem::path& file);

/// Checks before a long run that `target` ("-" is stdout) can be written later.
/// @throws OutputError  if its folder is missing or not writable, or it is a folder
void check_output(const std::string& target);

/// The same of a file that will hold `format`, e.g. "JSON".
/// @throws UsageError  if the name's suffix means another format (page.html)
void check_output(const std::string& target, std::string_view format);

/// Writes `text` to `target`: a file as a whole or not at all, "-" to stdout.
/// @throws OutputError
void write_output(const std::string& target, std::string_view text);

}  // namespace rda::app
