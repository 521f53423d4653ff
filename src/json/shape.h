// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "json/kinds.h"
#include "json/value.h"
#include "json/writer.h"
#include "rda/describe.h"

namespace rda::json {

struct Field;

/// The JSON values that can be read into a C++ type. Reader, schema, reference and knobs are all
/// derived from it, so they cannot disagree.
struct Shape {
  enum class Kind {
    boolean,
    integer,
    real,
    string,
    enumeration,
    array,
    count_or_list,  ///< an integer, or an array that is not empty
    optional,
    map,
    object,
    variant,
    any  ///< any JSON value
  };

  Kind kind = Kind::object;
  Integer lo, hi;                   ///< integer, count_or_list: closed range
  double real_lo = 0, real_hi = 0;  ///< real: closed range
  std::vector<std::string> names;   ///< enumeration: its values; variant: its kinds
  /// array, count_or_list, optional, map: one shape; variant: one for each kind
  std::vector<Shape> elements;
  std::vector<Field> fields;  ///< object
};

/// A key of an object.
struct Field {
  std::string key, meaning, unit, source;
  Shape shape;
  Value fallback;         ///< the value if the key is absent
  bool required = false;  ///< the fallback is out of range, so the key must be present
  bool is_text = false;   ///< described by Text
  bool is_part = false;   ///< described by Part
};

struct Problem {
  std::string pointer, text;
};
/// The first `most` problems that keep `value` from having this shape; empty if there are none.
std::vector<Problem> problems(const Value& value, const Shape& shape, std::size_t most = 1);

/// A value of this shape without the fields described by Text, and without missing ones described
/// by Part.
Value without_texts(Value value, const Shape& shape);

/// The description of a field as messages add it: " (SIMD lanes of a stage)"; empty for an empty
/// one.
std::string in_brackets(std::string_view meaning);

template <class T>
Shape shape_of(const T& fallback, Range range = {});

/// Visits the fields of a described struct and collects their shapes.
class ShapeVisitor {
 public:
  template <class T>
  void operator()(std::string_view key, const T& field, const Doc& doc) {
    (*this)(key, field, Range{}, doc);
  }
  template <class T>
  void operator()(std::string_view key, const T& field, const Text& text) {
    (*this)(key, field, Range{}, text);
    fields_.back().is_text = true;
  }
  template <class T>
  void operator()(std::string_view key, const T& field, const Part& part) {
    (*this)(key, field, Range{}, part);
    fields_.back().is_part = true;
  }
  template <class T>
  void operator()(std::string_view key, const T& field, Range range, const Doc& doc) {
    add(key, doc, shape_of(field, range), to_value(field));
  }
  std::vector<Field> take() { return std::move(fields_); }

 private:
  void add(std::string_view key, const Doc& doc, Shape shape, Value fallback);

  std::vector<Field> fields_;
};

/// The integers of type T within `range`.
template <class T>
void limit(Shape& shape, Range range) {
  using Limits = std::numeric_limits<T>;
  const double above =
      std::ldexp(1.0, Limits::digits);  // the first number above the range of T, exactly
  const bool low = std::is_signed_v<T> ? range.lo <= -above : range.lo <= 0;
  shape.lo = make_integer(low ? Limits::min() : static_cast<T>(std::ceil(range.lo)));
  shape.hi = make_integer(range.hi >= above ? Limits::max() : static_cast<T>(std::floor(range.hi)));
}

template <class... T>
void add_alternatives(Shape& shape, const std::variant<T...>*) {
  (shape.names.emplace_back(T::kKind), ...);
  (shape.elements.push_back(shape_of(T{})), ...);
}

/// The shape of a field with this default. The range applies to numbers, including those in arrays,
/// optionals and maps, and to the places of names in their enumeration.
template <class T>
Shape shape_of(const T& fallback, Range range) {
  using Kind = Shape::Kind;
  Shape shape;
  if constexpr (std::is_same_v<T, bool>) {
    shape.kind = Kind::boolean;
  } else if constexpr (std::is_integral_v<T>) {
    shape.kind = Kind::integer;
    limit<T>(shape, range);
  } else if constexpr (IsId<T>::value) {
    return shape_of(fallback.number(), range);
  } else if constexpr (std::is_floating_point_v<T>) {
    shape.kind = Kind::real;
    shape.real_lo = range.lo;
    shape.real_hi = range.hi;
  } else if constexpr (std::is_same_v<T, std::string>) {
    shape.kind = Kind::string;
  } else if constexpr (NamedEnum<T>) {
    shape.kind = Kind::enumeration;
    const auto all = names(T{});
    for (std::size_t i = 0; i < all.size(); ++i)
      if (range.lo <= static_cast<double>(i) && static_cast<double>(i) <= range.hi)
        shape.names.emplace_back(all[i]);
  } else if constexpr (IsVector<T>::value) {
    shape.kind = Kind::array;
    shape.elements.push_back(shape_of(typename T::value_type{}, range));
  } else if constexpr (IsCountOrList<T>::value) {
    shape.kind = Kind::count_or_list;
    limit<int>(shape, range);
    shape.elements.push_back(shape_of(typename decltype(T::list)::value_type{}));
  } else if constexpr (IsOptional<T>::value) {
    shape.kind = Kind::optional;
    shape.elements.push_back(shape_of(fallback.value_or(typename T::value_type{}), range));
  } else if constexpr (IsMap<T>::value) {
    shape.kind = Kind::map;
    shape.elements.push_back(shape_of(typename T::mapped_type{}, range));
  } else if constexpr (IsVariant<T>::value) {
    shape.kind = Kind::variant;
    add_alternatives(shape, static_cast<const T*>(nullptr));
  } else if constexpr (std::is_same_v<T, Value>) {
    shape.kind = Kind::any;
  } else if constexpr (Described<const T>) {
    ShapeVisitor visitor;
    T::describe(fallback, visitor);
    shape.fields = visitor.take();
  } else {
    static_assert(kNoSuchKind<T>, "a field of this type cannot be described");
  }
  return shape;
}

/// The shape of a described struct, with its defaults: made once, as every reader asks for it.
template <class T>
const Shape& shape() {
  static const Shape made = shape_of(T{});
  return made;
}

}  // namespace rda::json
