// SPDX-License-Identifier: Apache-2.0
// Loop nests and boxes, compared with a walk through all firings, one by one.
#include "rda/space.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "base/random.h"

namespace rda {
namespace {

using Point = std::vector<std::int64_t>;

constexpr std::uint64_t kSeeds = 500;

/// The points of a space in order, counted up one by one.
std::vector<Point> walk(const Space& space) {
  std::vector<Point> points;
  Point at(space.rank(), 0);
  while (true) {
    points.push_back(at);
    std::size_t l = 0;
    while (l < space.rank() && ++at[l] == space.extents[l]) at[l++] = 0;
    if (l == space.rank()) return points;
  }
}

/// The points of a space for which `is_in` holds.
std::vector<Point> those(const Space& space, const std::function<bool(const Point&)>& is_in) {
  std::vector<Point> points = walk(space);
  std::erase_if(points, [&](const Point& point) { return !is_in(point); });
  return points;
}

bool lies_in(const Bounds& bounds, const Point& point) {
  for (const Bound& bound : bounds.bounds) {
    const std::int64_t i = point[static_cast<std::size_t>(bound.loop)];
    if (i < bound.lo || i >= bound.hi) return false;
  }
  return true;
}

/// Number of different iterations of the loops at and above `level` in these points.
std::int64_t iterations(const std::vector<Point>& points, int level) {
  std::vector<Point> outer;
  for (const Point& point : points) {
    Point rest(point.begin() + std::min<std::ptrdiff_t>(level, std::ssize(point)), point.end());
    if (std::ranges::find(outer, rest) == outer.end()) outer.push_back(std::move(rest));
  }
  return std::ssize(outer);
}

/// Whether no point in the bounds differs from this one in loops below `level` alone and has a
/// larger index there.
bool is_last(const std::vector<Point>& in_bounds, const Point& point, int level) {
  const auto below = std::min(static_cast<std::size_t>(level), point.size());
  for (const Point& other : in_bounds)
    for (std::size_t l = 0; l < below; ++l)
      if (other[l] > point[l]) return false;
  return true;
}

Space random_space(Random& random) {
  Space space;
  for (std::uint64_t loops = random.below(5); loops > 0; --loops)
    space.extents.push_back(random.uniform_int(1, 5));
  return space;
}

/// Bounds of some loops, sometimes two of the same loop. They can exclude all indices.
Bounds random_bounds(Random& random, const Space& space) {
  Bounds bounds;
  for (const std::uint64_t one_in : {2U, 8U})
    for (std::size_t l = 0; l < space.rank(); ++l) {
      if (random.below(one_in) != 0) continue;
      const std::int64_t lo = random.uniform_int(0, space.extents[l] - 1);
      bounds.add({static_cast<int>(l), lo, random.uniform_int(lo, space.extents[l])});
    }
  return bounds;
}

/// Calls check(space, random) for spaces drawn at random.
void for_each_space(const std::function<void(const Space&, Random&)>& check) {
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Random random(seed);
    const Space space = random_space(random);
    check(space, random);
    if (testing::Test::HasFailure()) return;
  }
}

TEST(Space, HasThePointsOfAWalkThroughItsLoops) {
  for_each_space([](const Space& space, Random&) {
    const auto points = walk(space);
    ASSERT_EQ(space.points(), std::ssize(points));
    for (std::int64_t n = 0; n < space.points(); ++n)
      EXPECT_EQ(space.index_of(n), points[static_cast<std::size_t>(n)]);
  });
}

TEST(Space, FillsAnIndexThatHasBeenUsedBefore) {
  Point index{9, 9, 9, 9, 9};
  const Space space{{2, 3}};
  space.index_of(5, index);
  EXPECT_EQ(index, (Point{1, 2}));
}

TEST(Space, CountsTheIterationsOfItsOuterLoopsInOrder) {
  for_each_space([](const Space& space, Random&) {
    for (int level = 0; level <= static_cast<int>(space.rank()); ++level) {
      std::vector<Point> seen;
      for (const Point& point : walk(space)) {
        seen.push_back(point);
        EXPECT_EQ(space.item_of(level, point), iterations(seen, level) - 1) << level;
      }
    }
  });
}

TEST(Space, WithoutLoopsHasOnePoint) {
  const Space space;
  EXPECT_EQ(space.points(), 1);
  EXPECT_EQ(space.index_of(0), Point{});
  EXPECT_EQ(space.item_of(0, Point{}), 0);
  const Box box(space);
  EXPECT_EQ(box.count(), 1);
  EXPECT_EQ(box.count_from(3), 1);
  EXPECT_FALSE(box.is_empty());
  EXPECT_TRUE(box.contains(Point{}));
  EXPECT_TRUE(box.is_last_below(0, Point{}));
  EXPECT_TRUE(box.is_last_below(2, Point{}));
  EXPECT_EQ(box.last_below(2), box);
  EXPECT_EQ(box.count_before(space, 0), 0);
  EXPECT_EQ(box.count_before(space, 1), 1);
  EXPECT_TRUE(meet(box, box));
  EXPECT_TRUE(covered(box, {box}));
  EXPECT_FALSE(covered(box, {}));
}

TEST(Bounds, AreWholeWhenThereAreNone) {
  Bounds bounds;
  EXPECT_TRUE(bounds.is_whole());
  EXPECT_TRUE(bounds.contains(Point{3, 4}));
  bounds.add({1, 2, 4});
  EXPECT_FALSE(bounds.is_whole());
  EXPECT_TRUE(bounds.contains(Point{9, 2}));
  EXPECT_FALSE(bounds.contains(Point{9, 4}));
  EXPECT_EQ(bounds, (Bounds{{1, 2, 4}}));
}

TEST(Box, HasThePointsOfTheSpaceThatLieInItsBounds) {
  for_each_space([](const Space& space, Random& random) {
    const Bounds bounds = random_bounds(random, space);
    const Box box(space, bounds);
    const auto in = those(space, [&](const Point& point) { return lies_in(bounds, point); });
    EXPECT_EQ(box.count(), std::ssize(in));
    EXPECT_EQ(box.is_empty(), in.empty());
    for (const Point& point : walk(space)) {
      EXPECT_EQ(box.contains(point), lies_in(bounds, point));
      EXPECT_EQ(bounds.contains(point), lies_in(bounds, point));
    }
  });
}

TEST(Box, OfASpaceAloneHasAllOfItsPoints) {
  for_each_space([](const Space& space, Random&) {
    EXPECT_EQ(Box(space).count(), space.points());
    EXPECT_EQ(Box(space, {}), Box(space));
  });
}

TEST(Box, ClippedLosesWhatIsNotInTheBounds) {
  for_each_space([](const Space& space, Random& random) {
    const Bounds a = random_bounds(random, space), b = random_bounds(random, space);
    Box box(space, a);
    box.clip(b);
    for (const Point& point : walk(space))
      EXPECT_EQ(box.contains(point), lies_in(a, point) && lies_in(b, point));
  });
}

TEST(Box, CountsIterationsOfOuterLoopsInWhichItHasPoints) {
  for_each_space([](const Space& space, Random& random) {
    const Bounds bounds = random_bounds(random, space);
    const auto in = those(space, [&](const Point& point) { return lies_in(bounds, point); });
    for (int level = 0; level <= static_cast<int>(space.rank()); ++level)
      EXPECT_EQ(Box(space, bounds).count_from(level), iterations(in, level)) << level;
  });
}

TEST(Box, CountsItsPointsBeforeAnyFiring) {
  for_each_space([](const Space& space, Random& random) {
    const Bounds bounds = random_bounds(random, space);
    const Box box(space, bounds);
    std::int64_t n = 0, before = 0;
    for (const Point& point : walk(space)) {
      EXPECT_EQ(box.count_before(space, n), before) << "firing " << n;
      ++n;
      before += lies_in(bounds, point) ? 1 : 0;
    }
    EXPECT_EQ(box.count_before(space, n), before) << "all firings";
  });
}

TEST(Box, KnowsTheLastIndicesOfInnerLoops) {
  for_each_space([](const Space& space, Random& random) {
    const Bounds bounds = random_bounds(random, space);
    const Box box(space, bounds);
    const auto in = those(space, [&](const Point& point) { return lies_in(bounds, point); });
    for (int level = 0; level <= static_cast<int>(space.rank()); ++level) {
      const Box last = box.last_below(level);
      std::int64_t found = 0;
      for (const Point& point : in) {
        const bool wanted = is_last(in, point, level);
        found += wanted ? 1 : 0;
        EXPECT_EQ(box.is_last_below(level, point), wanted) << level;
        EXPECT_EQ(last.contains(point), wanted) << level;
      }
      EXPECT_EQ(last.count(), found) << level;
      EXPECT_EQ(last.count(), box.count_from(level)) << "a token for every iteration";
    }
  });
}

TEST(Box, IntersectsInThePointsThatLieInBoth) {
  for_each_space([](const Space& space, Random& random) {
    const Bounds a = random_bounds(random, space), b = random_bounds(random, space);
    const Box both = intersection(Box(space, a), Box(space, b));
    const auto in =
        those(space, [&](const Point& point) { return lies_in(a, point) && lies_in(b, point); });
    EXPECT_EQ(both.count(), std::ssize(in));
    for (const Point& point : in) EXPECT_TRUE(both.contains(point));
    EXPECT_EQ(meet(Box(space, a), Box(space, b)), !in.empty());
  });
}

/// Cuts the box in two at a random index of a random loop, or not at all.
std::vector<Box> cut(const Space& space, const Bounds& bounds, Random& random) {
  if (space.rank() == 0) return {Box(space, bounds)};
  const auto loop = random.below(space.rank());
  const std::int64_t at = random.uniform_int(0, space.extents[loop]);
  const int number = static_cast<int>(loop);
  return {Box(space, bounds).clip({{number, 0, at}}),
          Box(space, bounds).clip({{number, at, space.extents[loop]}})};
}

TEST(Box, IsCoveredByPartsThatHaveAllOfItsPoints) {
  for_each_space([](const Space& space, Random& random) {
    const Box box(space, random_bounds(random, space));
    std::vector<Box> parts = cut(space, random_bounds(random, space), random);
    if (random.below(2) == 0) parts = cut(space, {}, random);
    const auto left = those(space, [&](const Point& point) {
      return box.contains(point) &&
             std::ranges::none_of(parts, [&](const Box& part) { return part.contains(point); });
    });
    EXPECT_EQ(covered(box, parts), left.empty());
  });
}

TEST(Box, OfNoPointsIsCoveredByNothing) {
  const Space space{{4, 3}};
  EXPECT_TRUE(covered(Box(space, {{0, 2, 2}}), {}));
  EXPECT_FALSE(covered(Box(space), {Box(space, {{0, 2, 2}})}));
}

TEST(Box, IgnoresBoundsOfLoopsThatDoNotExist) {
  const Space space{{4, 3}};
  EXPECT_EQ(Box(space, {{2, 0, 1}, {-1, 0, 1}}), Box(space));
}

TEST(Box, SaturatesInsteadOfOverflowing) {
  constexpr std::int64_t kLong = std::int64_t{1} << 40;
  const Space space{{kLong, kLong, 3}};
  EXPECT_EQ(space.points(), kUncountable);
  EXPECT_EQ(Box(space).count(), kUncountable);
  EXPECT_EQ(Box(space).count_from(1), 3 * kLong);
  EXPECT_EQ(Box(space).count_from(2), 3);
  EXPECT_EQ(Box(space, {{1, 5, 5}}).count(), 0) << "however long the other loops are";
  EXPECT_EQ(Box(space, {{1, 5, 5}}).count_from(2), 0);
  EXPECT_FALSE(covered(Box(space, {{1, 0, 2}}), {Box(space), Box(space)}))
      << "parts beyond counting";
}

TEST(Box, CountsBeforeFiringsOfALongRun) {
  constexpr std::int64_t kSteps = 1'000'000'000'000;
  const Space space{{4, 5, kSteps}};
  const Box box(space, {{0, 1, 3}, {1, 2, 5}});
  EXPECT_EQ(box.count(), 6 * kSteps);
  EXPECT_EQ(box.count_before(space, 20 * kSteps), 6 * kSteps);
  EXPECT_EQ(box.count_before(space, 20 * (kSteps - 1) + 10), 6 * (kSteps - 1) + 1);
}

}  // namespace
}  // namespace rda
