// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace rda {

/// One step of SplitMix64: advances `state`, returns its next number. Also good for turning a few
/// numbers into one seed. Source: Steele, Lea, Flood, OOPSLA 2014; constants of Vigna's public
/// code.
constexpr std::uint64_t split_mix(std::uint64_t& state) {
  state += 0x9e3779b97f4a7c15u;
  std::uint64_t z = state;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

/// Seeded random numbers, the same on every machine and compiler: xoshiro256** (Blackman and Vigna,
/// 2018), seeded by SplitMix64. The distributions are our own, because the standard library's
/// differ between implementations.
class Random {
 public:
  explicit constexpr Random(std::uint64_t seed) {
    for (std::uint64_t& word : state_) word = split_mix(seed);
  }

  /// 64 random bits.
  constexpr std::uint64_t next() {
    const std::uint64_t result = rotate(state_[1] * 5, 7) * 9;
    const std::uint64_t shifted = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = rotate(state_[3], 45);
    return result;
  }

  /// A number in [0, count), each equally likely. Requires count > 0.
  constexpr std::uint64_t below(std::uint64_t count) {
    const std::uint64_t unfair = (0 - count) % count;  // 2^64 mod count numbers too many
    std::uint64_t bits = next();
    while (bits < unfair) bits = next();
    return bits % count;
  }

  /// An integer in [lo, hi], each equally likely. Requires lo <= hi.
  constexpr std::int64_t uniform_int(std::int64_t lo, std::int64_t hi) {
    const std::uint64_t first = static_cast<std::uint64_t>(lo);
    const std::uint64_t count = static_cast<std::uint64_t>(hi) - first + 1;
    return static_cast<std::int64_t>(first + (count == 0 ? next() : below(count)));
  }

  /// A multiple of 2^-53 in [0, 1).
  constexpr double uniform_real() { return static_cast<double>(next() >> 11) * 0x1p-53; }

  /// A real in [lo, hi], hi only by rounding.
  constexpr double uniform_real(double lo, double hi) { return lo + (hi - lo) * uniform_real(); }

  /// Puts `items` into a random order, each equally likely (Fisher and Yates).
  template <class T>
  constexpr void shuffle(std::vector<T>& items) {
    for (std::size_t left = items.size(); left > 1; --left) {
      std::swap(items[left - 1], items[static_cast<std::size_t>(below(left))]);
    }
  }

 private:
  static constexpr std::uint64_t rotate(std::uint64_t x, int by) {
    return (x << by) | (x >> (64 - by));
  }

  std::uint64_t state_[4] = {};
};

}  // namespace rda
