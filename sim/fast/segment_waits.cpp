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

/// Events n − 1, if it exists, and n. Call with ascending n.
Segment::Crossings Segment::neighbours(const Timeline& events, std::int64_t n,
                                       Timeline::Cursor& place) {
  if (n == 0) return {0, events.row(0, place).first};
  const Row row = events.row(n - 1, place);
  if (row.count > 1) return {row.first, row.at(1)};
  Timeline::Cursor next = place;
  return {row.first, events.row(n, next).first};
}

/// When token n and the token before it cross link j. Call with ascending n.
Segment::Crossings Segment::crossings(std::int64_t n, int j, const Crossings& put) {
  const Cycle free = (j - 1) * shape_.hop_latency,
              back = (shape_.links - j + 1) * shape_.hop_latency;
  const std::int64_t behind = n - room_behind(j);
  Crossings crossed{put.before + free, put.now + free};
  if (behind >= taken_) crossed.now = kNever;
  if (behind > taken_) crossed.before = kNever;
  if (behind < 0 || behind > taken_ || taken_ == 0) return crossed;
  const Crossings room = neighbours(out_, behind, counts_out_[static_cast<std::size_t>(j)]);
  if (behind > 0) crossed.before = std::max(crossed.before, room.before + back);
  if (behind < taken_) crossed.now = std::max(crossed.now, room.now + back);
  return crossed;
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
  const Cycle lambda = shape_.hop_latency;
  const std::int64_t n = counted_, behind = room_behind(last_between());
  if (n < behind) return std::min(limit, behind - n);
  // A token that crosses the last of these links as early as possible was held at none.
  Row free = in_->row(n, counts_free_), room = out_.row(n - behind, counts_room_);
  free.first += (last_between() - 1) * lambda;
  room.first += (shape_.links - last_between() + 1) * lambda;
  free.count = std::min(free.count, limit);
  if (const std::int64_t unheld = in_time(free, room); unheld > 0) return unheld;
  count_inner(n, out_.row(n, counts_out_.front()).first);
  if (free.step != room.step || std::min(free.count, room.count) < kWorthLooking) return 1;
  const std::int64_t alike = std::min(limit, tokens_alike(n));
  if (alike <= 1) return 1;
  const Cycle before = held_;
  count_inner(n + 1, out_.row(n + 1, counts_out_.front()).first);
  held_ += (alike - 2) * (held_ - before);
  return alike;
}

/// How many tokens from n on pass all links in equal distances: each waits as long as the one
/// before it, but the first may not.
std::int64_t Segment::tokens_alike(std::int64_t n) const {
  Timeline::Cursor place = counts_in_;
  const Row put = in_->row(n, place);
  place = counts_out_.front();
  const Row popped = out_.row(n, place);
  if (put.step != popped.step) return 1;
  std::int64_t count = std::min(put.count, popped.count);
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

/// Counts back from the last link. A token that crossed a link as early as possible was held at no
/// link before it. Call with ascending n.
void Segment::count_inner(std::int64_t n, Cycle last) {
  const Cycle lambda = shape_.hop_latency;
  const Crossings put = neighbours(*in_, n, counts_in_);
  Crossings crossed = crossings(n, last_between(), put);
  for (int j = last_between(); j >= kFirstInner; --j) {
    if (crossed.now == put.now + (j - 1) * lambda) return;
    const Crossings before = crossings(n, j - 1, put);
    if (before.now != kNever && before.now + lambda <= last) {
      const Cycle previous = n > 0 ? crossed.before : -1;
      if (previous < last)  // else the older token holds the link
        held_ += std::max<Cycle>(
            0, std::min(crossed.now, last + 1) - std::max(before.now + lambda, previous + 1));
    }
    crossed = before;
  }
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
    if (counts_ && n >= counted_) count_inner(n, last);
  }
  if (shape_.to_switch && puts() > taken_)
    held_at_end_ += std::max<Cycle>(0, last + 1 - waits_from(taken_));
}

}  // namespace rda::sim::fast
