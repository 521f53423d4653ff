// SPDX-License-Identifier: Apache-2.0
// What a program knows about firings before they happen: how many are sure not to be held, and what
// it can promise its writer for that reason.
#include <algorithm>

#include "sim/fast/program.h"

namespace rda::sim::fast {
namespace {

/// How many of the next tokens of an output, due in `due`, or later if they are not `exact`, are
/// sure to find room in time. `known`: whether 0 is final; else the writer waits.
std::int64_t sure_puts(Segment* segment, Row due, bool exact, bool& known) {
  if (segment->tree) return segment->tree->sure_puts(due, exact, known);
  known = true;
  for (; segment && due.count > 0; segment = segment->also) {
    due.count = segment->sure_puts(due, exact);
    if (due.count > 0 || segment->knows_rooms()) continue;
    segment->writer_waits = true;
    known = false;
  }
  return due.count;
}

}  // namespace

/// sure_puts() for several outputs.
std::int64_t ProgramState::sure_puts_of(Ports made, Row due, bool& known) const {
  known = true;
  made.all([&](std::size_t o) {
    due.count = sure_puts(outputs[o].segment, due, true, known);
    return due.count > 0;
  });
  return due.count;
}

/// How many of these firings happen before one of them, which finds no room in time as far as is
/// known, is due. The pipeline is empty.
std::int64_t ProgramState::firings_before_hold(const Row& row, const Window& window) const {
  // The first firing that makes a token, and how many firings later the next one does.
  std::int64_t making = 0, every = 1, firings = row.count;
  Ports made = stretch_.made;
  if (stretch_.row == 1) {
    made = stretch_.last;
    if (made != stretch_.made) firings = 1;
  } else if (made.empty()) {
    made = stretch_.last;
    making = stretch_.row - 1;
    every = stretch_.every;
  } else if (made != stretch_.last) {
    firings = std::min(firings, stretch_.row - 1);
  }
  if (made.empty() || making >= firings || firings == 1) return firings;
  const int bank_cycles = bank_cycles_ == 0 ? 1 : bank_cycles_;
  const std::int64_t tokens = (firings - 1 - making) / every + 1;
  const Row due{row.at(making) + bank_cycles - 1 + latency_, tokens > 1 ? every * row.step : 0,
                tokens};
  if (!window.disturbance.follows(BrokenRule::before_hold)) return firings;
  std::int64_t sure = 0;
  if (window.disturbance.stall_per_mille == 0) {
    bool known;
    sure = sure_puts_of(made, due, known);
  }
  if (sure == due.count) return firings;
  const Row all{row.first, row.step, firings};
  return all.before(due.at(sure));
}

void ProgramState::find_promises() {
  const auto awaited = [](const End& in) { return !in.segment->assured(); };
  if (bank_cycles_ != 1 || ii_ != 1 || std::ranges::count_if(inputs, awaited) != 1) return;
  const auto only = std::ranges::find_if(inputs, awaited);
  if (nest_.always_takes(static_cast<std::size_t>(only - inputs.begin())))
    promises_to_ = only->segment;
}

/// Promises to pop each token as soon as it arrives, as long as the pipeline cannot hold.
void ProgramState::promise_pops(Window& window) {
  if (!promises_to_ || done() || window.disturbance.stall_per_mille != 0) return;
  for (const End& in : inputs)
    if (in.segment->assured() && in.segment->head_ready() > now_) return;
  std::int64_t firings = 0;
  Cycle until = 0;
  if (!holds_.empty())
    until = holds_.front().from;
  else if (!pipeline_.empty())
    until = window.disturbance.follows(BrokenRule::promise_until) ? due() : window.horizon;
  else if (!window.disturbance.follows(BrokenRule::sure_firings))
    firings = nest_.firings() - fired_;
  else
    firings = sure_firings();
  if (promises_to_->promise(now_, firings == 0 ? 0 : promises_to_->taken() + firings, until))
    tell_writer(*promises_to_, window);
}

/// How many of the next firings cannot be held: those up to the first that makes a token which is
/// not sure to find room. The pipeline is empty.
std::int64_t ProgramState::sure_firings() const {
  std::int64_t firings = nest_.firings() - fired_;
  for (std::size_t o = 0; o < outputs.size(); ++o) {
    const std::int64_t before = stretch_.made.has(o)   ? 0
                                : stretch_.last.has(o) ? stretch_.row - 1
                                                       : stretch_.firings;
    const Cycle gap = nest_.gap(o);
    const Row due{now_ + before + latency_, gap, firings / gap + 1};
    bool known;
    firings =
        std::min(firings, before + 1 + sure_puts(outputs[o].segment, due, false, known) * gap);
  }
  return firings;
}

}  // namespace rda::sim::fast
