// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/timeline.h"

#include <algorithm>

namespace rda::sim::fast {

Row Timeline::row(std::int64_t n) const {
  if (n < long_ago_) return {kLongAgo, 0, long_ago_ - n};
  assert(n < size_ && begin_ != end_ && piece(begin_).from <= n);
  if (last_.from <= n) return rest_of_last(n);
  std::uint64_t lo = begin_, hi = end_ - 1;  // the piece of n is in [lo, hi)
  while (lo + 1 < hi) {
    const std::uint64_t middle = lo + (hi - lo) / 2;
    (older(middle).from <= n ? lo : hi) = middle;
  }
  return rest_of(lo, n);
}

Row Timeline::row_before_last(std::int64_t n, Cursor& cursor) const {
  if (n < long_ago_) return {kLongAgo, 0, long_ago_ - n};
  std::uint64_t p = std::max(cursor.piece_, begin_);
  const Piece* here = &older(p);
  std::int64_t end = last_.from;
  for (; p + 2 < end_; ++p) {
    const Piece& next = older(p + 1);
    if (next.from > n) {
      end = next.from;
      break;
    }
    here = &next;
  }
  cursor.piece_ = p;
  return {here->first + (n - here->from) * here->step, here->step, end - n};
}

/// Appends a row that is not evenly spaced with the last piece. `continues`: but its first event
/// is.
void Timeline::append_piece(Row row, bool continues) {
  if (continues) {
    ++size_;
    row = {row.at(1), row.step, row.count - 1};
  }
  if (begin_ != end_) older(end_ - 1) = last_;
  ++end_;
  last_ = {size_, row.first, row.step};
  size_ += row.count;
}

void Timeline::make_place(std::int64_t oldest) {
  while (begin_ + 1 < end_ && piece(begin_ + 1).from <= oldest) ++begin_;
  if (end_ - begin_ <= pieces_.size() / 2) return;
  std::vector<Piece> more(2 * pieces_.size());
  for (std::uint64_t p = begin_; p + 1 < end_; ++p)
    more[static_cast<std::size_t>(p) & (more.size() - 1)] = older(p);
  pieces_ = std::move(more);
}

void Timeline::truncate(std::int64_t n) {
  while (end_ != begin_ && last_.from >= n) {
    --end_;
    last_ = end_ == begin_ ? Piece{} : older(end_ - 1);
  }
  size_ = n;
}

void Timeline::skip(std::int64_t events, Cycle cycles) {
  if (size_ > 0 && piece(begin_).from == long_ago_) long_ago_ += events;
  const auto move = [&](Piece& here) {
    here.from += events;
    here.first += cycles;
  };
  for (std::uint64_t p = begin_; p + 1 < end_; ++p) move(older(p));
  if (begin_ != end_) move(last_);
  size_ += events;
  if (first_ != kNever) first_ += cycles;
}

}  // namespace rda::sim::fast
