// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cassert>
#include <cstdint>
#include <limits>

#include "sim/fast/ring.h"
#include "sim/fast/snapshot.h"

namespace rda::sim::fast {

class Clock;

/// Depth of a FIFO that is never full.
inline constexpr std::int64_t kBottomless = std::int64_t{1} << 56;

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
    std::int64_t depth = 1;    ///< of the buffer at its end
    bool from_switch = false;  ///< starts at a fork, not at a unit
    bool to_switch = false;    ///< ends at a fork, not at a unit
    std::int64_t initial = 0;  ///< tokens usable in cycle 0
    bool control = false;      ///< carries control pulses
  };

  explicit Segment(const Shape& shape);
  Segment(const Segment&) = delete;
  Segment& operator=(const Segment&) = delete;

  bool has_token(Cycle now) const { return head_ready() <= now; }
  bool has_room(Cycle now) const { return room_at() <= now; }
  /// When the oldest token can be popped; kNever if there is none.
  Cycle head_ready() const {
    if (assured_ != 0) return pops() == assured_ ? kNever : assured_from_ + pops();
    return puts() == pops() ? kNever : ready(0);
  }
  /// When the next token can be put in; kNever while that takes a pop which is not known of.
  Cycle room_at() const { return rooms() > 0 ? free(0) : kNever; }
  Cycle delay() const { return delay_; }
  std::int64_t initial() const { return shape_.initial; }
  Cycle hop_latency() const { return shape_.hop_latency; }
  /// Tokens put in and popped, ever.
  std::int64_t puts() const { return in_->count; }
  std::int64_t pops() const { return out_.count; }
  bool empty() const { return puts() == pops(); }

  /// Tokens in it that can be popped now or later, and how many more are known to find room:
  /// behind a fork, as of the last foresee(), and less than none where the fork has promised more.
  std::int64_t waiting() const { return puts() - pops(); }
  std::int64_t rooms() const { return capacity_ - (puts() - foreseen_); }
  /// When the n-th of those waiting() can be popped, from 0 on.
  Cycle ready(std::int64_t n) const { return in_->at(pops() + n) + delay_; }
  /// Tokens that are in it, or sure to be when the reader comes to them.
  std::int64_t sure() const { return assured_ != 0 ? assured_ - pops() : waiting(); }
  /// The tokens from the next one on, for a reader that takes several: pop() with their number
  /// makes it so.
  class Tokens {
   public:
    /// When the n-th can be popped, of those waiting().
    Cycle ready(std::int64_t n) const { return in_->at(first_ + n) + delay_; }
    /// How many from the n-th on can be popped in the cycles from `cycle` on, one in each; at most
    /// `limit`, and the n-th can.
    std::int64_t in_time(std::int64_t n, Cycle cycle, std::int64_t limit) const {
      return while_in_time(1, limit, [&](std::int64_t i) { return ready(n + i) <= cycle + i; });
    }
    /// The n-th in `cycle`, and those behind it in the cycles after that.
    void will_pop(std::int64_t n, Cycle cycle, std::int64_t count) {
      assert(out_->is_row(first_ + n, cycle, count, foreseen_));
      out_->set_row(first_ + n, cycle, count);
    }

   private:
    friend class Segment;
    const Ring* in_;
    Ring* out_;
    std::int64_t first_, foreseen_;
    Cycle delay_;
  };
  Tokens next_tokens() {
    Tokens tokens;
    tokens.in_ = in_;
    tokens.out_ = &out_;
    tokens.first_ = pops();
    tokens.foreseen_ = foreseen_;
    tokens.delay_ = delay_;
    return tokens;
  }
  /// When the n-th of rooms() is there.
  Cycle free(std::int64_t n) const {
    const std::int64_t awaited = puts() + n - capacity_;
    return awaited < 0 ? std::numeric_limits<Cycle>::min() : out_.at(awaited) + delay_;
  }
  /// Pops the tokens whose times have been said.
  void pop(std::int64_t count) { note_pops(count); }

  /// From now on a token is put in when it is popped from `before`, which ends at a fork.
  void follow(Segment& before);

  /// In how many of the cycles from `now` on, one after the other, a token can be popped; at most
  /// `limit` ≥ 1.
  Cycle tokens_from(Cycle now, Cycle limit) const {
    if (head_ready() > now) return 0;
    if (assured_ != 0) return std::min(limit, assured_ - pops());
    return while_in_time(1, std::min(limit, waiting()),
                         [&](std::int64_t n) { return in_->at(pops() + n) + delay_ <= now + n; });
  }
  /// The same for putting tokens in.
  Cycle rooms_from(Cycle now, Cycle limit) const;
  /// Tokens come `gap` cycles apart or more, the next one not before `first`. Up to when each
  /// surely finds room as it comes, but not further than `limit`.
  Cycle surely_has_room_until(Cycle first, Cycle gap, Cycle limit) const;
  /// Puts in a token in each of the `count` cycles from `now` on, for which there is room.
  void put(Cycle now, Cycle count) {
    make_place(count);
    own_.set_row(own_.count, now, count);
    own_.count += count;
    note_puts();
  }
  /// Puts in a token in cycle `at` if there is room. After some of these, note_puts().
  bool put_if_room(Cycle at) {
    if (!has_room(at)) return false;
    make_place(1);
    own_.at(own_.count++) = at;
    return true;
  }
  void note_puts() {
    count_waits_at_times();
    foresee();
  }
  /// Pops a token in each of the `count` cycles from `now` on, in which there is one.
  void pop(Cycle now, Cycle count) {
    // In a row of pops only the first token can have waited for more than its turn.
    if (shape_.to_switch && now != head_ready()) held_at_end_ += now - waits_from(pops());
    assert(out_.is_row(pops(), now, count, foreseen_));
    out_.set_row(pops(), now, count);
    note_pops(count);
  }

  /// Its reader, which has come to `now`, promises: of the tokens that it has not popped, the next
  /// `tokens` are popped as soon as they are there, one a cycle, each that this lets be popped
  /// before cycle `until`. So their pops are known before the reader has come that far. An earlier
  /// promise that reaches further still holds: the writer may have acted on it.
  void promise(Cycle now, Cycle until, std::int64_t tokens) {
    promised_from_ = now;
    promised_until_ = std::max(promised_until_, until);
    promised_ = pops() + std::min(tokens, kAhead);
    foresee();
  }
  /// Finds out when the tokens that have come meanwhile are popped, as promised.
  void foresee() {
    if (foreseen_ < std::min(promised_, puts())) foresee_more();
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
  /// Cycle of the last put, if there was one.
  Cycle last_put() const { return in_->at(puts() - 1); }
  /// When the last pop is seen at the other end of the last link; −1 if there was none.
  Cycle last_pop_seen() const {
    return pops() == 0 ? -1 : out_.at(pops() - 1) + shape_.hop_latency;
  }
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
  void note(Snapshot& snapshot, Cycle now) const;
  void skip(Skip& skip);

  /// The next reader's segment, where the writer has one for each (the ideal network): it puts
  /// every token into all of them.
  Segment* also = nullptr;
  Clock* reader = nullptr;
  Clock* writer = nullptr;
  UnitId unit;  ///< the reading unit, if it ends at one

 private:
  void foresee_more();
  void make_place(Cycle count) {
    const std::int64_t tokens = waiting() + count;
    if (tokens > 0 && static_cast<std::uint64_t>(tokens) > own_.mask)
      own_.resize(static_cast<std::uint64_t>(tokens) + 1);
  }
  void note_pops(std::int64_t count) {
    out_.count += count;
    foreseen_ = std::max(foreseen_, pops());
    count_waits_at_times();
  }
  /// Many at once are counted faster.
  void count_waits_at_times() {
    if (counts_ && std::min(puts(), pops()) - counted_ >= kCountedAtOnce) count_waits();
  }
  /// Links from 2 (kFirstInner) to this one join two switches; waits for link 1 are counted where
  /// it starts.
  int last_between() const { return shape_.to_switch ? shape_.links : shape_.links - 1; }
  static constexpr int kFirstInner = 2;
  static constexpr std::int64_t kCountedAtOnce = 32;
  /// Tokens whose pops are foreseen, at most: so many more than it has places it may hold.
  static constexpr std::int64_t kAhead = 128;
  Cycle waits_from(std::int64_t n) const {
    const Cycle arrived = in_->at(n) + delay_;
    return n == 0 ? arrived : std::max(arrived, out_.at(n - 1) + 1);
  }
  /// When token n crosses link j; kNever if that takes a pop which has not happened.
  Cycle crosses(std::int64_t n, int j) const;
  void count_waits();
  void count_inner(std::int64_t n, Cycle last);
  void note_tokens(Snapshot& snapshot, Cycle now) const;

  // What every put and pop touches, together.
  const Ring* in_ = &own_;  ///< puts: its own, or pops of the segment it follows
  Ring out_;                ///< pops, also those to come that are foreseen
  Ring own_;
  std::int64_t foreseen_ = 0;  ///< tokens whose pops are known, those to come as well
  std::int64_t promised_ = 0;  ///< tokens that are popped as soon as they can be,
  Cycle promised_from_ = 0, promised_until_ = 0;  ///< in these cycles
  std::int64_t counted_ = 0;                      ///< tokens whose waits are counted
  std::int64_t assured_ = 0;  ///< tokens the writer is sure to make in time; 0: it may not
  Cycle assured_from_ = 0;    ///< when the first of them can be popped
  Cycle delay_;
  std::int64_t capacity_;
  bool counts_;  ///< has links whose waits are counted
  /// Tokens that the rings have to hold: all that are in it or foreseen (C + kAhead), those whose
  /// waits are not counted (kCountedAtOnce), and as many before that waits are counted from (C).
  std::uint64_t needs_;
  // The rest.
  Shape shape_;
  Cycle carrying_ = 0, held_ = 0, held_at_end_ = 0;
};

}  // namespace rda::sim::fast
