// SPDX-License-Identifier: Apache-2.0
// When a program fires, and which tokens it takes and makes.
#include <algorithm>

#include "sim/fast/program.h"

namespace rda::sim::fast {

/// Fires as often as the cycles of the firings are known and evenly spaced. @return whether it did
bool ProgramState::fire_next(Window& window) {
  if (done()) return false;
  Row row = next_firings();
  if (row.empty()) return false;
  pass_holds(row, window);
  // A firing whose tokens may not find room holds the pipeline from the cycle in which it is due.
  Cycle end = window.horizon;
  if (!pipeline_.empty() && window.disturbance.follows(BrokenRule::before_due))
    end = std::min(end, due());
  if (!holds_.empty()) end = std::min(end, holds_.front().from);
  if (row.first >= end) return false;
  row.count = std::min(row.count, stretch_.firings);
  if (bank_cycles_ == 0 || (!seen_ && stretch_.needed.empty())) row.count = 1;
  row.count = row.before(end);
  if (pipeline_.empty()) row.count = firings_before_hold(row, window);
  fire(row, window);
  return true;
}

/// The cycles from which on the tokens of the next firings can be used. Empty, and marks the
/// segment, if one is not known.
Row ProgramState::next_firings() const {
  Row row{kLongAgo, 0, Row::kEndless};
  stretch_.needed.all([&](std::size_t i) {
    Segment& segment = *inputs[i].segment;
    if (stretch_.popped.has(i)) {
      row = after_tokens(segment, row);
    } else if (const Row head = segment.tokens(); head.empty()) {
      segment.reader_waits = true;
      row = {};
    } else {
      row = later(row, {head.first, 0, Row::kEndless});
    }
    return !row.empty();
  });
  return row;
}

/// Turns the cycles of its tokens into those of the firings, and passes the holds before the first
/// of them.
void ProgramState::pass_holds(Row& row, Window& window) {
  const Row tokens = row;
  const auto firings = [&] {
    return spaced(std::max({now_, next_fire_, banks_free()}), gap(), tokens);
  };
  row = firings();
  while (!holds_.empty() && holds_.front().from <= row.first) {
    account_until(holds_.front().from, window);
    hold_until(holds_.front().until);
    holds_.pop_front();
    row = firings();
  }
}

void ProgramState::note_values(const Row& row) {
  for (std::int64_t n = 0; n < row.count && values->is_verified(id, fired_ + n); ++n) {
    Stretch one = stretch_;
    one.firings = 1;
    one.made = one.last = stretch_.made_by(n);
    values->fired(row.at(n), id, fired_ + n, one);
  }
}

void ProgramState::tell_firings(const Row& row, int bank_cycles) {
  teller->fired(number_, row, bank_cycles);
  stretch_.popped.each([&](std::size_t i) { teller->popped(number_, i, row); });
  tell_made(row, stretch_.made, false);
  tell_made(row, stretch_.last, true);
}

/// Tells what the firings that are the last of their row make, or what the others do. What both
/// make is told with the others.
void ProgramState::tell_made(const Row& row, Ports made, bool last) {
  made.each([&](std::size_t o) {
    const bool both = stretch_.made.has(o) && stretch_.last.has(o);
    if (last && both) return;
    const auto tell = [&](std::int64_t from, std::int64_t every, std::int64_t count) {
      if (count > 0) teller->made(number_, o, {fired_ + from, every, count}, row.at(from));
    };
    if (both) return tell(0, 1, row.count);
    const std::int64_t end = stretch_.row - 1, every = stretch_.every;  // of the first row
    if (last) return tell(end, every, end < row.count ? (row.count - 1 - end) / every + 1 : 0);
    tell(0, 1, std::min(end, row.count));
    for (std::int64_t from = end + 1; from < row.count; from += every)
      tell(from, 1, std::min(every - 1, row.count - from));
  });
}

void ProgramState::fire(const Row& row, Window& window) {
  int bank_cycles = bank_cycles_;
  if (bank_cycles == 0) {
    space_.index_of(fired_, index_);
    bank_cycles = banks_.cycles(index_);
  }
  account_until(row.first, window);
  stretch_.popped.each([&](std::size_t i) { pop_from(*inputs[i].segment, row, window); });
  if (!stretch_.needed.empty()) seen_ = true;
  if (values) note_values(row);
  if (teller) tell_firings(row, bank_cycles);
  account_row(row, bank_cycles);
  const Cycle moved = row.first - held_cycles_;
  make({moved + bank_cycles - 1 + latency_, row.step, row.count});
  banks_free_ = row.last() - held_cycles_ + bank_cycles;
  last_due_ = banks_free_ - 1 + latency_;
  next_fire_ = row.last() + ii_;
  now_ = row.last() + 1;
  window.note_change(row.last());
}

/// Puts firings of the current stretch into the pipeline, which reach its end in `due`.
void ProgramState::make(Row due) {
  fired_ += due.count;
  stretch_.firings -= due.count;
  if (stretch_.made.empty() && !stretch_.last.empty()) {
    // One token for each row that ends.
    const std::int64_t first = stretch_.row - 1;
    if (due.count > first) {
      const std::int64_t tokens = (due.count - 1 - first) / stretch_.every + 1;
      const Cycle step = tokens > 1 ? stretch_.every * due.step : 0;
      pipeline_.push({due.at(first), step, tokens}, stretch_.last);
    }
    stretch_.row -= due.count % stretch_.every;
    if (stretch_.row <= 0) stretch_.row += stretch_.every;
    due.count = 0;
  }
  while (due.count > 0) {
    const std::int64_t together = std::min(due.count, stretch_.row);
    const bool to_last = together == stretch_.row && stretch_.last != stretch_.made;
    if (!stretch_.made.empty() && together > to_last)
      pipeline_.push({due.first, due.step, together - to_last}, stretch_.made);
    if (to_last && !stretch_.last.empty())
      pipeline_.push({due.at(together - 1), 0, 1}, stretch_.last);
    due.first = due.at(together);
    due.count -= together;
    stretch_.row -= together;
    if (stretch_.row == 0) stretch_.row = stretch_.every;
  }
  if (stretch_.firings == 0) stretch_ = nest_.next();
}

}  // namespace rda::sim::fast
