// SPDX-License-Identifier: Apache-2.0
#include "base/csv.h"

#include <algorithm>
#include <cstddef>

namespace rda {

std::vector<std::string> next_row(std::string_view& text) {
  std::vector<std::string> row(1);
  bool quoted = false;
  std::size_t at = 0;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (quoted && c == '"' && text.substr(at + 1, 1) == "\"") {
      row.back() += '"';
      ++at;
    } else if (c == '"') {
      quoted = !quoted;
    } else if (!quoted && c == ',') {
      row.emplace_back();
    } else if (!quoted && c == '\n') {
      break;
    } else if (quoted || c != '\r') {
      row.back() += c;
    }
  }
  text.remove_prefix(std::min(at + 1, text.size()));
  return row;
}

}  // namespace rda
