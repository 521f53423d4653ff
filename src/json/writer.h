// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>

#include "json/kinds.h"
#include "json/value.h"

namespace rda::json {

template <class T>
Value to_value(const T& field);

/// Visits the fields of a described struct and collects them as a JSON object.
class JsonWriter {
 public:
  template <class T, class... Rest>
  void operator()(std::string_view key, const T& field, const Rest&...) {
    object_[std::string(key)] = to_value(field);
  }
  Value::Object take() { return std::move(object_); }

 private:
  Value::Object object_;
};

/// The JSON value of a described struct, or of a field: with all fields, empty optionals as null,
/// enums by name.
template <class T>
Value to_value(const T& field) {
  if constexpr (std::is_same_v<T, bool> || std::is_integral_v<T> ||
                std::is_same_v<T, std::string> || std::is_same_v<T, Value>) {
    return field;
  } else if constexpr (std::is_floating_point_v<T>) {
    return static_cast<double>(field);
  } else if constexpr (IsId<T>::value) {
    return field.number();
  } else if constexpr (NamedEnum<T>) {
    return rda::word(field);
  } else if constexpr (IsVector<T>::value) {
    Value::Array items;
    items.reserve(field.size());
    for (const auto& item : field) items.push_back(to_value(item));
    return items;
  } else if constexpr (IsCountOrList<T>::value) {
    return field.listed() ? to_value(field.list) : to_value(field.count);
  } else if constexpr (IsOptional<T>::value) {
    return field ? to_value(*field) : Value();
  } else if constexpr (IsMap<T>::value) {
    Value::Object members;
    for (const auto& [key, item] : field) members[key] = to_value(item);
    return members;
  } else if constexpr (IsVariant<T>::value) {
    return std::visit(
        []<class Alternative>(const Alternative& chosen) {
          Value value = to_value(chosen);
          (*value.get_if<Value::Object>())["kind"] = Alternative::kKind;
          return value;
        },
        field);
  } else if constexpr (Described<const T>) {
    JsonWriter writer;
    T::describe(field, writer);
    return writer.take();
  } else {
    static_assert(kNoSuchKind<T>, "a field of this type cannot be described");
  }
}

}  // namespace rda::json
