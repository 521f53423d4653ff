// SPDX-License-Identifier: Apache-2.0
// What a program did in the cycles in which it did not fire.
#include <algorithm>

#include "sim/fast/program.h"

namespace rda::sim::fast {

/// Accounts for cycles in which its pipeline moves and it does not fire.
void ProgramState::account_until(Cycle cycle, Window& window) {
  if (cycle == now_) return;
  const Cycle free = std::clamp(banks_free(), now_, cycle);
  if (free > now_) {
    account_.add(number_, Activity::conflict, free - now_);
    window.note_change(free - 1);
  }
  if (!done() && !seen_ && cycle > free) unsure_.push_back({free, cycle});
  account_.add(number_, done() || !seen_ ? Activity::idle : Activity::starved, cycle - free);
  now_ = cycle;
}

/// Accounts for the firings and the cycles between them.
void ProgramState::account_row(const Row& row, Cycle bank_cycles) {
  if (row.count == 1 || row.step == 1) {
    account_.add(number_, Activity::active, row.count);
    return;
  }
  const std::int64_t between = row.count - 1;
  const Cycle conflict = bank_cycles - 1, starved = row.step - bank_cycles;
  if (!account_.ordered()) {
    account_.add(number_, Activity::active, row.count);
    account_.add(number_, Activity::conflict, between * conflict);
    account_.add(number_, Activity::starved, between * starved);
    return;
  }
  for (std::int64_t n = 0; n < between; ++n) {
    account_.add(number_, Activity::active, 1);
    account_.add(number_, Activity::conflict, conflict);
    account_.add(number_, Activity::starved, starved);
  }
  account_.add(number_, Activity::active, 1);
}

/// Accounts for cycles in which the pipeline holds.
void ProgramState::hold_until(Cycle cycle) {
  account_.add(number_, Activity::blocked, cycle - now_);
  held_cycles_ += cycle - now_;
  now_ = cycle;
}

/// Once all tokens of the window are known: ends the program's idleness in the first cycle in which
/// an input had a usable token.
void ProgramState::find_idle_end(const Window& window) {
  Cycle first = kNever;
  if (!window.disturbance.follows(BrokenRule::first_token)) first = 0;
  for (const End& in : inputs) first = std::min(first, in.segment->first_ready());
  for (const Span& idle : unsure_)
    if (const Cycle from = std::max(idle.from, first); from < idle.until)
      account_.make_starved(number_, from - window.from, idle.until - from);
  unsure_.clear();
  seen_ = seen_ || first < window.horizon;
}

void ProgramState::settle(Window& window) {
  for (; !holds_.empty(); holds_.pop_front()) {
    account_until(holds_.front().from, window);
    hold_until(holds_.front().until);
  }
  if (!pipeline_.empty() && due() < window.horizon) {
    const Cycle since = due();
    account_until(since, window);
    if (held_until_ != since) held_since_ = since;
    held_until_ = window.horizon;
    left_held_ += window.horizon - since;
    hold_until(window.horizon);
  }
  account_until(window.horizon, window);
  if (!seen_ || !unsure_.empty()) find_idle_end(window);
}

}  // namespace rda::sim::fast
