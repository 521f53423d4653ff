// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace rda::json {

/// An integer of 64 bits. It is unsigned only above the largest signed integer, so that `<` orders
/// by value.
using Integer = std::variant<std::int64_t, std::uint64_t>;

/// The Integer of a number: signed if it fits.
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

  // Not inline: GCC 12 would warn of uninitialised members, wrongly.
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

/// Largest depth of nested arrays and objects.
inline constexpr std::size_t kMaxDepth = 100;

/// Parses a JSON text (RFC 8259, UTF-8).
/// @throws ConfigError  naming `file` and the line and column of a syntax error, or the pointer of
/// a duplicate key or of a value deeper than kMaxDepth
Value parse(std::string_view text, const std::string& file);

/// Canonical text: sorted keys, two spaces per level, arrays of plain values on one line, no
/// newline at the end. Reals are in the shortest form that reads back as the same real, and not as
/// an integer.
/// @throws InternalError  if a real is not finite
std::string dump(const Value& value);

/// As dump(), but on one line.
std::string dump_line(const Value& value);

/// Append the text of a plain value, as in dump().
void append_text(std::string& text, std::string_view value);
void append_text(std::string& text, const Integer& value);
void append_text(std::string& text, double value);

/// `pointer` extended by one key, with the escapes of RFC 6901.
std::string child(const std::string& pointer, std::string_view key);

/// The keys of a JSON pointer (RFC 6901).
/// @throws ConfigError  if it is not empty and does not start with '/'
std::vector<std::string> split_pointer(std::string_view pointer);

}  // namespace rda::json
