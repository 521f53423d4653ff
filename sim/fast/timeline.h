// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include "rda/result.h"

namespace rda::sim::fast {

inline constexpr Cycle kNever = std::numeric_limits<Cycle>::max();
/// Before every cycle of a run. Differences of cycles do not overflow.
inline constexpr Cycle kLongAgo = -(Cycle{1} << 60);

/// Evenly spaced events: the first `count` of first, first + step, first + 2 step, …
struct Row {
  static constexpr std::int64_t kEndless = std::int64_t{1} << 60;

  Cycle first = kNever;
  Cycle step = 0;
  std::int64_t count = 0;

  Cycle at(std::int64_t n) const { return first + n * step; }
  Cycle last() const { return at(count - 1); }
  bool empty() const { return count == 0; }
  /// How many of the events happen before `end`.
  std::int64_t before(Cycle end) const {
    if (first >= end) return 0;
    if (step == 0 || count == 1) return count;
    const std::int64_t all = step == 1 ? end - first : (end - 1 - first) / step + 1;
    return all < count ? all : count;
  }
};

/// Events that each need one event of `a` and one of `b`, as long as they are evenly spaced. Both
/// are not empty; the result has at least one event.
inline Row later(Row a, Row b) {
  if (a.first < b.first || (a.first == b.first && a.step < b.step)) std::swap(a, b);
  if (b.count < a.count) a.count = b.count;
  if (b.step > a.step) {
    const std::int64_t ahead = (a.first - b.first) / (b.step - a.step) + 1;
    if (ahead < a.count) a.count = ahead;
  }
  return a;
}

/// Events that each need one of `row`, happen from `earliest` on, and lie at least `gap` cycles
/// apart; as long as they are evenly spaced.
inline Row spaced(Cycle earliest, Cycle gap, Row row) {
  if (row.first >= earliest) {
    if (row.step < gap) row.step = gap;
    return row;
  }
  return later({earliest, gap, Row::kEndless}, row);
}

/// How many events of `due`, from the first on, do not wait for those of `needed`: none is before
/// its counterpart. At most as many as `needed` has.
inline std::int64_t in_time(const Row& due, const Row& needed) {
  if (needed.first > due.first) return 0;
  const std::int64_t both = due.count < needed.count ? due.count : needed.count;
  if (needed.step <= due.step) return both;
  const std::int64_t ahead = (due.first - needed.first) / (needed.step - due.step) + 1;
  return ahead < both ? ahead : both;
}

/// The cycles of numbered events that are known, in ascending order: token n was put, or popped, in
/// cycle at(n). Kept as rows. Old events may be forgotten.
class Timeline {
 public:
  Timeline() : pieces_(8) {}

  /// Known events, ever.
  std::int64_t size() const { return size_; }
  /// Cycle of event 0; kNever if it is not known yet.
  Cycle first() const { return first_; }
  /// Cycle of event n, which is known and not forgotten.
  Cycle at(std::int64_t n) const { return row(n).first; }
  /// Cycle of the last known event.
  Cycle last() const { return last_.first + (size_ - 1 - last_.from) * last_.step; }

  /// The events from n on, as far as they are known and evenly spaced.
  Row row(std::int64_t n) const;
  /// A place in the timeline, for a caller whose event numbers never fall.
  class Cursor {
    friend class Timeline;
    std::uint64_t piece_ = 0;
  };
  /// The same, from a place at or before event n; moves it there. Inline, as are the other calls of
  /// every row of events: a Row that is returned in registers is not written and read again.
  [[gnu::always_inline]] Row row(std::int64_t n, Cursor& cursor) const {
    if (n >= last_.from && n >= long_ago_) {
      cursor.piece_ = end_ - 1;
      return rest_of_last(n);
    }
    return row_before_last(n, cursor);
  }

  /// The next events happen in these cycles, none before the last known event. Call has_place()
  /// before.
  void append(const Row& row) {
    assert(row.count > 0 && has_place() && (end_ == begin_ || row.first >= last()));
    if (size_ == 0) first_ = row.first;
    const std::int64_t events = size_ - last_.from;
    const Cycle gap = row.first - last_.first - (events - 1) * last_.step;
    const bool continues = end_ != begin_ && (events == 1 || gap == last_.step);
    if (continues && (row.count == 1 || row.step == gap)) {
      last_.step = gap;
      size_ += row.count;
    } else {
      append_piece(row, continues && events > 1);
    }
  }
  /// Whether a row can be appended.
  bool has_place() const { return end_ - begin_ < pieces_.size(); }
  /// Makes place for more rows. No event before number `oldest` is asked for any more.
  void make_place(std::int64_t oldest);
  /// Takes back the events from n on.
  void truncate(std::int64_t n);
  /// Moves all events by `events` numbers and `cycles` cycles. If event 0 was still known, the
  /// events before it happened kLongAgo.
  void skip(std::int64_t events, Cycle cycles);

 private:
  struct Piece {
    std::int64_t from;  ///< number of its first event
    Cycle first, step;
  };
  const Piece& piece(std::uint64_t n) const { return n + 1 == end_ ? last_ : older(n); }
  const Piece& older(std::uint64_t n) const {
    return pieces_[static_cast<std::size_t>(n) & (pieces_.size() - 1)];
  }
  Piece& older(std::uint64_t n) {
    return pieces_[static_cast<std::size_t>(n) & (pieces_.size() - 1)];
  }
  /// The events of the last piece from n on.
  Row rest_of_last(std::int64_t n) const {
    return {last_.first + (n - last_.from) * last_.step, last_.step, size_ - n};
  }
  /// The events of an older piece p from n on.
  Row rest_of(std::uint64_t p, std::int64_t n) const {
    const Piece& here = older(p);
    return {here.first + (n - here.from) * here.step, here.step, piece(p + 1).from - n};
  }
  Row row_before_last(std::int64_t n, Cursor& cursor) const;
  void append_piece(Row row, bool continues);

  // What most calls touch is a line of the host's cache: most ask for the last piece, so it is here
  // and not in the ring.
  std::int64_t size_ = 0;
  Piece last_{0, 0, 0};                ///< the last piece, if there is any
  std::uint64_t begin_ = 0, end_ = 0;  ///< numbers of the kept pieces
  std::int64_t long_ago_ = 0;          ///< events below this number happened long ago
  Cycle first_ = kNever;
  std::vector<Piece> pieces_;  ///< ring of the older ones
};

}  // namespace rda::sim::fast
