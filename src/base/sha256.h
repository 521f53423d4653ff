// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace rda {

/// SHA-256 of `text` (FIPS 180-4), in hexadecimal.
std::string sha256(std::string_view text);
/// The same of the bytes of a file. @throws ConfigError  if it cannot be read
std::string sha256_of_file(const std::filesystem::path& file);

}  // namespace rda
