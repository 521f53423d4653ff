// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <limits>

#include "unit/mapping/support_small.h"

namespace rda::mapping {
namespace {

// The violations of the small mapping when `stream` has another route.
Lines with_route(StreamId stream, std::vector<RouteNode> route) {
  Mapping mapping = small_mapping();
  mapping.streams[stream].carrier = StaticRoute{std::move(route)};
  return violations(small_chip(), mapping);
}

TEST(CheckRoutes, AllowsADetour) {
  EXPECT_EQ(with_route(kSum, {{1, 1, -1, 0}, {0, 1, 0, 0}, {0, 2, 1, 0}, {1, 2, 2, 0}}), Lines{});
}

TEST(CheckRoutes, RefusesARootThatIsNotTheWriters) {
  EXPECT_EQ(with_route(kSum, {{0, 1, -1, 0}, {1, 1, 0, 0}, {1, 2, 1, 0}}),
            Lines{"sum: route begins at (0, 1) (at (1, 1), where dot is)"});
  EXPECT_EQ(with_route(kSum, {{1, 1, 0, 0}, {1, 2, 0, 0}}),
            Lines{"sum: node 0 has parent 0 (-1: it is the root)"});
}

TEST(CheckRoutes, RefusesAParentThatComesLater) {
  const auto lines = with_route(kSum, {{1, 1, -1, 0}, {1, 2, 1, 0}});
  EXPECT_EQ(lines.front(), "sum: route node 1 has parent 1 (an earlier node)");
}

TEST(CheckRoutes, RefusesAJump) {
  EXPECT_EQ(with_route(kValue, {{1, 2, -1, 0}, {0, 1, 0, 0}, {0, 2, 1, 0}}),
            Lines{"value: route goes from (1, 2) to (0, 1) (to a neighbour)"});
}

TEST(CheckRoutes, RefusesANodeOffTheGrid) {
  const auto lines = with_route(kSum, {{1, 1, -1, 0}, {2, 1, 0, 0}, {1, 2, 0, 0}});
  EXPECT_EQ(lines.front(), "sum: route node 1 at (2, 1) is off the grid (2 rows, 4 columns)");
}

TEST(CheckRoutes, RefusesANodeFartherAwayThanAnIntegerCounts) {
  constexpr int kLeast = std::numeric_limits<int>::min();
  const auto lines = with_route(kSum, {{1, 1, -1, 0}, {kLeast, 1, 0, 0}, {1, 2, 0, 0}});
  ASSERT_GE(lines.size(), 2u);
  EXPECT_EQ(lines[1], "sum: route goes from (1, 1) to (-2147483648, 1) (to a neighbour)");
}

TEST(CheckRoutes, RefusesASwitchTwice) {
  const auto lines = with_route(kSum, {{1, 1, -1, 0}, {1, 2, 0, 0}, {1, 1, 1, 0}, {1, 2, 2, 1}});
  EXPECT_EQ(lines.front(), "sum: switch (1, 1) is on the route twice (at most once)");
}

TEST(CheckRoutes, RefusesARouteThatMissesAReader) {
  const auto lines = with_route(kSum, {{1, 1, -1, 0}});
  EXPECT_EQ(lines.front(), "sum: route misses (1, 2), where table reads it");
}

TEST(CheckRoutes, RefusesALeafThatServesNobody) {
  EXPECT_EQ(with_route(kSum, {{1, 1, -1, 0}, {1, 2, 0, 0}, {1, 3, 1, 0}}),
            Lines{"sum: route ends at (1, 3) (at a switch with a reader)"});
}

TEST(CheckRoutes, RefusesATrackTheChipHasNot) {
  EXPECT_EQ(with_route(kVector, {{0, 1, -1, 0}, {1, 1, 0, 2}}),
            Lines{"vector: track 2 of (0, 1) to (1, 1) (there are 2 vector tracks)"});
}

TEST(CheckRoutes, RefusesATrackOfTwoStreams) {
  EXPECT_EQ(
      with_route(kWeights, {{1, 0, -1, 0}, {0, 0, 0, 0}, {0, 1, 1, 0}, {1, 1, 2, 1}}),
      Lines{"weights: vector track 0 of (0, 0) to (0, 1) is taken by in (one stream per track)"});
  EXPECT_EQ(with_route(kWeights, {{1, 0, -1, 0}, {0, 0, 0, 0}, {0, 1, 1, 1}, {1, 1, 2, 1}}),
            Lines{});
}

TEST(CheckRoutes, RefusesARouteWithoutASwitch) {
  EXPECT_EQ(with_route(kSum, {}), Lines{"sum: a route without a switch (at least the writer's)"});
}

}  // namespace
}  // namespace rda::mapping
