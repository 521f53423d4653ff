// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/period_finder.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace rda::sim::fast {
namespace {

/// Items in the longest item period that can be found: more than the sequences of the largest
/// batch.
constexpr std::size_t kLongestItemPeriod = 512;
/// Snapshots that are kept: the longest period that can be found is as many distances between
/// snapshots.
constexpr std::size_t kMostSeen = 8;
/// After this many new snapshots in a row the distance between snapshots grows from one item period
/// to two, after as many again to three, and so on.
constexpr std::int64_t kPatience = 16;

}  // namespace

PeriodFinder::PeriodFinder(Island& island, const SimulateOptions& options)
    : island_(island), options_(options) {
  island.sinks.front()->item_ends = &item_ends_;
  island.remember(true);
}

/// The shortest time after which the completion of items repeats: the last items took as long as
/// equally many items before them. 0 if there is none. With the stalls of a test, a multiple of
/// their period.
Cycle PeriodFinder::item_period() const {
  const std::size_t n = item_ends_.size();
  const auto took = [&](std::size_t back) {
    return item_ends_[n - back] - item_ends_[n - back - 1];
  };
  for (std::size_t items = 1; items <= kLongestItemPeriod && 2 * items < n; ++items) {
    std::size_t same = 1;
    while (same <= items && took(same) == took(same + items)) ++same;
    if (same <= items) continue;
    const Cycle length = item_ends_[n - 1] - item_ends_[n - 1 - items];
    const Disturbance& disturbance = options_.disturbance;
    return disturbance.stall_per_mille == 0 ? length : std::lcm(length, disturbance.stall_period);
  }
  return 0;
}

/// Decides when to take the next snapshot.
void PeriodFinder::plan_look() {
  items_used_ = item_ends_.size();
  const Cycle now = item_period();
  if (now != item_period_) seen_.clear();
  item_period_ = now;
  if (item_period_ == 0 || island_.carries_values()) return;
  if (seen_.empty()) {
    seen_.push_back({island_.now(), Snapshot(options_.disturbance.broken)});
    island_.note(seen_.back().snapshot);
  }
  due_ = island_.now() + (1 + misses_ / kPatience) * item_period_;
}

bool PeriodFinder::skip(const Seen& before, const Snapshot& now, Cycle latest) {
  const Cycle length = island_.now() - before.at;
  const std::int64_t periods =
      std::min(island_.periods_left(before.snapshot, now), (latest - island_.now()) / length);
  if (periods <= 0) return false;
  island_.skip(before.snapshot, now, periods, periods * length);
  skipped_ += periods * length;
  return true;
}

void PeriodFinder::compare(Cycle latest) {
  Seen now{island_.now(), Snapshot(options_.disturbance.broken)};
  island_.note(now.snapshot);
  const auto before = std::ranges::find_if(seen_.rbegin(), seen_.rend(), [&](const Seen& s) {
    return now.snapshot.same_as(s.snapshot);
  });
  if (before == seen_.rend()) {
    ++misses_;
    seen_.push_back(std::move(now));
    if (seen_.size() > kMostSeen) seen_.pop_front();
    return;
  }
  misses_ = 0;
  if (skip(*before, now.snapshot, latest)) item_ends_.clear();
  seen_.clear();
}

void PeriodFinder::look(Cycle latest) {
  if (island_.now() == due_) {
    due_ = kNever;
    items_used_ = 0;
    compare(latest);
  }
  if (due_ == kNever && item_ends_.size() > items_used_) plan_look();
  const Cycle oldest = seen_.empty() ? island_.now() : seen_.front().at;
  if (oldest != forgotten_) island_.forget(oldest);
  forgotten_ = oldest;
}

std::string PeriodFinder::why_not() const {
  if (skipped_ > 0) return "";
  if (island_.carries_values()) return "all steps carry values";
  if (misses_ > 0 && island_.memory && island_.memory->has_refresh())
    return fmt::format("the refresh of memory and the steps do not recur together ({} snapshots)",
                       misses_);
  if (misses_ > 0)
    return fmt::format("the steps took equally long, but each of {} snapshots was new", misses_);
  return "the run ended before its steps took equally long";
}

}  // namespace rda::sim::fast
