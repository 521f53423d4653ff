// SPDX-License-Identifier: Apache-2.0
#include "gpu/read/text.h"

#include <algorithm>

namespace rda::gpu::read {

std::string_view stripped(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r";
  const std::size_t begin = text.find_first_not_of(kBlank);
  if (begin == text.npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlank) - begin + 1);
}

std::string lowered(std::string_view text) {
  std::string lower(text);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lower;
}

bool contains(std::string_view text, std::string_view part) { return text.find(part) != text.npos; }

bool Lines::next(std::string_view& line) {
  if (rest_.empty()) return false;
  const std::size_t end = rest_.find('\n');
  line = rest_.substr(0, end);
  rest_.remove_prefix(end == rest_.npos ? rest_.size() : end + 1);
  while (line.ends_with('\r')) line.remove_suffix(1);
  ++number_;
  return true;
}

namespace {

/// Where two blanks or a tab begin; npos: nowhere.
std::size_t find_blanks(std::string_view line) {
  for (std::size_t at = line.find_first_of(" \t"); at != line.npos;
       at = line.find_first_of(" \t", at + 1))
    if (line[at] == '\t' || line.substr(at + 1).starts_with(' ')) return at;
  return line.npos;
}

}  // namespace

std::vector<std::string_view> split_at_blanks(std::string_view line, std::size_t most) {
  std::vector<std::string_view> parts;
  line = stripped(line);
  while (!line.empty()) {
    const bool last = most > 0 && parts.size() + 1 == most;
    const std::size_t end = last ? line.npos : find_blanks(line);
    parts.push_back(stripped(line.substr(0, end)));
    line = end == line.npos ? std::string_view() : stripped(line.substr(end));
  }
  return parts;
}

bool is_rule(std::string_view line) {
  line = stripped(line);
  return line.size() > 2 && line.find_first_not_of("- ") == line.npos;
}

}  // namespace rda::gpu::read
