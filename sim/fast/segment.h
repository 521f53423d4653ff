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

/// A piece of a route without forks, evaluated as the one FIFO to which it is equivalent.
///
///     writer or fork --λ--> skid 2λ --λ--> ... --λ--> FIFO of `depth`, or a fork's skid
///     |<------------------- k links -------------------->|
///
/// It holds C = 2λ(k − 1) + depth tokens; a token put in cycle P can be popped from P + kλ on, and
/// a pop in cycle Q makes room at Q + kλ. Exact because depth ≥ 2λ, or k = 1 (docs/timing-model.md,
/// "Three engines, one answer").
///
/// Its writer and its reader have times of their own: known puts may be later than the last known
/// pop, and known pops later than the last known put.
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
  /// The first cycle in which the oldest token can be popped; kNever if there is no token.
  Cycle head_ready() const {
    if (assured_ != 0) return pops() == assured_ ? kNever : assured_from_ + pops();
    return puts() == pops() ? kNever : ready(0);
  }
  /// The first cycle in which the next token can be put; kNever if it needs a pop that is not known
  /// yet.
  Cycle room_at() const { return rooms() > 0 ? free(0) : kNever; }
  Cycle delay() const { return delay_; }
  std::int64_t initial() const { return shape_.initial; }
  Cycle hop_latency() const { return shape_.hop_latency; }
  /// Tokens put and popped since the start of the run.
  std::int64_t puts() const { return in_->count; }
  std::int64_t pops() const { return out_.count; }
  bool empty() const { return puts() == pops(); }

  /// Tokens put and not yet popped.
  std::int64_t waiting() const { return puts() - pops(); }
  /// Further tokens whose room is already known. Behind a fork it is only as fresh as the last
  /// foresee(), and negative if the fork has promised pops that are not recorded here yet.
  std::int64_t rooms() const { return capacity_ - (puts() - foreseen_); }
  /// The first cycle in which waiting token n, from 0, can be popped.
  Cycle ready(std::int64_t n) const { return in_->at(pops() + n) + delay_; }
  /// Tokens on which the reader can count: all remaining ones of an assured segment, otherwise the
  /// waiting ones.
  std::int64_t sure() const { return assured_ != 0 ? assured_ - pops() : waiting(); }
  /// The waiting tokens, for a reader that pops several: will_pop() sets the cycles of their pops,
  /// and pop() with their number completes them.
  class Tokens {
   public:
    /// The first cycle in which waiting token n, from 0, can be popped.
    Cycle ready(std::int64_t n) const { return in_->at(first_ + n) + delay_; }
    /// How many tokens from token n on can be popped in consecutive cycles from `cycle` on; at most
    /// `limit`. Token n can be popped in `cycle`.
    std::int64_t in_time(std::int64_t n, Cycle cycle, std::int64_t limit) const {
      return while_in_time(1, limit, [&](std::int64_t i) { return ready(n + i) <= cycle + i; });
    }
    /// Token n is popped in `cycle`, and the following ones in the cycles after it; `count` in all.
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
  /// The first cycle in which there is room for further token n, from 0, of rooms().
  Cycle free(std::int64_t n) const {
    const std::int64_t awaited = puts() + n - capacity_;
    return awaited < 0 ? std::numeric_limits<Cycle>::min() : out_.at(awaited) + delay_;
  }
  /// Pops `count` tokens, for which will_pop() has set the cycles.
  void pop(std::int64_t count) { note_pops(count); }

  /// Makes the pops of `before`, which ends at a relay, the puts of this segment.
  void follow(Segment& before);

  /// In how many consecutive cycles from `now` on a token can be popped; at most `limit` ≥ 1.
  Cycle tokens_from(Cycle now, Cycle limit) const {
    if (head_ready() > now) return 0;
    if (assured_ != 0) return std::min(limit, assured_ - pops());
    return while_in_time(1, std::min(limit, waiting()),
                         [&](std::int64_t n) { return in_->at(pops() + n) + delay_ <= now + n; });
  }
  /// In how many consecutive cycles from `now` on a token can be put; at most `limit`.
  Cycle rooms_from(Cycle now, Cycle limit) const;
  /// The cycle before which every further token is sure to find room, if the next one is put in
  /// `first` or later and later ones at least `gap` cycles apart. At most `limit`.
  Cycle surely_has_room_until(Cycle first, Cycle gap, Cycle limit) const;
  /// Puts a token in each of the `count` cycles from `now` on. There must be room.
  void put(Cycle now, Cycle count) {
    make_place(count);
    own_.set_row(own_.count, now, count);
    own_.count += count;
    note_puts();
  }
  /// Puts a token in cycle `at` if there is room. Call note_puts() after the last of such puts.
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
  /// Pops a token in each of the `count` cycles from `now` on. The tokens must have arrived.
  void pop(Cycle now, Cycle count) {
    // In a row of pops only the first token can have waited longer than for the pop before it.
    if (shape_.to_switch && now != head_ready()) held_at_end_ += now - waits_from(pops());
    assert(out_.is_row(pops(), now, count, foreseen_));
    out_.set_row(pops(), now, count);
    note_pops(count);
  }

  /// A promise of the reader, whose time is `now`: it pops the next `tokens` tokens as soon as they
  /// arrive, one per cycle, as long as the pop is before cycle `until`. So these pops are known
  /// before the reader has been simulated that far. An earlier promise that extends further still
  /// holds, because the writer may have relied on it.
  void promise(Cycle now, Cycle until, std::int64_t tokens) {
    promised_from_ = now;
    promised_until_ = std::max(promised_until_, until);
    promised_ = pops() + std::min(tokens, kAhead);
    foresee();
  }
  /// Computes the promised pops of tokens that have been put meanwhile.
  void foresee() {
    if (foreseen_ < std::min(promised_, puts())) foresee_more();
  }
  /// Lets the reader pop token n from cycle `first` + n on, whatever the writer's time is. The
  /// writer is free-running and makes `tokens` tokens; the segment is deep enough that each token
  /// arrives in time, however often the writer was held. `ahead`: the most cycles by which the
  /// reader's time may exceed the writer's.
  void assure(Cycle first, std::int64_t tokens, Cycle ahead);
  bool assured() const { return assured_ != 0; }
  /// Whether the writer sees a pop early enough that the reader never waits for the token that
  /// fills the room.
  bool is_deep() const { return capacity_ >= 2 * delay_; }

  /// Counts the track-cycles up to cycle `last`, the last one of the run. Call once.
  void finish(Cycle last);
  /// The last cycle in which a token that has not been popped crossed a link or will cross one; −1
  /// if there is none.
  Cycle last_crossing() const;
  /// Cycle of the last put, if there was one.
  Cycle last_put() const { return in_->at(puts() - 1); }
  /// The cycle in which the last pop is seen at the other end of the last link; −1 if there was no
  /// pop.
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

  /// Counts the waits that are over by `now`, the time of both ends.
  void settle(Cycle now);
  /// Adds what determines its behaviour from `now` on, the time of both ends.
  void note(Snapshot& snapshot, Cycle now) const;
  void skip(Skip& skip);

  /// On the ideal network a writer has a segment for each reader and puts every token into all of
  /// them: the next one, or null.
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
  /// Counts many tokens at once, which is faster.
  void count_waits_at_times() {
    if (counts_ && std::min(puts(), pops()) - counted_ >= kCountedAtOnce) count_waits();
  }
  /// Links from kFirstInner to this one join two switches. Waits for link 1 are counted by the
  /// segment before it.
  int last_between() const { return shape_.to_switch ? shape_.links : shape_.links - 1; }
  static constexpr int kFirstInner = 2;
  static constexpr std::int64_t kCountedAtOnce = 32;
  /// Most tokens whose pops are foreseen. The segment may hold so many tokens more than its
  /// capacity.
  static constexpr std::int64_t kAhead = 128;
  /// The cycle in which token n has arrived and the token before it has been popped.
  Cycle waits_from(std::int64_t n) const {
    const Cycle arrived = in_->at(n) + delay_;
    return n == 0 ? arrived : std::max(arrived, out_.at(n - 1) + 1);
  }
  /// The cycle in which token n crosses link j; kNever if it needs a pop that has not happened.
  Cycle crosses(std::int64_t n, int j) const;
  void count_waits();
  void count_inner(std::int64_t n, Cycle last);
  void note_tokens(Snapshot& snapshot, Cycle now) const;

  // Members that every put and pop touches.
  const Ring* in_ = &own_;  ///< puts: own_, or the pops of the segment before a relay
  Ring out_;                ///< pops, also foreseen ones
  Ring own_;
  std::int64_t foreseen_ = 0;  ///< tokens whose pops are known, foreseen ones included
  std::int64_t promised_ = 0;  ///< tokens up to this number are popped as soon as they arrive,
  Cycle promised_from_ = 0, promised_until_ = 0;  ///< in these cycles
  std::int64_t counted_ = 0;                      ///< tokens whose waits are counted
  std::int64_t assured_ = 0;  ///< tokens that the writer is sure to make in time; 0: not assured
  Cycle assured_from_ = 0;    ///< when the first of them can be popped
  Cycle delay_;
  std::int64_t capacity_;
  bool counts_;  ///< has links whose waits are counted
  /// Entries that the rings need: tokens in the segment or foreseen (C + kAhead), tokens whose
  /// waits are not counted yet (kCountedAtOnce), and the tokens before them that these waits depend
  /// on (C).
  std::uint64_t needs_;
  // The other members.
  Shape shape_;
  Cycle carrying_ = 0, held_ = 0, held_at_end_ = 0;
};

}  // namespace rda::sim::fast
