// SPDX-License-Identifier: Apache-2.0
// A program's pipeline: how firings leave it, and when it holds.
#include <algorithm>

#include "sim/fast/program.h"

namespace rda::sim::fast {

/// The next rooms for tokens of these outputs; empty if some are not known.
Row ProgramState::rooms_of(Ports made) const {
  Row rooms{kLongAgo, 0, Row::kEndless};
  made.all([&](std::size_t o) {
    rooms = after_rooms(outputs[o].segment, rooms);
    return !rooms.empty();
  });
  return rooms;
}

/// Puts the tokens of those of the oldest firings, due in `due`, that are not held and that no
/// relay delays. @return whether there are any
ProgramState::Left ProgramState::leave_freely(const Row& due, Window& window) {
  if (window.disturbance.stall_per_mille != 0) return Left::none;
  const Ports made = pipeline_.front().made;
  bool known;
  Row row = due;
  row.count = row.before(window.horizon);
  row.count = sure_puts_of(made, row, known);
  if (!known) return Left::unknown;
  made.each([&](std::size_t o) {
    if (const RelayTree* tree = outputs[o].segment->tree; tree && row.count > 0)
      row.count = tree->pass_before(window.horizon, row);
  });
  if (row.count == 0) return Left::none;
  send(row, window, true);
  return Left::some;
}

/// The first cycle from `cycle` on, at most the horizon, in which none of these outputs is stalled
/// by a test.
Cycle ProgramState::stalled_until(Ports made, Cycle cycle, const Window& window) const {
  if (window.disturbance.stall_per_mille == 0) return cycle;
  const auto moves = [&](std::size_t o) {
    return outputs[o].local || !stalled(window.disturbance, outputs[o].stream, cycle);
  };
  while (cycle < window.horizon && !made.all(moves)) ++cycle;
  return cycle;
}

/// Puts the tokens of firings that leave the pipeline before the horizon, as far as the rooms are
/// known.
void ProgramState::leave(Window& window) {
  while (!pipeline_.empty() && due() < window.horizon) {
    const Pending& front = pipeline_.front();
    const Left left_freely = leave_freely({due(), front.step, front.count}, window);
    if (left_freely == Left::some) continue;
    const Row rooms = rooms_of(front.made);
    if (rooms.empty()) return;
    if (left_freely == Left::unknown && !window.step_by_step) {
      window.defer(this);
      return;
    }
    Row row{due(), front.step, front.count};
    const Cycle left = stalled_until(front.made, std::max(row.first, rooms.first), window);
    if (left >= window.horizon) return;
    if (left > row.first) {
      holds_.push_back({row.first, left});
      left_held_ += left - row.first;
      row = {left, 0, 1};
    } else if (window.disturbance.stall_per_mille != 0) {
      row.count = 1;
    } else {
      row.count = in_time(row, rooms);
      row.count = row.before(window.horizon);
    }
    send(row, window, false);
  }
}

void ProgramState::send(const Row& row, Window& window, bool freely) {
  pipeline_.front().made.each([&](std::size_t o) {
    Segment* segment = outputs[o].segment;
    if (freely && segment->tree)
      segment->tree->put_through(row, window);
    else
      put_into_all(segment, row, window);
    if (teller) teller->put(number_, o, row);
  });
  pipeline_.pop(row.count);
  window.note_change(row.last());
}

}  // namespace rda::sim::fast
