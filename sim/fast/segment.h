// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cstdint>
#include <limits>
#include <vector>

#include "rda/simulate.h"

namespace rda::sim::fast {

inline constexpr Cycle kNever = std::numeric_limits<Cycle>::max();
/// Depth of a FIFO that is never full.
inline constexpr int kBottomless = std::numeric_limits<int>::max();

/// A stretch of a route without forks, evaluated as the one FIFO it is equivalent to.
///
///     writer or fork --λ--> skid 2λ --λ--> ... --λ--> FIFO of `depth` at a reader, or skid of a
///     fork
///     |<----------------------- k links -------------------------->|
///
/// It holds C = 2λ(k − 1) + depth tokens; a token put in at P can be popped from P + kλ on, a pop
/// at Q frees room at Q + kλ. Exact because depth ≥ 2λ, or k = 1 (docs/timing-model.md, "Two
/// engines, one answer").
class Segment {
 public:
  struct Shape {
    int links = 1;             ///< k
    int hop_latency = 1;       ///< λ
    int depth = 1;             ///< of the buffer at its end
    bool from_switch = false;  ///< starts at a fork, not at a unit
    bool to_switch = false;    ///< ends at a fork, not at a unit
    std::int64_t initial = 0;  ///< tokens usable in cycle 0
  };

  explicit Segment(const Shape& shape)
      : delay_(Cycle{shape.links} * shape.hop_latency),
        capacity_(std::int64_t{2} * shape.hop_latency * (shape.links - 1) + shape.depth),
        mask_(shape.depth == kBottomless
                  ? 15
                  : std::bit_ceil(static_cast<std::uint64_t>(capacity_) + 2) - 1),
        times_(mask_ + 1),
        shape_(shape) {
    for (std::int64_t i = 0; i < shape.initial; ++i) put(-delay_);
  }

  bool has_token(Cycle now) const { return head_ready_ <= now; }
  bool has_room(Cycle now) const { return room_at_ <= now; }
  /// When the oldest token can be popped; kNever if there is none.
  Cycle head_ready() const { return head_ready_; }
  /// When the next token can be put in; kNever while that takes a pop which has not happened.
  Cycle room_at() const { return room_at_; }
  Cycle delay() const { return delay_; }
  std::int64_t tokens() const { return puts_; }
  bool empty() const { return puts_ == pops_; }

  void put(Cycle now) {
    if (puts_ - pops_ >= static_cast<std::int64_t>(mask_)) grow();
    times_[at(puts_)].put = now;
    // With fewer tokens ahead than the last FIFO holds, it has room when this one gets there.
    if (puts_ - pops_ >= shape_.depth) suspects_ = puts_ + 1;
    if (puts_ == pops_) head_ready_ = now + delay_;
    ++puts_;
    const std::int64_t awaited = puts_ - capacity_;
    if (awaited >= 0) room_at_ = awaited < pops_ ? times_[at(awaited)].popped + delay_ : kNever;
  }

  void pop(Cycle now) {
    times_[at(pops_)].popped = now;
    if (pops_ < suspects_ && last_between() >= kFirstInner) count_waits(pops_, now);
    if (now != head_ready_ && shape_.to_switch) held_at_end_ += now - waits_from(pops_);
    ++pops_;
    head_ready_ = puts_ == pops_ ? kNever : times_[at(pops_)].put + delay_;
    if (room_at_ == kNever) room_at_ = now + delay_;
  }

  /// Counts what is still under way after the run's last cycle. Call once.
  void finish(Cycle last);
  /// When a token that has not been popped last crossed a link, or will; −1 if none did.
  Cycle last_crossing() const;
  /// Track-cycles of its switch–switch links, after finish().
  Cycle carrying() const { return carrying_; }
  Cycle held() const { return held_; }
  /// Cycles in which a usable token waited at its end, a fork: each of the fork's switch–switch
  /// links was held.
  Cycle held_at_end() const { return held_at_end_; }
  /// Whether its first link joins two switches.
  bool starts_between_switches() const {
    return shape_.from_switch && (shape_.links > 1 || shape_.to_switch);
  }

  /// The next reader's segment, where the writer has one for each (the ideal network): it puts
  /// every token into all of them.
  Segment* also = nullptr;
  int reader = -1, writer = -1;  ///< what to wake: numbers of the scheduler
  int unit = -1;                 ///< the reading unit, if it ends at one
  bool reader_waits = false, writer_waits = false;

 private:
  /// When a token was put in and popped.
  struct Times {
    Cycle put = 0, popped = 0;
  };
  void grow();
  std::size_t at(std::int64_t n) const { return static_cast<std::uint64_t>(n) & mask_; }
  /// Links from 2 (kFirstInner) to this one join two switches; waits for link 1 are counted where
  /// it starts.
  int last_between() const { return shape_.to_switch ? shape_.links : shape_.links - 1; }
  static constexpr int kFirstInner = 2;
  Cycle waits_from(std::int64_t n) const {
    const Cycle arrived = times_[at(n)].put + delay_;
    return n == 0 ? arrived : std::max(arrived, times_[at(n - 1)].popped + 1);
  }
  /// When token n crosses link j; kNever if that takes a pop which has not happened.
  Cycle crosses(std::int64_t n, int j) const;
  void count_waits(std::int64_t n, Cycle now);
  void count_inner(std::int64_t n, Cycle last);

  // What every put and pop touches, together.
  Cycle head_ready_ = kNever, room_at_ = std::numeric_limits<Cycle>::min();
  std::int64_t puts_ = 0, pops_ = 0;
  std::int64_t suspects_ = 0;  ///< tokens before this one may have found the last FIFO full
  Cycle delay_;
  std::int64_t capacity_;
  std::uint64_t mask_;
  std::vector<Times> times_;  ///< ring of the last tokens
  // The rest.
  Shape shape_;
  Cycle carrying_ = 0, held_ = 0, held_at_end_ = 0;
};

}  // namespace rda::sim::fast
