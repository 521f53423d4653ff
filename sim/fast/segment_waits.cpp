// SPDX-License-Identifier: Apache-2.0
// When tokens crossed the links of a segment, and how long they held its links between switches.
#include <algorithm>

#include "sim/fast/segment.h"

namespace rda::sim::fast {
namespace {

/// Tokens that must be alike for it to be quicker to find that out than to count each.
constexpr std::int64_t kWorthLooking = 8;

}  // namespace

Cycle Segment::crosses(std::int64_t n, int j) const {
  const Cycle free = in_->at(n) + (j - 1) * shape_.hop_latency;
  const std::int64_t behind = n - room_behind(j);
  if (behind < 0) return free;
  if (behind >= taken_) return kNever;
  return std::max(free, out_.at(behind) + (shape_.links - j + 1) * shape_.hop_latency);
}

/// The same for token n, put in cycle `put`. Call with ascending n.
Cycle Segment::crosses(std::int64_t n, int j, Cycle put) {
  const Cycle free = put + (j - 1) * shape_.hop_latency;
  const std::int64_t behind = n - room_behind(j);
  if (behind < 0) return free;
  if (behind >= taken_) return kNever;
  const Cycle popped = out_.row(behind, counts_out_[static_cast<std::size_t>(j)]).first;
  return std::max(free, popped + (shape_.links - j + 1) * shape_.hop_latency);
}

void Segment::count_wait_at_end(const Row& row, Cycle next) {
  const Row arrived = tokens();
  held_at_end_ += row.first - std::max(arrived.first, next);
  // A later token waits from its arrival on, or from the cycle after the pop before it.
  if (row.step <= 1) return;
  const std::int64_t later = row.count - 1;
  if (arrived.step == row.step) {
    held_at_end_ += later * std::min(row.first - arrived.first, row.step - 1);
    return;
  }
  for (std::int64_t n = 1; n <= later; ++n)
    held_at_end_ += std::min(row.at(n) - arrived.at(n), row.step - 1);
}

void Segment::count_waits() {
  const std::int64_t both = std::min(puts(), taken_);
  if (!counts_) {
    counted_ = std::max(counted_, both);
    return;
  }
  while (counted_ < both) counted_ += count_row(both - counted_);
}

/// Counts the waits of the next tokens, at most `limit`. @return how many tokens
std::int64_t Segment::count_row(std::int64_t limit) {
  const std::int64_t n = counted_, behind = n - room_behind(last_between());
  const Cycle lambda = shape_.hop_latency;
  // A token that crosses the last of these links as early as possible was held at none.
  const Row puts = in_->row(n, counts_in_);
  Row free{puts.first + (last_between() - 1) * lambda, puts.step, std::min(puts.count, limit)};
  Row room{kLongAgo, 0, -behind};
  if (behind >= 0) {
    room = out_.row(behind, counts_out_[static_cast<std::size_t>(last_between())]);
    room.first += (shape_.links - last_between() + 1) * lambda;
  }
  if (const std::int64_t unheld = in_time(free, room); unheld > 0) {
    put_before_ = puts.at(unheld - 1);
    held_from_ = last_between() + 1;
    return unheld;
  }
  count_inner(n, puts.first, room.first);
  if (free.step != room.step || std::min(free.count, room.count) < kWorthLooking) return 1;
  const std::int64_t alike = std::min(limit, tokens_alike(n));
  if (alike <= 1) return 1;
  const Cycle before = held_;
  count_inner(n + 1, puts.at(1), room.at(1));
  held_ += (alike - 2) * (held_ - before);
  move_before((alike - 2) * puts.step);
  return alike;
}

/// Moves the crossings of the token before the next one that is counted.
void Segment::move_before(Cycle cycles) {
  put_before_ += cycles;
  for (Cycle& crossed : crossed_before_) crossed += cycles;
}

/// How many tokens from n on pass all links in equal distances: each waits as long as the one
/// before it, but the first may not.
std::int64_t Segment::tokens_alike(std::int64_t n) const {
  Timeline::Cursor place = counts_in_;
  const Row put = in_->row(n, place);
  std::int64_t count = put.count;
  for (int j = kFirstInner - 1; j <= last_between() && count > 1; ++j) {
    const std::int64_t behind = n - room_behind(j);
    if (behind < 0) {
      count = std::min(count, -behind);
      continue;
    }
    place = counts_out_[static_cast<std::size_t>(j)];
    const Row room = out_.row(behind, place);
    if (room.step != put.step) return 1;
    count = std::min(count, room.count);
  }
  return count;
}

/// Counts back from the last link, which token n, put in cycle `put`, crosses in cycle `crossed`. A
/// token that crossed a link as early as possible was held at no link before it. Waits after cycle
/// `last` do not count. Call with ascending n.
void Segment::count_inner(std::int64_t n, Cycle put, Cycle crossed, Cycle last) {
  const Cycle lambda = shape_.hop_latency;
  int j = last_between();
  for (; j >= kFirstInner && crossed != put + (j - 1) * lambda; --j) {
    Cycle& kept = crossed_before_[static_cast<std::size_t>(j)];
    Cycle previous = j < held_from_ ? put_before_ + (j - 1) * lambda : kept;
    if (n == 0) previous = -1;
    const Cycle before = crosses(n, j - 1, put);
    if (before != kNever && before + lambda <= last && previous < last)  // else held by older ones
      held_ +=
          std::max<Cycle>(0, std::min(crossed, last + 1) - std::max(before + lambda, previous + 1));
    kept = crossed;
    crossed = before;
  }
  put_before_ = put;
  held_from_ = j + 1;
}

Cycle Segment::last_crossing() const {
  Cycle last = -1;
  for (std::int64_t n = taken_; n < puts(); ++n)
    for (int j = 1; j <= shape_.links; ++j)
      if (const Cycle crossed = crosses(n, j); crossed != kNever) last = std::max(last, crossed);
  return last;
}

void Segment::finish(Cycle last) {
  const int first = starts_between_switches() ? 1 : 2;
  const int between = std::max(0, last_between() - first + 1);
  carrying_ = taken_ * between;
  count_waits();
  for (std::int64_t n = taken_; n < puts(); ++n) {
    for (int j = first; j <= last_between(); ++j) carrying_ += crosses(n, j) <= last;
    if (!counts_ || n < counted_) continue;
    const Cycle put = in_->at(n);
    count_inner(n, put, crosses(n, last_between(), put), last);
  }
  if (shape_.to_switch && puts() > taken_)
    held_at_end_ += std::max<Cycle>(0, last + 1 - waits_from(taken_));
}

}  // namespace rda::sim::fast
