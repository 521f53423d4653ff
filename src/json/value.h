// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace rda::json {

/// A whole number of 64 bits: unsigned only above the largest signed one, so that `<` orders by
/// value.
using Integer = std::variant<std::int64_t, std::uint64_t>;

/// The integer in its one spelling.
template <std::integral T>
constexpr Integer make_integer(T number) {
  if (std::in_range<std::int64_t>(number)) return static_cast<std::int64_t>(number);
  return static_cast<std::uint64_t>(number);
}
std::string to_string(const Integer& number);

/// A JSON value in memory. Objects are sorted by key.
struct Value {
  using Array = std::vector<Value>;
  using Object = std::map<std::string, Value, std::less<>>;

  Value();
  Value(bool flag);
  template <std::integral T>
  requires(!std::same_as<T, bool>) Value(T number) : Value(make_integer(number)) {}
  Value(double number);
  Value(Integer number);
  Value(const char* text);
  Value(std::string_view text);
  Value(std::string text);
  Value(Array items);
  Value(Object members);

  // Out of line: inlined, they make GCC 12 warn of uninitialised members that are never read.
  Value(const Value&);
  Value(Value&&) noexcept;
  Value& operator=(const Value&);
  Value& operator=(Value&&) noexcept;
  ~Value();

  bool is_null() const { return std::holds_alternative<std::nullptr_t>(data); }
  template <class T>
  const T* get_if() const {
    return std::get_if<T>(&data);
  }
  template <class T>
  T* get_if() {
    return std::get_if<T>(&data);
  }
  template <class T>
  const T& get() const {
    return std::get<T>(data);
  }
  friend bool operator==(const Value& a, const Value& b) { return a.data == b.data; }

  std::variant<std::nullptr_t, bool, Integer, double, std::string, Array, Object> data;
};

/// How deep arrays and objects may nest.
inline constexpr std::size_t kMaxDepth = 100;

/// The value that `text` spells (RFC 8259, UTF-8).
/// @throws ConfigError  naming `file`, line and column of a syntax error; or the pointer of a key
/// that
///                      an object has twice or of a value nested deeper than kMaxDepth
Value parse(std::string_view text, const std::string& file);

/// Reads and parses a file of at most `limit` bytes. @throws ConfigError
Value parse_file(const std::filesystem::path& file, std::size_t limit);

/// Canonical text: keys sorted, two spaces a level, arrays of plain values on one line, reals in
/// the shortest form that reads back the same and never like an integer; no newline at the end.
/// @throws InternalError  if a real is not finite, which JSON cannot say
std::string dump(const Value& value);

/// The same on one line.
std::string dump_line(const Value& value);

/// Appends what dump() makes of a plain value.
void append_text(std::string& text, std::string_view value);
void append_text(std::string& text, const Integer& value);
void append_text(std::string& text, double value);

/// `pointer` extended by one key (RFC 6901 escapes).
std::string child(const std::string& pointer, std::string_view key);

/// The keys of an RFC 6901 pointer. @throws ConfigError  if it neither is empty nor starts with '/'
std::vector<std::string> split_pointer(std::string_view pointer);

}  // namespace rda::json
