// SPDX-License-Identifier: Apache-2.0
#include "shrink/least.h"

namespace rda::shrink {
namespace {

Changes with(Changes changes, const flow::KnobChange& more) {
  changes.push_back(more);
  return changes;
}

}  // namespace

std::int64_t least_value(const ValueRange& range, const std::function<bool(std::int64_t)>& holds) {
  std::int64_t below = range.least - 1, found = range.present;
  for (std::int64_t next = range.first; below + 1 < found; next = below + (found - below) / 2)
    if (next < found) (holds(next) ? found : below) = next;
  return found;
}

Changes lowered_together(const Changes& changes, const Asked& saves, const Asked& holds) {
  Changes all;
  for (const flow::KnobChange& change : changes)
    if (saves(with(all, change))) all.push_back(change);
  if (holds(all)) return all;
  Changes made;
  for (flow::KnobChange change : changes) {
    if (!saves(with(made, change))) continue;
    const auto holds_at = [&](std::int64_t value) {
      return holds(with(made, {change.pointer, change.from, value}));
    };
    change.to = least_value({change.to, change.to, change.from}, holds_at);
    if (change.to < change.from) made.push_back(change);
  }
  return made;
}

}  // namespace rda::shrink
