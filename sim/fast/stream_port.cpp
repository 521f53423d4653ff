// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/stream_port.h"

#include <algorithm>

namespace rda::sim::fast {

StreamPortState::StreamPortState(const Program& program, std::int64_t enough, Account& account)
    : stream(port_of(program).stream),
      tokens_per_item(std::get<PortTransfer>(program.work).tokens_per_item),
      source_(program.inputs.empty()),
      firings_(LoopNest(program).next()),
      tokens_(program.firings()),
      enough_(enough),
      interval_(program.ii),
      account_(account) {
  account_.add_program();
}

/// The cycles of the next tokens before the horizon; empty if there is none or it is not known.
Row StreamPortState::next_tokens(const Window& window) {
  if (done() || waits_for_host()) return {};
  const Row known{kLongAgo, 0, std::min(tokens_, allowed) - moved_};
  Row row = source_ ? after_rooms(segment, known) : after_tokens(*segment, known);
  if (row.empty()) return row;
  row = spaced(std::max(next_, now_), interval_, row);  // it may have waited for the host
  if (source_ && window.disturbance.stall_per_mille != 0) {
    row.count = 1;
    while (row.first < window.horizon && stalled(window.disturbance, stream, row.first))
      ++row.first;
  }
  row.count = row.before(window.horizon);
  return row;
}

void StreamPortState::note_tokens(const Row& row) {
  for (std::int64_t n = 0; values && n < row.count && values->is_verified(id, moved_ + n); ++n)
    values->fired(row.at(n), id, moved_ + n, firings_);
  if (item_ends)
    for (std::int64_t n = tokens_per_item - 1 - moved_ % tokens_per_item; n < row.count;
         n += tokens_per_item)
      item_ends->push_back(row.at(n));
  if (counter) counter->took({row.first, row.step, row.count});
  if (!teller) return;
  teller->fired(0, row, 1);
  if (!source_) return teller->popped(0, 0, row);
  teller->made(0, 0, {moved_, 1, row.count}, row.first);
  teller->put(0, 0, row);
}

void StreamPortState::act(Window& window, const Row& row) {
  account_until(row.first);
  if (source_)
    put_into_all(segment, row, window);
  else
    pop_from(*segment, row, window);
  note_tokens(row);
  account_row(row);
  moved_ += row.count;
  seen_ = true;
  next_ = row.last() + interval_;
  now_ = row.last() + 1;
  window.note_change(row.last());
}

/// Accounts for its acts and the cycles between them.
void StreamPortState::account_row(const Row& row) {
  // Between two tokens the interval runs; then a source waits for room, a sink for a token.
  const Cycle interval = std::min(interval_, row.step) - 1, waits = row.step - 1 - interval;
  const Activity waiting = source_ ? Activity::blocked : Activity::starved;
  const std::int64_t between = row.count - 1;
  if (between == 0 || row.step == 1 || !account_.ordered()) {
    account_.add(0, Activity::active, row.count);
    if (between > 0) account_.add(0, Activity::starved, between * interval);
    if (between > 0) account_.add(0, waiting, between * waits);
    return;
  }
  for (std::int64_t n = 0; n < row.count; ++n) {
    account_.add(0, Activity::active, 1);
    if (n == between) break;
    account_.add(0, Activity::starved, interval);
    account_.add(0, waiting, waits);
  }
}

/// Accounts for cycles in which it does not act.
void StreamPortState::account_until(Cycle cycle) {
  if (done()) {
    account_.add(0, Activity::idle, cycle - now_);
  } else if (source_) {
    const Cycle due = waits_for_host() ? cycle : std::clamp(next_, now_, cycle);
    account_.add(0, Activity::starved, due - now_);
    account_.add(0, Activity::blocked, cycle - due);
  } else if (waits_for_host() && next_ <= now_ && segment->head_ready() <= now_) {
    account_.add(0, Activity::blocked, cycle - now_);
  } else {
    account_.add(0, seen_ ? Activity::starved : Activity::idle, cycle - now_);
  }
  now_ = cycle;
}

void StreamPortState::advance(Window& window) {
  for (Row row = next_tokens(window); !row.empty(); row = next_tokens(window)) act(window, row);
}

Cycle StreamPortState::can_act() const {
  if (done() || waits_for_host()) return kNever;
  return std::max({now_, next_, source_ ? room_in_all_at(segment) : segment->head_ready()});
}

void StreamPortState::note(Snapshot& snapshot) const {
  snapshot.count(moved_);
  snapshot.add(seen_);
  snapshot.add(done());
  snapshot.add_future(next_, now_);
}

std::int64_t StreamPortState::periods_left(Skip& period) const {
  const std::int64_t growth = period.growth();
  return period.periods_to(moved_, growth, lacks() > 0 ? enough_ : tokens_);
}

void StreamPortState::skip(Skip& skip) {
  moved_ += skip.growth();
  now_ += skip.cycles();
  next_ += skip.cycles();
}

}  // namespace rda::sim::fast
