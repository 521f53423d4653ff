// SPDX-License-Identifier: Apache-2.0
#include "regress/markup.h"

#include "base/text.h"

namespace rda::regress {
namespace {

/// Characters that fit in a cell of a table.
constexpr std::size_t kMostMarkupBytes = 400;

}  // namespace

std::string markdown(std::string_view text) {
  std::string result;
  for (const char c : one_line(text, kMostMarkupBytes)) {
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
