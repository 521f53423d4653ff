// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <numeric>
#include <utility>
#include <vector>

namespace rda {
namespace {

/// Words longer than this are compared by their beginning: nobody mistypes more.
constexpr std::size_t kLongestWord = 256;

/// The second bytes of well-formed UTF-8 behind this first one: fewer where a shorter sequence
/// would do, for surrogates, and above U+10FFFF (Unicode, table 3-7).
std::pair<unsigned char, unsigned char> second_bytes(unsigned char lead) {
  switch (lead) {
    case 0xe0:
      return {0xa0, 0xbf};
    case 0xed:
      return {0x80, 0x9f};
    case 0xf0:
      return {0x90, 0xbf};
    case 0xf4:
      return {0x80, 0x8f};
    default:
      return {0x80, 0xbf};
  }
}

/// Bytes of the well-formed UTF-8 sequence at the start of `text`, 0 if it is broken.
std::size_t utf8_length(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  const std::size_t length = lead < 0x80                   ? 1
                             : lead >= 0xc2 && lead < 0xe0 ? 2
                             : lead >= 0xe0 && lead < 0xf0 ? 3
                             : lead >= 0xf0 && lead < 0xf5 ? 4
                                                           : 0;
  if (length == 0 || text.size() < length) return 0;
  if (length == 1) return 1;
  const auto [least, most] = second_bytes(lead);
  const auto second = static_cast<unsigned char>(text[1]);
  if (second < least || second > most) return 0;
  const auto continues = [](char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; };
  return std::ranges::all_of(text.substr(1, length - 1), continues) ? length : 0;
}

std::string lower(std::string_view word) {
  std::string result(word.substr(0, kLongestWord));
  for (char& c : result)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return result;
}

/// Whether somebody who wrote `a` may have meant `b`: a slip in every third letter at most, letters
/// in another order, or one word is in the other.
bool alike(std::string_view a, std::string_view b, std::size_t distance) {
  constexpr std::size_t kLettersOfASlip = 3;
  if (a.size() > b.size()) std::swap(a, b);
  if (a.empty()) return false;
  if (a.size() > 1 && distance <= std::max<std::size_t>(1, b.size() / kLettersOfASlip)) return true;
  const bool swapped = distance <= 2 && std::ranges::is_permutation(a, b);
  return swapped || (a.size() >= kLettersOfASlip && b.find(a) != b.npos);
}

}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b) {
  a = a.substr(0, kLongestWord);
  b = b.substr(0, kLongestWord);
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::swap(before, last);
    std::swap(last, row);
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      row[j + 1] = std::min({last[j] + (a[i] == b[j] ? 0 : 1), last[j + 1] + 1, row[j] + 1});
      if (i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j])
        row[j + 1] = std::min(row[j + 1], before[j - 1] + 1);
    }
  }
  return row.back();
}

std::string nearest(std::string_view word, std::span<const std::string> candidates) {
  constexpr std::size_t kLettersOfABeginning = 3;
  const std::string meant = lower(word);
  std::string best;
  std::pair least{true, meant.npos};  // whether it begins otherwise, then the distance
  for (const std::string& candidate : candidates) {
    const std::string other = lower(candidate);
    const std::pair rank{meant.size() < kLettersOfABeginning || !other.starts_with(meant),
                         edit_distance(meant, other)};
    if (rank >= least || !alike(meant, other, rank.second)) continue;
    best = candidate;
    least = rank;
  }
  return best;
}

std::string did_you_mean(std::string_view word, std::span<const std::string> candidates) {
  const std::string best = nearest(word, candidates);
  return best.empty() ? "" : fmt::format("; did you mean \"{}\"?", best);
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

std::string one_line(std::string_view text, std::size_t limit) {
  std::string line;
  while (!text.empty()) {
    if (line.size() >= limit) return line + "...";
    const std::size_t length = utf8_length(text);
    const auto byte = static_cast<unsigned char>(text[0]);
    if (length == 0 || byte < 0x20 || byte == 0x7f) {
      line += fmt::format("\\x{:02x}", byte);
    } else {
      line += text.substr(0, length);
    }
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return line;
}

std::string legible(std::string_view text) {
  std::string all;
  for (;;) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    all += one_line(text.substr(0, end), std::numeric_limits<std::size_t>::max());
    if (end == text.size()) return all;
    all += '\n';
    text.remove_prefix(end + 1);
  }
}

std::string trimmed(std::string_view text) {
  constexpr std::string_view kSpaces = " \t\r";
  const std::size_t first = text.find_first_not_of(kSpaces);
  if (first == text.npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(kSpaces) + 1 - first));
}

std::string cut(const std::string& text, std::size_t width) {
  return text.size() <= width ? text : text.substr(0, width - 2) + "..";
}

std::string wrapped(std::string_view text, std::size_t width, std::size_t indent) {
  std::string result;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    std::string line(text.substr(begin, end - begin));
    while (line.size() > width) {
      std::size_t space = line.rfind(' ', width);
      if (space == line.npos || space <= indent) space = line.find(' ', width);
      if (space == line.npos) break;
      result += line.substr(0, space) + '\n';
      line = std::string(indent, ' ') + line.substr(space + 1);
    }
    result += line;
    if (end < text.size()) result += '\n';
    begin = end + 1;
  }
  return result;
}

std::string continued(std::span<const std::string> parts, std::size_t indent) {
  constexpr std::string_view kMore = " \\";
  std::string text, line;
  for (const std::string& part : parts) {
    const bool last = &part == &parts.back();
    const std::size_t room = kScreenColumns - (last ? 0 : kMore.size());
    if (!line.empty() && line.size() + 1 + part.size() > room) {
      text += std::exchange(line, std::string(indent, ' ') + part) + std::string(kMore) + '\n';
      continue;
    }
    line += (line.empty() ? "" : " ") + part;
  }
  return text + line + '\n';
}

std::string title_text(std::string_view workload, std::string_view chip) {
  constexpr std::size_t kLongestName = 400;
  return wrapped(
      fmt::format("{} on {}\n\n", one_line(workload, kLongestName), one_line(chip, kLongestName)),
      kScreenColumns, 2);
}

std::string counted(std::int64_t count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

std::string join(std::span<const std::string> items, std::string_view separator) {
  return fmt::format("{}", fmt::join(items, separator));
}

std::string shell_quoted(std::string_view word) {
  constexpr std::string_view kPlain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-+=:,./@%";
  if (!word.empty() && word.find_first_not_of(kPlain) == std::string_view::npos)
    return std::string(word);
  std::string quoted = "'";
  for (const char c : word) quoted += c == '\'' ? "'\\''" : std::string(1, c);
  return quoted + "'";
}

}  // namespace rda
