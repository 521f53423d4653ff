// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <limits>
#include <vector>

#include "sim/fast/state.h"

namespace rda::sim::fast {

class Actor;

/// Depth of a FIFO that is never full.
inline constexpr int kBottomless = std::numeric_limits<int>::max();

/// A stretch of a route without forks, evaluated as the one FIFO it is equivalent to.
///
///     writer or fork --λ--> skid 2λ --λ--> ... --λ--> FIFO of `depth` at a reader, or skid of a
///     fork
///     |<----------------------- k links -------------------------->|
///
/// It holds C = 2λ(k − 1) + depth tokens; a token put in at P can be popped from P + kλ on, a pop
/// at Q frees room at Q + kλ. Exact because depth ≥ 2λ, or k = 1 (docs/timing-model.md, "Three
/// engines, one answer").
///
/// Its writer and its reader each have a time of their own, so it may know of puts that are later
/// than the last pop it knows of, and the other way round.
class Segment {
 public:
  struct Shape {
    int links = 1;             ///< k
    int hop_latency = 1;       ///< λ
    int depth = 1;             ///< of the buffer at its end
    bool from_switch = false;  ///< starts at a fork, not at a unit
    bool to_switch = false;    ///< ends at a fork, not at a unit
    std::int64_t initial = 0;  ///< tokens usable in cycle 0
    bool control = false;      ///< carries control pulses
  };

  explicit Segment(const Shape& shape);

  bool has_token(Cycle now) const { return head_ready_ <= now; }
  bool has_room(Cycle now) const { return room_at_ <= now; }
  /// When the oldest token can be popped; kNever if there is none.
  Cycle head_ready() const { return head_ready_; }
  /// When the next token can be put in; kNever while that takes a pop which is not known of.
  Cycle room_at() const { return room_at_; }
  Cycle delay() const { return delay_; }
  Cycle hop_latency() const { return shape_.hop_latency; }
  std::int64_t tokens() const { return puts_; }
  bool empty() const { return puts_ == pops_; }

  /// In how many of the cycles from `now` on, one after the other, a token can be popped; at most
  /// `limit` ≥ 1.
  Cycle tokens_from(Cycle now, Cycle limit) const {
    if (head_ready_ > now) return 0;
    if (assured_ != 0) return std::min(limit, assured_ - pops_);
    const Cycle known = std::min(limit, puts_ - pops_);
    Cycle n = 1;
    while (n < known && times_[at(pops_ + n)].put + delay_ <= now + n) ++n;
    return n;
  }
  /// The same for putting tokens in.
  Cycle rooms_from(Cycle now, Cycle limit) const {
    if (room_at_ > now) return 0;
    const std::int64_t awaited = puts_ - capacity_;
    const Cycle known = std::min(limit, pops_ - awaited);
    Cycle n = std::clamp<Cycle>(-awaited, 1, std::max<Cycle>(known, 1));
    while (n < known && times_[at(awaited + n)].popped + delay_ <= now + n) ++n;
    return n;
  }
  /// Puts in a token in each of the `count` cycles from `now` on, for which there is room.
  void put(Cycle now, Cycle count) {
    const auto after = static_cast<std::uint64_t>(puts_ - pops_ + count);
    if (puts_ - pops_ + count > 0 && after > mask_) grow(after);
    if (puts_ == pops_ && assured_ == 0) head_ready_ = now + delay_;
    for (Cycle i = 0; i < count; ++i) times_[at(puts_ + i)].put = now + i;
    puts_ += count;
    if (counts_ && counted_ < pops_) count_waits();
    find_room();
  }
  /// Pops a token in each of the `count` cycles from `now` on, in which there is one.
  void pop(Cycle now, Cycle count) {
    // In a row of pops only the first token can have waited for more than its turn.
    if (shape_.to_switch && now != head_ready_) held_at_end_ += now - waits_from(pops_);
    if (pops_ == 0 || times_[at(pops_ - 1)].popped + 1 != now) smooth_ = 0;
    for (Cycle i = 0; i < count; ++i) times_[at(pops_ + i)].popped = now + i;
    pops_ += count;
    smooth_ += count;
    if (counts_ && counted_ < puts_) count_waits();
    if (assured_ != 0)
      head_ready_ = pops_ == assured_ ? kNever : assured_from_ + pops_;
    else
      head_ready_ = puts_ == pops_ ? kNever : times_[at(pops_)].put + delay_;
    if (room_at_ == kNever) find_room();
  }

  /// Its writer is a program that takes nothing and makes a token in every cycle, `tokens` of them,
  /// the first of which can be popped in cycle `first`. It is deep enough that the writer, however
  /// often it was held, has the next token there when the reader wants it: token n can be popped
  /// from `first` + n on, whether the writer has come that far or not.
  void assure(Cycle first, std::int64_t tokens, Cycle ahead);
  bool assured() const { return assured_ != 0; }
  /// Whether a pop is seen before the reader can miss the token it makes room for.
  bool is_deep() const { return capacity_ >= 2 * delay_; }

  /// Counts what is still under way after the run's last cycle. Call once.
  void finish(Cycle last);
  /// When a token that has not been popped last crossed a link, or will; −1 if none did.
  Cycle last_crossing() const;
  /// When the last pop that is known of is seen at the other end; −1 if there was none.
  Cycle last_pop_seen() const { return pops_ == 0 ? -1 : times_[at(pops_ - 1)].popped + delay_; }
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

  bool starts_at_switch() const { return shape_.from_switch; }
  bool ends_at_switch() const { return shape_.to_switch; }

  /// Counts what can be counted at `now`, at which both ends have arrived.
  void settle(Cycle now);
  /// What decides on its future, relative to `now`, at which both ends have arrived.
  void note(State& state, Cycle now) const;
  void skip(Skip& skip);

  /// The next reader's segment, where the writer has one for each (the ideal network): it puts
  /// every token into all of them.
  Segment* also = nullptr;
  Actor* reader = nullptr;
  Actor* writer = nullptr;
  int unit = -1;  ///< the reading unit, if it ends at one

 private:
  /// When a token was put in and popped.
  struct Times {
    Cycle put = 0, popped = 0;
  };
  void grow(std::uint64_t tokens);
  void find_room() {
    const std::int64_t awaited = puts_ - capacity_;
    if (awaited >= 0) room_at_ = awaited < pops_ ? times_[at(awaited)].popped + delay_ : kNever;
  }
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
  bool keeps_pace(std::int64_t n) const;
  void count_waits();
  void count_inner(std::int64_t n, Cycle last);
  void note_tokens(State& state, Cycle now) const;

  // What every put and pop touches, together.
  Cycle head_ready_ = kNever, room_at_ = std::numeric_limits<Cycle>::min();
  std::int64_t puts_ = 0, pops_ = 0;
  std::int64_t smooth_ = 0;   ///< the last so many pops came a cycle apart
  std::int64_t counted_ = 0;  ///< tokens whose waits are counted
  std::int64_t assured_ = 0;  ///< tokens the writer is sure to make in time; 0: it may not
  Cycle assured_from_ = 0;    ///< when the first of them can be popped
  Cycle delay_;
  std::int64_t capacity_;
  std::uint64_t mask_;
  bool counts_;  ///< has links whose waits are counted
  /// Ring of the last tokens: all that are in it, and as many before that waits are counted from.
  std::vector<Times> times_;
  // The rest.
  Shape shape_;
  Cycle carrying_ = 0, held_ = 0, held_at_end_ = 0;
};

}  // namespace rda::sim::fast
