// SPDX-License-Identifier: Apache-2.0
#include "json/value.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <iterator>

#include "base/text.h"
#include "rda/check.h"

namespace rda::json {
namespace {

bool needs_escape(char c) { return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\'; }

/// The escape sequence of a character in a JSON string.
std::string escaped(char c) {
  switch (c) {
    case '"':
      return "\\\"";
    case '\\':
      return "\\\\";
    case '\b':
      return "\\b";
    case '\f':
      return "\\f";
    case '\n':
      return "\\n";
    case '\r':
      return "\\r";
    case '\t':
      return "\\t";
    default:
      return fmt::format("\\u{:04x}", static_cast<unsigned>(c));
  }
}

bool plain(const Value& value) {
  return !value.get_if<Value::Array>() && !value.get_if<Value::Object>();
}

/// Appends values to a text, over several lines or on one line.
class Dumper {
 public:
  explicit Dumper(bool one_line) : one_line_(one_line) {}
  std::string take() { return std::move(text_); }

  void append(const Value& value, std::size_t level) {
    std::visit([&](const auto& data) { append_data(data, level); }, value.data);
  }

 private:
  void append_data(std::nullptr_t, std::size_t) { text_ += "null"; }
  void append_data(bool flag, std::size_t) { text_ += flag ? "true" : "false"; }
  void append_data(const Integer& number, std::size_t) { append_text(text_, number); }
  void append_data(double number, std::size_t) { append_text(text_, number); }
  void append_data(const std::string& text, std::size_t) { append_text(text_, text); }

  void append_data(const Value::Array& items, std::size_t level) {
    const bool spread = !one_line_ && !std::ranges::all_of(items, plain);
    text_ += '[';
    for (std::size_t i = 0; i < items.size(); ++i) {
      separate(i == 0, spread, level + 1);
      append(items[i], level + 1);
    }
    if (spread) new_line(level);
    text_ += ']';
  }

  void append_data(const Value::Object& members, std::size_t level) {
    const bool spread = !one_line_ && !members.empty();
    text_ += '{';
    bool first = true;
    for (const auto& [key, value] : members) {
      separate(std::exchange(first, false), spread, level + 1);
      append_text(text_, key);
      text_ += ": ";
      append(value, level + 1);
    }
    if (spread) new_line(level);
    text_ += '}';
  }

  void separate(bool first, bool spread, std::size_t level) {
    if (!first) text_ += spread ? "," : ", ";
    if (spread) new_line(level);
  }

  void new_line(std::size_t level) {
    text_ += '\n';
    text_.append(2 * level, ' ');
  }

  bool one_line_;
  std::string text_;
};

}  // namespace

Value::Value() : data(nullptr) {}
Value::Value(bool flag) : data(flag) {}
Value::Value(double number) : data(number) {}
Value::Value(Integer number) : data(number) {}
Value::Value(const char* text) : data(std::string(text)) {}
Value::Value(std::string_view text) : data(std::string(text)) {}
Value::Value(std::string text) : data(std::move(text)) {}
Value::Value(Array items) : data(std::move(items)) {}
Value::Value(Object members) : data(std::move(members)) {}
Value::Value(const Value&) = default;
Value::Value(Value&&) noexcept = default;
Value& Value::operator=(const Value&) = default;
Value& Value::operator=(Value&&) noexcept = default;
Value::~Value() = default;

std::string to_string(const Integer& number) {
  return std::visit([](auto n) { return std::to_string(n); }, number);
}

void append_text(std::string& text, std::string_view value) {
  text += '"';
  while (!value.empty()) {
    const auto clean =
        static_cast<std::size_t>(std::ranges::find_if(value, needs_escape) - value.begin());
    text.append(value, 0, clean);
    value.remove_prefix(clean);
    if (value.empty()) break;
    text += escaped(value[0]);
    value.remove_prefix(1);
  }
  text += '"';
}

void append_text(std::string& text, const Integer& value) {
  std::array<char, 24> digits;
  const auto end = std::visit(
      [&](auto n) { return std::to_chars(digits.data(), digits.data() + digits.size(), n).ptr; },
      value);
  text.append(digits.data(), end);
}

void append_text(std::string& text, double value) {
  RDA_CHECK(std::isfinite(value), "JSON has no infinity and no NaN");
  const std::size_t start = text.size();
  fmt::format_to(std::back_inserter(text), "{}", value);
  if (text.find_first_of(".e", start) == text.npos) text += ".0";
}

std::string dump(const Value& value) {
  Dumper dumper(false);
  dumper.append(value, 0);
  return dumper.take();
}

std::string dump_line(const Value& value) {
  Dumper dumper(true);
  dumper.append(value, 0);
  return dumper.take();
}

std::string child(const std::string& pointer, std::string_view key) {
  std::string result = pointer + '/';
  for (const char c : one_line(key, 200)) {
    if (c == '~') {
      result += "~0";
    } else if (c == '/') {
      result += "~1";
    } else {
      result += c;
    }
  }
  return result;
}

std::vector<std::string> split_pointer(std::string_view pointer) {
  std::vector<std::string> keys;
  for (std::size_t i = 0; i < pointer.size(); ++i) {
    if (pointer[i] == '/') {
      keys.emplace_back();
    } else if (keys.empty()) {
      throw ConfigError(std::string(pointer), "", "a JSON pointer starts with '/'");
    } else if (pointer[i] == '~' && i + 1 < pointer.size() &&
               (pointer[i + 1] == '0' || pointer[i + 1] == '1')) {
      keys.back() += pointer[++i] == '0' ? '~' : '/';
    } else {
      keys.back() += pointer[i];
    }
  }
  return keys;
}

}  // namespace rda::json
