// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace rda::json {

/// What people write in JSON and RFC 8259 does not have, at its byte.
struct Extra {
  std::size_t at = 0;
  std::string_view what;  ///< "a comment", "a trailing comma"
};

/// A text in which spaces stand for comments (`//` to the end of the line, `/* */`) and for a comma
/// after a last element. Every other byte, and every line break, stays at its place.
struct Plain {
  std::string text;
  std::optional<Extra> first;           ///< of what the spaces stand for
  std::optional<std::size_t> unclosed;  ///< begin of a comment that has no end
};
Plain without_comments(std::string_view text);

/// "line 3, column 14": where a byte of a text is. Both count from 1, columns in bytes.
std::string place_in(std::string_view text, std::size_t byte);

}  // namespace rda::json
