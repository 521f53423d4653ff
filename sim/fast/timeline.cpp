// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/timeline.h"

#include <cassert>

namespace rda::sim::fast {

Row Timeline::row(std::int64_t n) const {
  if (n < long_ago_) return {kLongAgo, 0, long_ago_ - n};
  assert(n < size_ && begin_ != end_ && piece(begin_).from <= n);
  std::uint64_t lo = begin_, hi = end_;  // the piece of n is in [lo, hi)
  if (piece(hi - 1).from <= n) lo = hi - 1;
  while (lo + 1 < hi) {
    const std::uint64_t middle = lo + (hi - lo) / 2;
    (piece(middle).from <= n ? lo : hi) = middle;
  }
  return rest_of(lo, n);
}

Cycle Timeline::last() const {
  const Piece& here = piece(end_ - 1);
  return here.first + (size_ - 1 - here.from) * here.step;
}

void Timeline::append(Row row) {
  assert(row.count > 0 && has_place());
  if (size_ == 0) first_ = row.first;
  if (begin_ != end_) {
    assert(row.first >= last());
    Piece& here = piece(end_ - 1);
    const std::int64_t events = size_ - here.from;
    const Cycle gap = row.first - here.first - (events - 1) * here.step;
    const bool single = events == 1, alike = row.count == 1 || row.step == gap;
    if (alike && (single || gap == here.step)) {
      here.step = gap;
      size_ += row.count;
      return;
    }
    if (!single && gap == here.step) {
      ++size_;
      row = {row.at(1), row.step, row.count - 1};
    }
  }
  piece(end_++) = {size_, row.first, row.step};
  size_ += row.count;
}

void Timeline::make_place(std::int64_t oldest) {
  while (begin_ + 1 < end_ && piece(begin_ + 1).from <= oldest) ++begin_;
  if (end_ - begin_ <= pieces_.size() / 2) return;
  std::vector<Piece> more(2 * pieces_.size());
  for (std::uint64_t p = begin_; p < end_; ++p)
    more[static_cast<std::size_t>(p) & (more.size() - 1)] = piece(p);
  pieces_ = std::move(more);
}

void Timeline::truncate(std::int64_t n) {
  while (end_ != begin_ && piece(end_ - 1).from >= n) --end_;
  size_ = n;
}

void Timeline::skip(std::int64_t events, Cycle cycles) {
  if (size_ > 0 && piece(begin_).from == long_ago_) long_ago_ += events;
  for (std::uint64_t p = begin_; p < end_; ++p) {
    piece(p).from += events;
    piece(p).first += cycles;
  }
  size_ += events;
  if (first_ != kNever) first_ += cycles;
}

}  // namespace rda::sim::fast
