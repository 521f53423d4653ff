// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <iterator>
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
  bool has(std::size_t port) const {
    if (!is_long()) [[likely]]
      return port < kBits && (word_ >> port & 1) != 0;
    const Words& words = long_bits();
    return port / kBitsOfWord < words.size() &&
           (words[port / kBitsOfWord] >> port % kBitsOfWord & 1) != 0;
  }
  /// Of sets that one PortSets made.
  friend bool operator==(const Ports&, const Ports&) = default;

  /// Goes through the numbers, ascending.
  class Iterator {
   public:
    std::size_t operator*() const {
      return base_ + static_cast<std::size_t>(std::countr_zero(bits_));
    }
    Iterator& operator++() {
      bits_ &= bits_ - 1;
      find_bits();
      return *this;
    }
    friend bool operator==(const Iterator& at, std::default_sentinel_t) { return at.bits_ == 0; }

   private:
    friend class Ports;
    explicit Iterator(std::uint64_t bits) : bits_(bits) {}
    explicit Iterator(const std::vector<std::uint64_t>& words)
        : bits_(words.front()), next_(words.data() + 1), end_(words.data() + words.size()) {
      find_bits();
    }
    void find_bits() {
      for (; bits_ == 0 && next_ != end_; base_ += kBitsOfWord) bits_ = *next_++;
    }
    std::uint64_t bits_;    ///< of the current word, those still to come
    std::size_t base_ = 0;  ///< number of its first bit
    const std::uint64_t *next_ = nullptr, *end_ = nullptr;
  };
  Iterator begin() const {
    if (!is_long()) [[likely]]
      return Iterator(word_);
    return Iterator(long_bits());
  }
  static std::default_sentinel_t end() { return {}; }

 private:
  friend class PortSets;
  using Words = std::vector<std::uint64_t>;
  static constexpr std::size_t kBitsOfWord = 64;
  static constexpr std::uint64_t kIsLong = std::uint64_t{1} << kBits;

  bool is_long() const { return (word_ & kIsLong) != 0; }
  /// An address is even, so half of it leaves a bit free.
  const Words& long_bits() const {
    return *reinterpret_cast<const Words*>((word_ & ~kIsLong) << 1);
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
