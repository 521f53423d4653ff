// SPDX-License-Identifier: Apache-2.0
// Rows of evenly spaced events, against events one by one.
#include "sim/fast/timeline.h"

#include <gtest/gtest.h>

#include <vector>

#include "base/random.h"

namespace rda::sim::fast {
namespace {

constexpr std::uint64_t kTrials = 20'000;

Row random_row(Random& random, Cycle first) {
  return {first + static_cast<Cycle>(random.below(8)), 1 + static_cast<Cycle>(random.below(4)),
          1 + static_cast<std::int64_t>(random.below(12))};
}

/// The events that each need one of `a` and one of `b`, happen from `earliest` on and lie `gap`
/// cycles apart at least.
std::vector<Cycle> one_by_one(const Row& a, const Row& b, Cycle earliest, Cycle gap) {
  std::vector<Cycle> events;
  for (std::int64_t n = 0; n < std::min(a.count, b.count); ++n) {
    events.push_back(std::max({a.at(n), b.at(n), earliest}));
    earliest = events.back() + gap;
  }
  return events;
}

TEST(Row, OfEventsThatNeedTwoOthersIsTheirStart) {
  Random random(1);
  for (std::uint64_t trial = 0; trial < kTrials; ++trial) {
    const Row a = random_row(random, 0), b = random_row(random, 0);
    const auto earliest = static_cast<Cycle>(random.below(12));
    const auto gap = 1 + static_cast<Cycle>(random.below(3));
    const std::vector<Cycle> all = one_by_one(a, b, earliest, gap);
    const Row row = spaced(earliest, gap, later(a, b));
    ASSERT_GE(row.count, 1);
    ASSERT_LE(row.count, std::ssize(all));
    for (std::int64_t n = 0; n < row.count; ++n)
      ASSERT_EQ(row.at(n), all[static_cast<std::size_t>(n)]) << "trial " << trial;
  }
}

TEST(Row, CountsTheEventsBeforeACycle) {
  Random random(2);
  for (std::uint64_t trial = 0; trial < kTrials; ++trial) {
    const Row row = random_row(random, 0);
    const auto end = static_cast<Cycle>(random.below(60));
    std::int64_t before = 0;
    while (before < row.count && row.at(before) < end) ++before;
    ASSERT_EQ(row.before(end), before);
  }
}

TEST(Row, IsInTimeUpToTheFirstEventThatIsTooEarly) {
  Random random(3);
  for (std::uint64_t trial = 0; trial < kTrials; ++trial) {
    const Row due = random_row(random, 0), needed = random_row(random, 0);
    std::int64_t first = 0;
    while (first < std::min(due.count, needed.count) && needed.at(first) <= due.at(first)) ++first;
    ASSERT_EQ(in_time(due, needed), first);
  }
}

/// Appends a random row to both, and makes place where there is none.
void grow(Timeline& timeline, std::vector<Cycle>& events, Random& random, std::int64_t oldest) {
  const Row row = random_row(random, events.empty() ? 0 : events.back() + 1);
  for (std::int64_t n = 0; n < row.count; ++n) events.push_back(row.at(n));
  if (!timeline.has_place()) timeline.make_place(oldest);
  timeline.append(row);
}

TEST(Timeline, KeepsTheEventsThatAreStillAskedFor) {
  Random random(4);
  Timeline timeline;
  std::vector<Cycle> events;
  Timeline::Cursor place;
  std::int64_t oldest = 0;
  for (std::uint64_t trial = 0; trial < kTrials; ++trial) {
    grow(timeline, events, random, oldest);
    ASSERT_EQ(timeline.size(), std::ssize(events));
    ASSERT_EQ(timeline.last(), events.back());
    const Row row = timeline.row(oldest, place);
    for (std::int64_t n = 0; n < row.count; ++n)
      ASSERT_EQ(row.at(n), events[static_cast<std::size_t>(oldest + n)]);
    const auto any = oldest + static_cast<std::int64_t>(random.below(
                                  static_cast<std::uint64_t>(timeline.size() - oldest)));
    ASSERT_EQ(timeline.at(any), events[static_cast<std::size_t>(any)]);
    oldest += static_cast<std::int64_t>(
        random.below(static_cast<std::uint64_t>(timeline.size() - oldest)));
  }
}

TEST(Timeline, MovesByEventsAndCycles) {
  Random random(5);
  Timeline timeline;
  std::vector<Cycle> events;
  for (int row = 0; row < 6; ++row) grow(timeline, events, random, 0);
  timeline.skip(100, 1000);
  ASSERT_EQ(timeline.size(), std::ssize(events) + 100);
  for (std::size_t n = 0; n < events.size(); ++n)
    ASSERT_EQ(timeline.at(static_cast<std::int64_t>(n) + 100), events[n] + 1000);
  EXPECT_EQ(timeline.at(99), kLongAgo) << "nothing was known before event 0";
}

TEST(Timeline, TakesBackTheLastEvents) {
  Random random(6);
  Timeline timeline;
  std::vector<Cycle> events;
  for (int row = 0; row < 6; ++row) grow(timeline, events, random, 0);
  const std::int64_t kept = timeline.size() / 2;
  timeline.truncate(kept);
  ASSERT_EQ(timeline.size(), kept);
  timeline.append({timeline.last() + 7, 1, 1});
  EXPECT_EQ(timeline.at(kept), events[static_cast<std::size_t>(kept - 1)] + 7);
}

}  // namespace
}  // namespace rda::sim::fast
