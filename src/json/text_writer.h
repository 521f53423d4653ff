// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "json/kinds.h"
#include "json/value.h"
#include "rda/describe.h"

namespace rda::json {

/// Which fields of a described struct are written.
enum class Fields {
  all,
  inputs,  ///< all but those described by Text, and missing ones described by Part
};

/// A text whose objects have their members in the order of their keys, in whatever order they came.
class ObjectText {
 public:
  std::string take() { return std::move(text_); }

 protected:
  /// Where an object begins, in the text and among the members.
  struct Begin {
    std::size_t text = 0, member = 0;
  };
  Begin open() const { return {text_.size(), members_.size()}; }
  void end_member(std::string_view key, std::size_t begin) {
    members_.push_back({key, begin, text_.size()});
  }
  /// Sorts the members that came since `open`, and makes an object of them.
  void close(Begin begin, std::size_t level);
  static void new_line(std::string& text, std::size_t level);

  std::string text_;

 private:
  /// A member of an object: its key, and the place of its text.
  struct Member {
    std::string_view key;
    std::size_t begin = 0;
    std::size_t end = 0;
  };

  std::string sorted_;
  std::vector<Member> members_;  // of all open objects, the innermost last
};

/// Writes the text of described structs: the same text as dump(to_value(field)), without
/// intermediate values.
template <Fields kFields = Fields::all>
class TextWriter : public ObjectText {
 public:
  template <class T>
  void append(const T& field, std::size_t level);

 private:
  /// Whether an array of such fields is written on one line.
  template <class T>
  static bool is_plain(const T& field) {
    if constexpr (IsOptional<T>::value)
      return !field || is_plain(*field);
    else
      return std::is_arithmetic_v<T> || IsId<T>::value || std::is_same_v<T, std::string> ||
             NamedEnum<T>;
  }

  template <class T>
  static bool is_missing(const std::optional<T>& part) {
    return !part;
  }
  template <class T>
  static bool is_missing(const std::vector<T>& part) {
    return part.empty();
  }

  template <class T>
  void append_items(const std::vector<T>& items, std::size_t level) {
    const bool spread =
        !std::ranges::all_of(items, [](const T& item) { return is_plain<T>(item); });
    text_ += '[';
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (i > 0) text_ += spread ? "," : ", ";
      if (spread) new_line(text_, level + 1);
      append<T>(items[i], level + 1);
    }
    if (spread) new_line(text_, level);
    text_ += ']';
  }

  template <class T>
  void append_alternative(const T& chosen, std::size_t level) {
    append_members(level, [&](auto& visit) {
      T::describe(chosen, visit);
      visit("kind", std::string(T::kKind));
    });
  }

  /// Appends the members that `visit_all` visits, and sorts them by key.
  template <class VisitAll>
  void append_members(std::size_t level, const VisitAll& visit_all) {
    const Begin begin = open();
    auto visit = [&]<class T, class... Said>(std::string_view key, const T& field, const Said&...) {
      if constexpr (kFields == Fields::inputs && (std::is_same_v<Said, Text> || ...)) return;
      if constexpr (kFields == Fields::inputs && (std::is_same_v<Said, Part> || ...))
        if (is_missing(field)) return;
      const std::size_t member_begin = text_.size();
      append(field, level + 1);
      end_member(key, member_begin);
    };
    visit_all(visit);
    close(begin, level);
  }
};

// Not within the class: it would be inline, and made where RDA_JSON_CODE says that it is elsewhere.
template <Fields kFields>
template <class T>
void TextWriter<kFields>::append(const T& field, std::size_t level) {
  if constexpr (std::is_same_v<T, bool>) {
    text_ += field ? "true" : "false";
  } else if constexpr (std::is_integral_v<T>) {
    append_text(text_, make_integer(field));
  } else if constexpr (std::is_floating_point_v<T>) {
    append_text(text_, static_cast<double>(field));
  } else if constexpr (IsId<T>::value) {
    append(field.number(), level);
  } else if constexpr (std::is_same_v<T, std::string>) {
    append_text(text_, std::string_view(field));
  } else if constexpr (NamedEnum<T>) {
    append_text(text_, word(field));
  } else if constexpr (IsCountOrList<T>::value) {
    if (field.listed())
      append(field.list, level);
    else
      append(field.count, level);
  } else if constexpr (IsOptional<T>::value) {
    if (field)
      append(*field, level);
    else
      text_ += "null";
  } else if constexpr (IsVector<T>::value) {
    append_items(field, level);
  } else if constexpr (IsMap<T>::value) {
    append_members(level, [&](auto& visit) {
      for (const auto& [key, item] : field) visit(key, item);
    });
  } else if constexpr (IsVariant<T>::value) {
    std::visit([&](const auto& chosen) { append_alternative(chosen, level); }, field);
  } else if constexpr (Described<const T>) {
    append_members(level, [&](auto& visit) { T::describe(field, visit); });
  } else {
    static_assert(kNoSuchKind<T>, "a field of this type cannot be described");
  }
}

/// Canonical JSON text of a described struct: sorted keys, all fields, a newline at the end.
template <Fields kFields = Fields::all, class T>
std::string write(const T& object) {
  TextWriter<kFields> writer;
  writer.append(object, 0);
  return writer.take() + '\n';
}

/// The same without texts for people and without missing parts: what hashes and keys are made of.
template <class T>
std::string write_inputs(const T& object) {
  return write<Fields::inputs>(object);
}

}  // namespace rda::json
