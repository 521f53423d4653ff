// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <set>
#include <utility>
#include <vector>

namespace rda::sim::fast {

/// A set of ports of one program, by number, in one word. If all numbers are below kBits, they are
/// bits of the word; else, which is so for few programs, the word names bits that a PortSets keeps.
class Ports {
 public:
  static constexpr std::size_t kBits = 63;

  bool empty() const { return word_ == 0; }
  [[gnu::always_inline]] bool has(std::size_t port) const {
    if (!is_long()) [[likely]]
      return port < kBits && (word_ >> port & 1) != 0;
    return has_long(port);
  }
  /// Of sets that one PortSets made.
  friend bool operator==(const Ports&, const Ports&) = default;

  /// Visits the numbers, ascending, as long as `visit` returns true.
  /// @return whether it did for all
  template <class Visit>
  [[gnu::always_inline]] bool all(Visit&& visit) const {
    if (is_long()) [[unlikely]]
      return all_of(long_bits(), visit);
    return all_of(word_, 0, visit);
  }
  /// Visits the numbers, ascending.
  template <class Visit>
  void each(Visit&& visit) const {
    all([&](std::size_t port) {
      visit(port);
      return true;
    });
  }

 private:
  friend class PortSets;
  using Words = std::vector<std::uint64_t>;
  static constexpr std::size_t kBitsOfWord = 64;
  static constexpr std::uint64_t kIsLong = std::uint64_t{1} << kBits;

  bool is_long() const { return (word_ & kIsLong) != 0; }
  bool has_long(std::size_t port) const {
    const Words& words = long_bits();
    return port / kBitsOfWord < words.size() &&
           (words[port / kBitsOfWord] >> port % kBitsOfWord & 1) != 0;
  }
  /// An address is even, so half of it leaves a bit free.
  const Words& long_bits() const {
    return *reinterpret_cast<const Words*>((word_ & ~kIsLong) << 1);
  }
  template <class Visit>
  static bool all_of(std::uint64_t bits, std::size_t base, Visit&& visit) {
    for (; bits != 0; bits &= bits - 1)
      if (!visit(base + static_cast<std::size_t>(std::countr_zero(bits)))) return false;
    return true;
  }
  template <class Visit>
  static bool all_of(const Words& words, Visit&& visit) {
    for (std::size_t w = 0; w < words.size(); ++w)
      if (!all_of(words[w], w * kBitsOfWord, visit)) return false;
    return true;
  }
  void name(const Words& words) {
    word_ = kIsLong | static_cast<std::uint64_t>(reinterpret_cast<std::uintptr_t>(&words)) >> 1;
  }

  std::uint64_t word_ = 0;
};

/// Makes the sets of a program's ports, and keeps the bits of long ones: equal sets are one object.
/// Copies share them.
class PortSets {
 public:
  void add(Ports& to, std::size_t port) const {
    if (port < Ports::kBits && !to.is_long())
      to.word_ |= std::uint64_t{1} << port;
    else
      add_to_long(to, port);
  }

 private:
  void add_to_long(Ports& to, std::size_t port) const {
    constexpr std::size_t kBits = Ports::kBitsOfWord;
    Ports::Words words = to.is_long() ? to.long_bits() : Ports::Words{to.word_};
    if (words.size() <= port / kBits) words.resize(port / kBits + 1);
    words[port / kBits] |= std::uint64_t{1} << port % kBits;
    to.name(*all_->insert(std::move(words)).first);
  }

  std::shared_ptr<std::set<Ports::Words>> all_ = std::make_shared<std::set<Ports::Words>>();
};

}  // namespace rda::sim::fast
