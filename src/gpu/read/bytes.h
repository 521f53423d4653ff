// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace rda::gpu::read {

/// Most bytes of a file, and of what a compressed one holds.
inline constexpr std::size_t kMostBytes = std::size_t{1} << 32;

bool is_gzip(std::string_view bytes);
/// What gzip has compressed, all members of the file. @param file  as messages name it
/// @throws ConfigError  if it is cut off or damaged, or holds more than kMostBytes
std::string gunzipped(std::string_view bytes, const std::string& file);

/// Text in UTF-8 without a byte order mark, from UTF-8 or UTF-16 with one (PowerShell's `>`).
void to_utf8(std::string& bytes);

}  // namespace rda::gpu::read
