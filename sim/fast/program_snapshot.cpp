// SPDX-License-Identifier: Apache-2.0
// A program's part of a snapshot, and how it skips periods.
#include "sim/fast/program.h"

namespace rda::sim::fast {

void ProgramState::note(Snapshot& snapshot) const {
  snapshot.count(fired_);
  snapshot.add(seen_);
  snapshot.add(done());
  if (snapshot.remembers(BrokenRule::step) && !done()) {
    snapshot.add(fired_ % nest_.round());
    if (bank_cycles_ == 0) banks_.note(space_.index_of(fired_), snapshot);
  }
  if (!snapshot.remembers(BrokenRule::pipelines)) return;
  snapshot.add_future(banks_free(), now_);
  snapshot.add_future(next_fire_, now_);
  for (std::size_t p = 0; p < pipeline_.size(); ++p) {
    const Pending& pending = pipeline_[p];
    for (std::int64_t n = 0; n < pending.count; ++n) {
      snapshot.add(pending.due + n * pending.step + left_held_ - now_);
      pending.made.each([&](std::size_t o) { snapshot.add(static_cast<std::int64_t>(o)); });
      snapshot.add(kNever);  // end of its outputs
    }
  }
  snapshot.add(kNever);  // end of the firings
}

std::int64_t ProgramState::periods_left(Skip& period) const {
  const std::int64_t growth = period.growth();
  if (done()) return growth == 0 ? kNever : 0;
  if (fired_ - growth < nest_.alike_from(fired_)) return 0;
  return period.periods_to(fired_, growth, nest_.alike_until(fired_));
}

void ProgramState::skip(Skip& skip) {
  fired_ += skip.growth();
  pipeline_.skip(skip.cycles());
  now_ += skip.cycles();
  banks_free_ += skip.cycles();
  next_fire_ += skip.cycles();
  last_due_ += skip.cycles();
  held_since_ += skip.cycles();
  held_until_ += skip.cycles();
  if (!done()) stretch_ = fired_ < nest_.firings() ? nest_.seek(fired_) : Stretch{};
}

}  // namespace rda::sim::fast
