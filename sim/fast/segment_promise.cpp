// SPDX-License-Identifier: Apache-2.0
// What is known of pops and rooms before the reader has taken the tokens: the only writer of pops
// that have not happened.
#include <algorithm>

#include "sim/fast/segment.h"

namespace rda::sim::fast {

std::int64_t Segment::sure_puts(const Row& due, bool exact) const {
  if (shape_.depth == kBottomless) return due.count;
  const std::int64_t known = pops() + capacity_ - puts();
  const Cycle last = pops() == 0 ? kLongAgo : out_.last();
  // Pops are at least one cycle apart, as puts are: if the room of the last one is there in time
  // for consecutive puts, so are those before it.
  const bool has_room = last + delay_ <= due.first + (due.step > 1 ? 0 : known - 1);
  if (!has_room && follows(BrokenRule::known_room)) {
    const Row room = rooms();
    return room.empty() ? 0 : in_time(due, room);
  }
  if (known >= due.count || pops() != puts()) return std::min(known, due.count);
  // The next tokens are popped no later than this, one for each put.
  const Cycle popped = std::max({promised_from_, last + 1, due.first + delay_});
  if (popped + delay_ > due.first + capacity_ * due.step && follows(BrokenRule::promised_room))
    return known;
  // A token that is put later may come too late for a promise that ends in some cycle.
  const std::int64_t until =
      exact && promised_until_ > popped ? (promised_until_ - 1 - popped) / due.step + 1 : 0;
  return std::min(due.count, known + std::max({std::int64_t{0}, promised_below_ - pops(), until}));
}

bool Segment::promise(Cycle from, std::int64_t below, Cycle until) {
  if (below <= promised_below_ && until <= promised_until_) return false;
  promised_from_ = follows(BrokenRule::promise_from) ? from : 0;
  promised_below_ = std::max(promised_below_, below);
  promised_until_ = std::max(promised_until_, until);
  foresee();
  return true;
}

void Segment::foresee_more() {
  while (pops() < puts()) {
    Row row = in_->row(pops(), foreseen_);
    row.first += delay_;
    row = spaced(std::max(promised_from_, pops() == 0 ? 0 : out_.last() + 1), 1, row);
    row.count =
        std::min(row.count, std::max(promised_below_ - pops(), row.before(promised_until_)));
    if (row.count <= 0) break;
    add_pops(row);
  }
}

/// Whether the first `known` pops of `row`, the next ones, are those that were promised.
bool Segment::kept_promise(const Row& row, std::int64_t known) {
  for (std::int64_t n = 0; n < known;) {
    const Row promised = out_.row(taken_ + n, checked_);
    const std::int64_t together = std::min(promised.count, known - n);
    if (promised.first != row.at(n) || (together > 1 && promised.step != row.step)) return false;
    n += together;
  }
  return true;
}

}  // namespace rda::sim::fast
