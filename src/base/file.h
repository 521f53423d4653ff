// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace rda {

/// The bytes of a file.
/// @throws ConfigError  if it cannot be read, is a folder, or holds more than `limit` bytes
std::string read_file(const std::filesystem::path& file, std::size_t limit);

/// Writes `text` to `file`, all or nothing: a reader sees the old file or the whole new one.
/// Devices and pipes (/dev/stdout too) are written in place.
/// @throws OutputError  with the system's reason, when a byte could not be written
void write_file(const std::filesystem::path& file, std::string_view text);

}  // namespace rda
