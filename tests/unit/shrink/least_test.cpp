// SPDX-License-Identifier: Apache-2.0
#include "shrink/least.h"

#include <gtest/gtest.h>

namespace rda::shrink {
namespace {

using Values = std::vector<std::int64_t>;

/// What least_value() finds, and the values that it asks about in their order.
struct Found {
  std::int64_t value = 0;
  Values asked;
};

Found find(const ValueRange& range, const std::function<bool(std::int64_t)>& holds) {
  Found found;
  found.value = least_value(range, [&](std::int64_t value) {
    found.asked.push_back(value);
    return holds(value);
  });
  return found;
}

// 4 holds, so the least value lies in 1 to 4: 2 does not hold, 3 does.
TEST(LeastValue, LiesBelowTheFirstOneIfThatHolds) {
  const Found found = find({1, 4, 16}, [](std::int64_t value) { return value >= 3; });
  EXPECT_EQ(found.value, 3);
  EXPECT_EQ(found.asked, (Values{4, 2, 3}));
}

// 4 does not hold, so the least value lies in 5 to 16: 10 holds, 7 and 8 do not, 9 does.
TEST(LeastValue, LiesAboveTheFirstOneIfThatDoesNotHold) {
  const Found found = find({1, 4, 16}, [](std::int64_t value) { return value >= 9; });
  EXPECT_EQ(found.value, 9);
  EXPECT_EQ(found.asked, (Values{4, 10, 7, 8, 9}));
}

TEST(LeastValue, IsThePresentOneIfNoneThatWasAskedHolds) {
  const Found found = find({0, 0, 8}, [](std::int64_t value) { return value == 3; });
  EXPECT_EQ(found.value, 8);
  EXPECT_EQ(found.asked, (Values{0, 4, 6, 7}));
}

TEST(LeastValue, IsLookedForBelowThePresentOneIfThatComesFirst) {
  const Found found = find({0, 4, 4}, [](std::int64_t value) { return value >= 2; });
  EXPECT_EQ(found.value, 2);
  EXPECT_EQ(found.asked, (Values{1, 2}));
}

TEST(LeastValue, IsNotLookedForWhereThereIsOneOnly) {
  EXPECT_EQ(find({4, 4, 4}, [](std::int64_t) { return true; }).asked, Values{});
}

TEST(LeastValue, HoldsAlsoWhereALowerOneThatHoldsIsMissed) {
  const Found found = find({1, 1, 9}, [](std::int64_t value) { return value == 2 || value >= 7; });
  EXPECT_EQ(found.value, 7);
}

const Changes kBoth{{"/a", 8, 2}, {"/b", 4, 1}};
const auto kAnything = [](const Changes&) { return true; };

TEST(LoweredTogether, AreAllIfTheyHoldTogetherAfterOneQuestion) {
  int asked = 0;
  EXPECT_EQ(lowered_together(kBoth, kAnything,
                             [&](const Changes&) {
                               ++asked;
                               return true;
                             }),
            kBoth);
  EXPECT_EQ(asked, 1);
}

// Alone each of them holds. Together a + b must be at least 5: a goes down to 2, b then to 3.
TEST(LoweredTogether, GoAsFarAsTheyHoldBehindThoseBeforeThem) {
  const auto holds = [](const Changes& changes) {
    std::int64_t sum = changes.size() == 1 ? changes[0].to + 4 : 0;
    if (changes.size() == 2) sum = changes[0].to + changes[1].to;
    return sum >= 5;
  };
  EXPECT_EQ(lowered_together(kBoth, kAnything, holds), (Changes{{"/a", 8, 2}, {"/b", 4, 3}}));
}

TEST(LoweredTogether, LeaveOutOneThatOnlyHoldsAlone) {
  const auto holds = [](const Changes& changes) { return changes.size() < 2; };
  EXPECT_EQ(lowered_together(kBoth, kAnything, holds), (Changes{kBoth[0]}));
}

TEST(LoweredTogether, LeaveOutOneThatIsOfNoUseBehindTheOthers) {
  const auto saves = [](const Changes& changes) { return changes.size() < 2; };
  EXPECT_EQ(lowered_together(kBoth, saves, kAnything), (Changes{kBoth[0]}));
}

}  // namespace
}  // namespace rda::shrink
