// SPDX-License-Identifier: Apache-2.0
#include "sim/step_counter.h"

#include <gtest/gtest.h>

#include "base/random.h"

namespace rda::sim {
namespace {

TEST(StepCounter, CountsFromOneLastTokenToTheNext) {
  StepCounter counter(6, 3, 3);
  counter.took({10, 5, 3});  // 10, 15, 20
  counter.took({30, 1, 3});  // 30, 31, 32
  EXPECT_EQ(counter.counted().first, (std::vector<Cycle>{16, 15, 2}));
  EXPECT_EQ(counter.counted().last, counter.counted().first);
  EXPECT_EQ(counter.counted().steps_by_cycles,
            (std::map<Cycle, std::int64_t>{{2, 1}, {15, 1}, {16, 1}}));
}

TEST(StepCounter, CountsTheStepsThatAreAskedFor) {
  StepCounter counter(6, 3, 2);
  counter.took({0, 1, 6});
  EXPECT_EQ(counter.counted().first, (std::vector<Cycle>{2, 2}));
}

TEST(StepCounter, CountsNothingWhereStepsHaveNotEquallyManyTokens) {
  StepCounter counter(7, 3, 3);
  counter.took({0, 1, 7});
  EXPECT_EQ(counter.counted(), StepCycles{.end = 7});
  counter.repeat(0, 10, 100);
  EXPECT_EQ(counter.counted(), StepCycles{.end = 1007});
}

/// A random beginning, then periods: some one by one, the others at once.
TEST(StepCounter, CountsPeriodsAtOnceAsOneByOne) {
  Random random(11);
  for (int round = 0; round < 3000; ++round) {
    const std::int64_t a_step = random.uniform_int(1, 9), steps = random.uniform_int(1, 400);
    const std::int64_t counted = random.below(4) == 0 ? random.uniform_int(1, steps) : steps;
    StepCounter at_once(a_step * steps, steps, counted), one_by_one = at_once;
    at_once.remember(true);
    Cycle now = 0;
    std::int64_t left = a_step * steps;
    const auto takes = [&](StepCounter& counter, Cycle at) { counter.took({at, 0, 1}); };
    for (std::int64_t n = random.uniform_int(0, 20); n > 0 && left > 0; --n, --left) {
      now += random.uniform_int(1, 5);
      takes(at_once, now);
      takes(one_by_one, now);
    }
    const Cycle from = ++now;
    if (random.below(2) == 0) at_once.forget(from);
    std::vector<Cycle> period;
    for (std::int64_t n = random.uniform_int(1, 12); n > 0 && left > 0; --n, --left) {
      period.push_back(now);
      takes(at_once, now);
      takes(one_by_one, now);
      now += random.uniform_int(1, 4);
    }
    if (period.empty()) continue;
    const Cycle length = now - from;
    const std::int64_t periods = random.uniform_int(0, left / std::ssize(period));
    if (periods > 0) at_once.repeat(from, periods, length);
    for (std::int64_t n = 1; n <= periods; ++n)
      for (const Cycle at : period) takes(one_by_one, at + n * length);
    left -= periods * std::ssize(period);
    at_once.forget(from + (periods + 1) * length);
    for (now = from + (periods + 1) * length; left > 0; --left, now += random.uniform_int(1, 3)) {
      takes(at_once, now);
      takes(one_by_one, now);
    }
    ASSERT_EQ(at_once.counted(), one_by_one.counted()) << round;
  }
}

/// 10^15 periods take no time.
TEST(StepCounter, CountsAnyNumberOfPeriods) {
  const std::int64_t steps = 1'000'000'000'000'000;
  StepCounter counter(3 * steps, steps, steps);
  counter.remember(true);
  counter.took({0, 1, 4});  // a period of two steps: 0 1 2 | 3 4 9
  counter.took({4, 5, 2});
  counter.repeat(0, steps / 2 - 1, 10);
  EXPECT_EQ(counter.counted().steps_by_cycles,
            (std::map<Cycle, std::int64_t>{{3, steps / 2}, {7, steps / 2}}));
  EXPECT_EQ(counter.counted().last.back(), 7);
}

}  // namespace
}  // namespace rda::sim
