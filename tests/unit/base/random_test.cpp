// SPDX-License-Identifier: Apache-2.0
#include "base/random.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>

namespace rda {
namespace {

TEST(Random, SplitMixGivesItsPublishedNumbers) {
  std::uint64_t state = 1234567;
  EXPECT_EQ(split_mix(state), 6457827717110365317u);
  EXPECT_EQ(split_mix(state), 3203168211198807973u);
  EXPECT_EQ(split_mix(state), 9817491932198370423u);
}

TEST(Random, NeverChangesWhatASeedGives) {
  Random random(42);
  const std::array<std::uint64_t, 3> first{random.next(), random.next(), random.next()};
  EXPECT_EQ(first, (std::array<std::uint64_t, 3>{1546998764402558742u, 6990951692964543102u,
                                                 12544586762248559009u}));
}

TEST(Random, UniformIntStaysInItsRangeAndReachesBothEnds) {
  Random random(7);
  std::array<int, 5> seen{};
  for (int i = 0; i < 5000; ++i) {
    ++seen.at(static_cast<std::size_t>(random.uniform_int(-2, 2) + 2));
  }
  for (const int count : seen) EXPECT_NEAR(count, 1000, 150);
}

TEST(Random, UniformIntTakesTheWholeRangeOfSixtyFourBits) {
  using Limits = std::numeric_limits<std::int64_t>;
  Random random(7);
  bool negative = false, positive = false;
  for (int i = 0; i < 64; ++i) {
    const std::int64_t number = random.uniform_int(Limits::min(), Limits::max());
    (number < 0 ? negative : positive) = true;
  }
  EXPECT_TRUE(negative && positive);
  EXPECT_EQ(random.uniform_int(5, 5), 5);
}

TEST(Random, UniformRealIsBelowOneAndHasItsMeanInTheMiddle) {
  Random random(3);
  double sum = 0;
  for (int i = 0; i < 10000; ++i) {
    const double number = random.uniform_real(-1, 1);
    ASSERT_GE(number, -1);
    ASSERT_LT(number, 1);
    sum += number;
  }
  EXPECT_NEAR(sum / 10000, 0, 0.03);
}

TEST(Random, ShuffleKeepsEveryItem) {
  std::vector<int> items(100), sorted;
  std::iota(items.begin(), items.end(), 0);
  sorted = items;
  Random(1).shuffle(items);
  EXPECT_NE(items, sorted);
  std::ranges::sort(items);
  EXPECT_EQ(items, sorted);
}

}  // namespace
}  // namespace rda
