// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "rda/ids.h"
#include "sim/fast/snapshot.h"
#include "sim/fast/timeline.h"

namespace rda::sim::fast {

class Actor;
class Relay;
class RelayTree;

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
/// It is two timelines, of puts and of pops. A token or a room is known as soon as the other end
/// has said when it happens. A reader may promise pops before it takes the tokens.
class alignas(64) Segment {
 public:
  struct Shape {
    int links = 1;             ///< k
    int hop_latency = 1;       ///< λ
    std::int64_t depth = 1;    ///< of the buffer at its end
    bool from_switch = false;  ///< starts at a fork, not at a unit
    bool to_switch = false;    ///< ends at a fork, not at a unit
    std::int64_t initial = 0;  ///< tokens usable in cycle 0
    bool control = false;      ///< carries control pulses
    BrokenRule broken = BrokenRule::none;
  };

  explicit Segment(const Shape& shape);
  Segment(const Segment&) = delete;
  Segment& operator=(const Segment&) = delete;

  /// The next tokens: the first cycles in which each can be popped. Empty if none is known.
  [[gnu::always_inline]] Row tokens() const {
    if (assured_ != 0) [[unlikely]]
      return taken_ == assured_ ? Row{} : Row{assured_from_ + taken_, 1, assured_ - taken_};
    if (puts() <= taken_) return {};
    Row row = in_->row(taken_, head_);
    row.first += delay_;
    return row;
  }
  /// The next rooms: the first cycles in which each of the next tokens can be put. Empty if none is
  /// known.
  [[gnu::always_inline]] Row rooms() const {
    const std::int64_t awaited = puts() - capacity_;
    if (awaited < 0) return {kLongAgo, 0, -awaited};
    if (awaited >= pops()) return {};
    Row row = out_.row(awaited, room_);
    row.first += delay_;
    return row;
  }
  /// How many of the next tokens, put in the cycles of `due`, or later if they are not `exact`, are
  /// sure to find room in time: known room, or room that promised pops will make.
  std::int64_t sure_puts(const Row& due, bool exact) const;
  /// The first cycle in which the oldest token can be popped; kNever if none is known.
  Cycle head_ready() const { return tokens().first; }
  /// The first cycle in which the next token can be put; kNever if that is not known.
  Cycle room_at() const { return rooms().first; }
  bool has_token(Cycle now) const { return head_ready() <= now; }
  bool has_room(Cycle now) const { return room_at() <= now; }
  /// The first cycle in which it has a token; kNever if none is known.
  Cycle first_ready() const {
    if (assured_ != 0) return assured_from_;
    return in_->first() == kNever ? kNever : in_->first() + delay_;
  }
  Cycle delay() const { return delay_; }
  std::int64_t initial() const { return shape_.initial; }
  Cycle hop_latency() const { return shape_.hop_latency; }
  /// Tokens put since the start of the run; tokens whose pops are known; tokens that the reader has
  /// taken.
  std::int64_t puts() const { return in_->size(); }
  std::int64_t pops() const { return out_.size(); }
  std::int64_t taken() const { return taken_; }
  bool empty() const { return puts() == taken_; }
  /// Whether tokens(), or rooms(), are known.
  bool knows_tokens() const { return assured_ != 0 ? assured_ > taken_ : puts() > taken_; }
  bool knows_rooms() const { return puts() - capacity_ < pops(); }

  /// Puts tokens in these cycles. There must be room.
  void put(const Row& row);
  /// Pops tokens in these cycles. They must have arrived.
  void pop(const Row& row);
  /// A promise of the reader, from cycle `from` on: it pops each of the tokens below number
  /// `below`, and each token that it can pop before cycle `until`, as soon as it has arrived and
  /// the token before it is popped.
  /// @return whether that is more than it has promised before
  bool promise(Cycle from, std::int64_t below, Cycle until);
  /// Computes the promised pops of tokens that have been put meanwhile.
  void foresee() {
    if (promised_until_ > 0 || promised_below_ > pops()) foresee_more();
  }
  /// For a segment that ends at a relay: counts how long the tokens that are popped next, in the
  /// cycles of `row`, have waited there. `row` has no more tokens than tokens(). `next`: the cycle
  /// after the last pop; 0 if there was none.
  void count_wait_at_end(const Row& row, Cycle next);
  /// Makes the pops of `before`, which ends at a relay, the puts of this segment.
  void follow(Segment& before);

  /// Lets the reader pop token n from cycle `first` + n on, whether it is put already or not. The
  /// writer is free-running and makes `tokens` tokens; the segment is deep enough that each token
  /// arrives in time, however often the writer was held.
  void assure(Cycle first, std::int64_t tokens) {
    assured_ = tokens;
    assured_from_ = first;
  }
  bool assured() const { return assured_ != 0; }
  /// Whether the writer sees a pop early enough that the reader never waits for the token that
  /// fills the room.
  bool is_deep() const { return capacity_ >= 2 * delay_; }

