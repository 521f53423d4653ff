// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "rda/describe.h"
#include "rda/ids.h"

namespace rda::json {

// What the fields of a described struct may be (include/rda/describe.h), and json::Value: whatever
// JSON can say.

/// Stands for any visitor where only the existence of `describe` is asked.
struct AnyVisitor {
  void operator()(auto&&...) {}
};

template <class T>
concept Described = requires(T& self, AnyVisitor& visit) {
  std::remove_const_t<T>::describe(self, visit);
};

template <class T>
concept NamedEnum = std::is_enum_v<T> && requires(T value) {
  names(value).size();
};

template <class T>
struct IsVector : std::false_type {};
template <class T>
struct IsVector<std::vector<T>> : std::true_type {};
template <class I, class T>
struct IsVector<IdVector<I, T>> : std::true_type {};

template <class T>
struct IsId : std::false_type {};
template <class Tag>
struct IsId<Id<Tag>> : std::true_type {};

template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {};

template <class T>
struct IsMap : std::false_type {};
template <class T>
struct IsMap<std::map<std::string, T>> : std::true_type {};

template <class T>
struct IsVariant : std::false_type {};
template <class... T>
struct IsVariant<std::variant<T...>> : std::true_type {};

/// For the last branch of a chain over kinds: no such field can be described.
template <class T>
inline constexpr bool kNoSuchKind = false;

}  // namespace rda::json
