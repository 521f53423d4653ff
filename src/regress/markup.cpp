// SPDX-License-Identifier: Apache-2.0
#include "regress/markup.h"

#include "base/text.h"

namespace rda::regress {
namespace {

/// What a cell of a table has room for.
constexpr std::size_t kMostBytes = 400;

}  // namespace

std::string xml(std::string_view text) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      case '\n':
        result += "&#10;";
        break;
      case '\t':
        result += "&#9;";
        break;
      default:
        result += static_cast<unsigned char>(c) < 0x20 ? '?' : c;
    }
  }
  return result;
}

std::string markdown(std::string_view text) {
  std::string result;
  for (const char c : one_line(text, kMostBytes)) {
    if (c == '<') {
      result += "&lt;";
      continue;
    }
    if (c == '|' || c == '*' || c == '_' || c == '`' || c == '[' || c == ']' || c == '\\')
      result += '\\';
    result += c;
  }
  return result;
}

}  // namespace rda::regress