  /// Counts the track-cycles up to cycle `last`, the last one of the run. Call once.
  void finish(Cycle last);
  /// The last cycle in which a token that has not been popped crossed a link or will cross one; −1
  /// if there is none.
  Cycle last_crossing() const;
  /// The cycle in which the last pop is seen at the other end of the last link; −1 if there was no
  /// pop.
  Cycle last_pop_seen() const {
    return taken_ == 0 ? -1 : out_.at(taken_ - 1) + shape_.hop_latency;
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
  bool ends_at_switch() const { return shape_.to_switch; }

  /// Counts the waits that are over by `now`, up to which both ends are known.
  void settle(Cycle now);
  /// Adds what determines its behaviour from `now` on, up to which both ends are known.
  void note(Snapshot& snapshot, Cycle now) const;
  void skip(Skip& skip);

  /// On the ideal network a writer has a segment for each reader and puts every token into all of
  /// them: the next one, or null.
  Segment* also = nullptr;
  Actor* reader = nullptr;
  Actor* writer = nullptr;
  Relay* to_relay = nullptr;    ///< at its end, or null
  RelayTree* tree = nullptr;    ///< if its writer is a unit and its end a relay: all relays behind
  Relay* from_relay = nullptr;  ///< at its start, or null
  UnitId unit;                  ///< the reading unit, if it ends at one
  /// The reader lacks a token, the writer a room: whoever makes it known wakes them.
  bool reader_waits = false, writer_waits = false;

 private:
  /// Links from kFirstInner to this one join two switches. Waits for link 1 are counted by the
  /// segment before it.
  int last_between() const { return shape_.to_switch ? shape_.links : shape_.links - 1; }
  static constexpr int kFirstInner = 2;
  /// A token waits at link j for the pop of the token so many numbers before it.
  std::int64_t room_behind(int j) const {
    return std::int64_t{2} * shape_.hop_latency * (shape_.links - j) + shape_.depth;
  }
  /// The cycle in which token n has arrived and the token before it has been popped.
  Cycle waits_from(std::int64_t n) const {
    const Cycle arrived = in_->at(n) + delay_;
    return n == 0 ? arrived : std::max(arrived, out_.at(n - 1) + 1);
  }
  /// The cycle in which token n crosses link j; kNever if it needs a pop that has not happened.
  Cycle crosses(std::int64_t n, int j) const;
  Cycle crosses(std::int64_t n, int j, Cycle put);
  void foresee_more();
  bool kept_promise(const Row& row, std::int64_t known);
  bool follows(BrokenRule rule) const { return shape_.broken != rule; }
  void add_pops(const Row& row);
  void count_waits();
  std::int64_t count_row(std::int64_t limit);
  std::int64_t tokens_alike(std::int64_t n) const;
  void count_inner(std::int64_t n, Cycle put, Cycle crossed, Cycle last = kNever - 1);
  void move_before(Cycle cycles);
  void note_tokens(Snapshot& snapshot, Cycle now) const;
  std::int64_t oldest_put() const;
  std::int64_t oldest_pop() const;

  // What every put and pop touches, together with the public members: a line of the host's cache
  // each.
  Cycle promised_until_ = 0;
  Timeline out_;  ///< pops
  Timeline own_;
  const Timeline* in_ = &own_;  ///< puts: own_, or the pops of the segment before a relay
  mutable Timeline::Cursor head_, room_;
  std::int64_t taken_ = 0;
  std::int64_t assured_ = 0;  ///< tokens that the writer is sure to make in time; 0: not assured
  Cycle delay_;
  std::int64_t capacity_;
  std::int64_t promised_below_ = 0;
  // The other members.
  Cycle promised_from_ = 0;
  Cycle assured_from_ = 0;  ///< when the first of the assured tokens can be popped
  Timeline::Cursor foreseen_, checked_;
  std::int64_t counted_ = 0;  ///< tokens whose waits are counted
  bool counts_;               ///< has links whose waits are counted
  // Of the token before the next one that is counted: when it was put; from which link on it was
  // held, and when it crossed each link from there on.
  Cycle put_before_ = 0;
  int held_from_ = 0;
  std::vector<Cycle> crossed_before_;
  // Places of the next token that is counted: its put, and by link the room for which it waits.
  Timeline::Cursor counts_in_;
  std::vector<Timeline::Cursor> counts_out_;
  std::vector<const Segment*> followers_;  ///< segments whose puts are its pops
  Shape shape_;
  Cycle carrying_ = 0, held_ = 0, held_at_end_ = 0;
};

}  // namespace rda::sim::fast
