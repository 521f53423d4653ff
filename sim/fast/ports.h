// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <set>
#include <vector>

namespace rda::sim::fast {

/// A set of ports of one program, by number. Those up to 63 are bits of a word; a set with larger
/// numbers, which few programs have, names a list of them that a PortSets keeps.
class Ports {
 public:
  static constexpr std::size_t kBits = 64;  ///< ports with a bit; the others are in the list

  bool empty() const { return bits_ == 0 && !more_; }
  bool has(std::size_t port) const {
    if (port < kBits) return (bits_ >> port & 1) != 0;
    return more_ && std::ranges::binary_search(*more_, port);
  }
  /// Of sets that one PortSets made.
  friend bool operator==(const Ports&, const Ports&) = default;

  /// Goes through the numbers, ascending. Whether there is a further one is a look at the bits, and
  /// only after the last of them at the list.
  class Iterator {
   public:
    std::size_t operator*() const {
      return bits_ != 0 ? static_cast<std::size_t>(std::countr_zero(bits_)) : *next_;
    }
    Iterator& operator++() {
      if (bits_ != 0)
        bits_ &= bits_ - 1;
      else
        ++next_;
      return *this;
    }
    friend bool operator==(const Iterator& at, std::default_sentinel_t) {
      return at.bits_ == 0 && at.next_ == at.end_;
    }

   private:
    friend class Ports;
    Iterator(std::uint64_t bits, const std::vector<std::size_t>* more)
        : bits_(bits),
          next_(more ? more->data() : nullptr),
          end_(more ? next_ + more->size() : nullptr) {}
    std::uint64_t bits_;
    const std::size_t *next_, *end_;
  };
  Iterator begin() const { return {bits_, more_}; }
  static std::default_sentinel_t end() { return {}; }

 private:
  friend class PortSets;
  std::uint64_t bits_ = 0;
  const std::vector<std::size_t>* more_ = nullptr;  ///< ascending; equal lists are one object
};

/// Makes the sets of a program's ports, and keeps what they name. Copies share it.
class PortSets {
 public:
  void add(Ports& to, std::size_t port) const {
    if (port < Ports::kBits)
      to.bits_ |= std::uint64_t{1} << port;
    else
      add_to_list(to, port);
  }

 private:
  void add_to_list(Ports& to, std::size_t port) const {
    if (to.has(port)) return;
    std::vector<std::size_t> more;
    if (to.more_) more = *to.more_;
    more.insert(std::ranges::upper_bound(more, port), port);
    to.more_ = &*lists_->insert(std::move(more)).first;
  }

  std::shared_ptr<std::set<std::vector<std::size_t>>> lists_ =
      std::make_shared<std::set<std::vector<std::size_t>>>();
};

}  // namespace rda::sim::fast
