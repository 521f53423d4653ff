// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <utility>

#include "json/kinds.h"
#include "json/load.h"
#include "json/overrides.h"
#include "json/shape.h"
#include "json/value.h"
#include "rda/override.h"

namespace rda::json {

/// Most bytes of a config file.
inline constexpr std::size_t kMaxConfigBytes = std::size_t{1} << 24;

template <class T>
void fill(const Value& value, T& field);

/// Visits the fields of a described struct and sets those that a JSON object has. Requires that the
/// object has the shape of the struct.
class JsonReader {
 public:
  explicit JsonReader(const Value::Object& object) : object_(object) {}

  template <class T, class... Rest>
  void operator()(std::string_view key, T&& field, const Rest&...) {
    if (const auto found = object_.find(key); found != object_.end()) fill(found->second, field);
  }

 private:
  const Value::Object& object_;
};

template <class T>
T to_number(const Value& value) {
  if (const auto* real = value.get_if<double>()) return static_cast<T>(*real);
  return std::visit([](auto number) { return static_cast<T>(number); }, value.get<Integer>());
}

/// Sets `field` to the alternative that the key "kind" names. Absent fields keep their values if
/// the alternative does not change.
template <std::size_t I = 0, class... T>
void fill_variant(const Value& value, std::variant<T...>& field) {
  if constexpr (I < sizeof...(T)) {
    using Alternative = std::variant_alternative_t<I, std::variant<T...>>;
    if (value.get<Value::Object>().at("kind").template get<std::string>() != Alternative::kKind) {
      return fill_variant<I + 1>(value, field);
    }
    if (field.index() != I) field.template emplace<I>();
    fill(value, std::get<I>(field));
  }
}

/// Sets `field` to `value`. Requires that `value` has its shape. Absent fields of structs keep
/// their values; arrays and maps are replaced.
template <class T>
void fill(const Value& value, T& field) {
  if constexpr (std::is_same_v<T, bool> || std::is_same_v<T, std::string>) {
    field = value.get<T>();
  } else if constexpr (std::is_arithmetic_v<T>) {
    field = to_number<T>(value);
  } else if constexpr (IsId<T>::value) {
    field = T(to_number<int>(value));
  } else if constexpr (NamedEnum<T>) {
    const auto all = names(T{});
    const auto found = std::ranges::find(all, value.get<std::string>());
    field = static_cast<T>(found - all.begin());
  } else if constexpr (IsVector<T>::value) {
    field.clear();
    for (const Value& item : value.get<Value::Array>()) {
      typename T::value_type element{};
      fill(item, element);
      field.push_back(std::move(element));
    }
  } else if constexpr (IsCountOrList<T>::value) {
    if (value.get_if<Value::Array>()) {
      fill(value, field.list);
    } else {
      field.list.clear();
      fill(value, field.count);
    }
  } else if constexpr (IsOptional<T>::value) {
    if (value.is_null()) {
      field.reset();
    } else {
      if (!field) field.emplace();
      fill(value, *field);
    }
  } else if constexpr (IsMap<T>::value) {
    field.clear();
    for (const auto& [key, item] : value.get<Value::Object>()) fill(item, field[key]);
  } else if constexpr (IsVariant<T>::value) {
    fill_variant(value, field);
  } else if constexpr (std::is_same_v<T, Value>) {
    field = value;
  } else {
    JsonReader reader(value.get<Value::Object>());
    T::describe(field, reader);
  }
}

/// @throws ConfigError  for every part of `value` that does not have the shape; names the override
/// that set it, if there is one
void require(const Value& value, const Shape& shape, const std::string& file,
             std::span<const Override> overrides = {});

/// @throws ConfigError  if the value is not an object
void require_object(const Value& value, const std::string& file);

/// Reads a described struct from a JSON value, a text or a file. Ignores overrides of other
/// structs.
/// @throws ConfigError  naming `file`, the pointer, the problem, and what would be right
template <class T>
T read_value(Value value, const std::string& file, std::span<const Override> overrides = {}) {
  const Shape expected = shape<T>();
  require_object(value, file);
  const std::vector<Override> ours = own(expected, overrides);
  apply(ours, value, file);
  require(value, expected, file, ours);
  T result{};
  fill(value, result);
  return result;
}
template <class T>
T read(std::string_view text, const std::string& file, std::span<const Override> overrides = {}) {
  return read_value<T>(parse(text, file), file, overrides);
}
/// @throws Error (bad input)  also if the file is of another kind
template <class T>
T read_file(const std::filesystem::path& file, FileKind kind,
            std::span<const Override> overrides = {}) {
  return read_value<T>(load(file, kind, kMaxConfigBytes), file.string(), overrides);
}

/// Applies the overrides that belong to a described struct which is not read from a file, e.g.
/// MappingOptions.
/// @throws ConfigError  for every bad value, naming `--set`, its pointer and its value
template <class T>
void override_fields(T& object, std::span<const Override> overrides) {
  const std::vector<Override> ours = own(shape_of(object), overrides);
  if (ours.empty()) return;
  Value value = to_value(object);
  apply(ours, value, "");
  require_overridden(value, shape<T>(), ours);
  fill(value, object);
}

}  // namespace rda::json
