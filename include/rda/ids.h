// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <concepts>
#include <cstddef>
#include <ranges>
#include <utility>
#include <vector>

namespace rda {

/// The number of a thing of one kind: an index into the vector of all of them. Numbers of different
/// kinds do not convert into each other, nor into integers.
template <class Tag>
class Id {
 public:
  /// No thing.
  constexpr Id() = default;
  constexpr explicit Id(std::integral auto number) : number_(static_cast<int>(number)) {}

  /// Whether it is the number of something at all.
  constexpr bool exists() const { return number_ >= 0; }
  /// −1: no thing.
  constexpr int number() const { return number_; }
  /// Requires that it exists.
  constexpr std::size_t index() const { return static_cast<std::size_t>(number_); }
  friend constexpr auto operator<=>(Id, Id) = default;

 private:
  int number_ = -1;
};

/// A vector whose elements have numbers of their own kind.
template <class I, class T>
class IdVector : public std::vector<T> {
 public:
  using Base = std::vector<T>;
  using Base::Base;
  using Base::operator[];

  typename Base::reference operator[](I id) { return Base::operator[](id.index()); }
  typename Base::const_reference operator[](I id) const { return Base::operator[](id.index()); }

  /// Whether there is an element of this number.
  bool has(I id) const { return id.exists() && id.index() < Base::size(); }
  /// The number of the next element that is added.
  I end_id() const { return I(Base::size()); }
  /// Adds an element. @return its number
  I add(T item) {
    Base::push_back(std::move(item));
    return I(Base::size() - 1);
  }
  /// The numbers of all elements, in order.
  auto ids() const {
    return std::views::iota(std::size_t{0}, Base::size()) |
           std::views::transform([](std::size_t i) { return I(i); });
  }
};

/// A node of a graph.
using NodeId = Id<struct NodeTag>;
/// A unit of a mapping.
using UnitId = Id<struct UnitTag>;
/// A stream of a mapping.
using StreamId = Id<struct StreamTag>;

}  // namespace rda
