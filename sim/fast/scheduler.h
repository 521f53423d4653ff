// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <utility>
#include <vector>

#include "sim/fast/segment.h"

namespace rda::sim::fast {

/// Who acts in the next cycles: a set for the cycle at hand and a wheel of wake-up calls.
///
/// A sleeper that is woken early finds nothing to do and sleeps on, so calls beyond the wheel are
/// cut to its length.
class Scheduler {
 public:
  explicit Scheduler(int sleepers)
      : awake_(words(sleepers)), next_(words(sleepers)), wheel_(kSlots) {}

  /// Wakes `sleeper` for cycle `when`, which is later than the one at hand.
  void wake(int sleeper, Cycle when) {
    if (when <= now_ + 1) {
      set(next_, sleeper);
    } else {
      const Cycle at = std::min(when, now_ + kSlots - 1);
      wheel_[static_cast<std::size_t>(at % kSlots)].push_back(sleeper);
      ++pending_;
    }
  }
  /// Wakes `sleeper` for the next cycle.
  void wake_next(int sleeper) { set(next_, sleeper); }
  /// Everybody acts in cycle 0.
  void wake_all(int sleepers) {
    for (int i = 0; i < sleepers; ++i) set(next_, i);
  }

  Cycle now() const { return now_; }

  /// Goes on to the next cycle in which somebody acts. @return whether there is one
  bool advance() {
    if (!any(next_) && pending_ == 0) return false;
    ++now_;
    while (true) {
      auto& slot = wheel_[static_cast<std::size_t>(now_ % kSlots)];
      for (const int sleeper : slot) set(next_, sleeper);
      pending_ -= static_cast<std::int64_t>(slot.size());
      slot.clear();
      if (any(next_)) break;
      ++now_;
    }
    awake_.swap(next_);
    return true;
  }

  /// Calls act(sleeper) for everybody awake, in ascending order.
  template <typename Act>
  void for_each_awake(Act&& act) {
    for (std::size_t w = 0; w < awake_.size(); ++w)
      for (std::uint64_t bits = std::exchange(awake_[w], 0); bits != 0; bits &= bits - 1)
        act(static_cast<int>(w * 64) + std::countr_zero(bits));
  }
  /// The same, in the order of `order`, which lists everybody once.
  template <typename Act>
  void for_each_awake(const std::vector<int>& order, Act&& act) {
    std::vector<std::uint64_t> awake(awake_.size());
    awake.swap(awake_);
    for (const int sleeper : order)
      if (awake[static_cast<std::size_t>(sleeper) / 64] >> (sleeper % 64) & 1) act(sleeper);
  }

 private:
  static constexpr Cycle kSlots = 1024;
  static std::size_t words(int sleepers) { return static_cast<std::size_t>(sleepers) / 64 + 1; }
  static void set(std::vector<std::uint64_t>& bits, int i) {
    bits[static_cast<std::size_t>(i) / 64] |= std::uint64_t{1} << (i % 64);
  }
  static bool any(const std::vector<std::uint64_t>& bits) {
    for (const std::uint64_t word : bits)
      if (word != 0) return true;
    return false;
  }

  Cycle now_ = -1;
  std::vector<std::uint64_t> awake_, next_;
  std::vector<std::vector<int>> wheel_;
  std::int64_t pending_ = 0;
};

/// Wakes `sleeper` when the segment's next token can be popped: it knows when, or its next put will
/// say so.
inline void wake_at_token(Scheduler& scheduler, Segment& segment, int sleeper, Cycle now) {
  if (segment.head_ready() == kNever)
    segment.reader_waits = true;
  else
    scheduler.wake(sleeper, std::max(segment.head_ready(), now + 1));
}

/// Wakes `sleeper` when the segment has room again.
inline void wake_at_room(Scheduler& scheduler, Segment& segment, int sleeper, Cycle now) {
  if (segment.room_at() == kNever)
    segment.writer_waits = true;
  else
    scheduler.wake(sleeper, std::max(segment.room_at(), now + 1));
}

}  // namespace rda::sim::fast
