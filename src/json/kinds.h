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

// The types that fields of a described struct can have (include/rda/describe.h). A field of type
// json::Value takes any JSON value.

/// Stands for any visitor in the test whether a type has `describe`.
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
struct IsCountOrList : std::false_type {};
template <class T>
struct IsCountOrList<CountOrList<T>> : std::true_type {};

template <class T>
struct IsMap : std::false_type {};
template <class T>
struct IsMap<std::map<std::string, T>> : std::true_type {};

template <class T>
struct IsVariant : std::false_type {};
template <class... T>
struct IsVariant<std::variant<T...>> : std::true_type {};

/// False for every T: makes the last branch of `if constexpr` over types an error.
template <class T>
inline constexpr bool kNoSuchKind = false;

}  // namespace rda::json
