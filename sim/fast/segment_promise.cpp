// SPDX-License-Identifier: Apache-2.0
// Pops that are known before the reader has been simulated that far, and the room that they make.
#include "sim/fast/segment.h"

namespace rda::sim::fast {

void Segment::foresee_more() {
  const std::int64_t last = std::min(promised_, puts());
  while (foreseen_ < last) {
    const Cycle popped = std::max(waits_from(foreseen_), promised_from_);
    if (popped >= promised_until_) return;
    const std::int64_t row = while_in_time(
        1, std::min(last - foreseen_, promised_until_ - popped),
        [&](std::int64_t i) { return in_->at(foreseen_ + i) + delay_ <= popped + i; });
    out_.set_row(foreseen_, popped, row);
    foreseen_ += row;
  }
}

Cycle Segment::rooms_from(Cycle now, Cycle limit) const {
  if (room_at() > now) return 0;
  const std::int64_t awaited = puts() - capacity_, known = std::min(limit, rooms());
  const std::int64_t in_time =
      while_in_time(std::clamp<std::int64_t>(-awaited, 1, std::max<std::int64_t>(known, 1)), known,
                    [&](std::int64_t n) { return out_.at(awaited + n) + delay_ <= now + n; });
  if (in_time < known || known == limit || foreseen_ != puts()) return in_time;
  // The tokens put from `now` on are popped in consecutive cycles too, as promised.
  const Cycle popped =
      std::max({now + delay_, promised_from_, puts() == 0 ? Cycle{0} : out_.at(puts() - 1) + 1});
  if (popped + delay_ > now + capacity_) return in_time;
  const std::int64_t more = std::min(promised_ - puts(), promised_until_ - popped);
  return std::min(limit, in_time + std::max<std::int64_t>(more, 0));
}

Cycle Segment::surely_has_room_until(Cycle first, Cycle gap, Cycle limit) const {
  if (shape_.depth == kBottomless) return limit;
  const std::int64_t known = rooms(), awaited = puts() - capacity_;
  const auto in_time = [&](std::int64_t n, Cycle cycle) {
    return out_.at(awaited + n) + delay_ <= cycle;
  };
  std::int64_t n = std::max<std::int64_t>(0, -awaited);
  if (gap == 1)
    n = while_in_time(n, known, [&](std::int64_t i) { return in_time(i, first + i); });
  else if (n < known && in_time(known - 1, first + n * gap))
    n = known;
  else
    while (n < known && in_time(n, first + n * gap)) ++n;
  const Cycle until = first + n * gap;
  if (n < known || foreseen_ != puts() || !is_deep() || promised_from_ + delay_ > first + capacity_)
    return std::min(limit, until);
  // Each later token needs the pop of a token that is not put yet. If that token is popped on
  // arrival, or in the cycle after the token before it, its room is there at most capacity_ ≥ 2
  // delay_ cycles after it was put. The promise covers this pop if it is before promised_until_.
  const Cycle more = std::min(promised_until_ + delay_, until + (promised_ - puts()) * gap);
  return std::min(limit, std::max(until, more));
}

}  // namespace rda::sim::fast
