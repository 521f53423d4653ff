// SPDX-License-Identifier: Apache-2.0
#include "json/value.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "rda/check.h"

namespace rda::json {
namespace {

std::string json_string(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    switch (c) {
      case '"':
        result += "\\\"";
        break;
      case '\\':
        result += "\\\\";
        break;
      case '\b':
        result += "\\b";
        break;
      case '\f':
        result += "\\f";
        break;
      case '\n':
        result += "\\n";
        break;
      case '\r':
        result += "\\r";
        break;
      case '\t':
        result += "\\t";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          result += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
        } else {
          result += c;
        }
    }
  }
  return result + '"';
}

std::string real(double number) {
  RDA_CHECK(std::isfinite(number), "JSON has no infinity and no NaN");
  std::string text = fmt::format("{}", number);
  if (text.find_first_of(".e") == text.npos) text += ".0";
  return text;
}

bool plain(const Value& value) {
  return !value.get_if<Value::Array>() && !value.get_if<Value::Object>();
}

/// Appends values to a text, either spread over lines or on one.
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
  void append_data(const Integer& number, std::size_t) { text_ += to_string(number); }
  void append_data(double number, std::size_t) { text_ += real(number); }
  void append_data(const std::string& text, std::size_t) { text_ += json_string(text); }

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
      text_ += json_string(key) + ": ";
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
