// SPDX-License-Identifier: Apache-2.0
#include "json/comments.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace rda::json {
namespace {

/// Goes through a text once and blanks what JSON does not have.
class Blanker {
 public:
  explicit Blanker(std::string_view text) : plain_{std::string(text), {}, {}} {}

  Plain run() {
    while (at_ < text().size() && !plain_.unclosed) step();
    return std::move(plain_);
  }

 private:
  std::string& text() { return plain_.text; }

  void step() {
    const char c = text()[at_];
    if (c == '"') return skip_string();
    if (c == '/' && at_ + 1 < text().size()) {
      if (text()[at_ + 1] == '/') return blank_comment(text().find('\n', at_));
      if (text()[at_ + 1] == '*') return blank_long_comment();
    }
    if ((c == '}' || c == ']') && comma_) blank(*comma_, *comma_ + 1, "a trailing comma");
    if (c != ' ' && c != '\t' && c != '\r' && c != '\n') take(c);
    ++at_;
  }

  void blank_long_comment() {
    const std::size_t end = text().find("*/", at_ + 2);
    if (end == text().npos) plain_.unclosed = at_;
    blank_comment(end == text().npos ? end : end + 2);
  }

  /// A comma is a trailing one only behind a value.
  void take(char c) {
    const bool behind_value = last_ != ',' && last_ != '[' && last_ != '{' && last_ != ':';
    comma_ = c == ',' && behind_value ? std::optional(at_) : std::nullopt;
    last_ = c;
  }

  void skip_string() {
    take('"');
    for (++at_; at_ < text().size() && text()[at_] != '"'; ++at_)
      if (text()[at_] == '\\') ++at_;
    ++at_;
  }

  void blank_comment(std::size_t end) {
    end = std::min(end, text().size());
    blank(at_, end, "a comment");
    at_ = end;
  }

  void blank(std::size_t begin, std::size_t end, std::string_view what) {
    if (!plain_.first || begin < plain_.first->at) plain_.first = Extra{begin, what};
    for (std::size_t i = begin; i < end; ++i)
      if (text()[i] != '\n' && text()[i] != '\r') text()[i] = ' ';
  }

  Plain plain_;
  std::size_t at_ = 0;
  char last_ = '{';                   // the last byte that is no space
  std::optional<std::size_t> comma_;  // the last one, if only spaces follow it
};

}  // namespace

Plain without_comments(std::string_view text) { return Blanker(text).run(); }

std::string place_in(std::string_view text, std::size_t byte) {
  const std::string_view before = text.substr(0, byte);
  const std::size_t newline = before.rfind('\n');
  const std::size_t begin = newline == before.npos ? 0 : newline + 1;
  return fmt::format("line {}, column {}", 1 + std::ranges::count(before, '\n'),
                     before.size() - begin + 1);
}

}  // namespace rda::json
