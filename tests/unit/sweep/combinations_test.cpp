// SPDX-License-Identifier: Apache-2.0
#include "sweep/combinations.h"

#include <gtest/gtest.h>

#include <set>
#include <vector>

#include "unit/sweep/support.h"

namespace rda::sweep {
namespace {

using test::planned;
using test::small_ground;

TEST(LatinHypercube, HitsEveryStratumOfEveryAxisOnce) {
  for (const std::int64_t count : {1, 2, 7, 100}) {
    const auto all = shares({SampleMethod::latin_hypercube, count, 3}, 4);
    ASSERT_EQ(all.size(), 4u);
    for (const std::vector<double>& axis : all) {
      std::set<std::int64_t> strata;
      for (const double share : axis) {
        ASSERT_TRUE(share >= 0 && share < 1);
        strata.insert(static_cast<std::int64_t>(share * static_cast<double>(count)));
      }
      EXPECT_EQ(strata.size(), static_cast<std::size_t>(count));
    }
  }
}

TEST(LatinHypercube, ShufflesAxesIndependently) {
  const auto all = shares({SampleMethod::latin_hypercube, 50, 1}, 2);
  EXPECT_NE(all[0], all[1]);
}

TEST(LatinHypercube, TakesEveryValueEquallyOftenIfTheirNumberDivides) {
  const auto outcome = planned(R"({"axes": [{"knob": "/lanes", "values": [1, 2, 3, 4]},
                                            {"knob": "/seed", "range": {"from": 1, "to": 60}}],
                                   "sample": {"method": "latin_hypercube", "points": 60}})");
  std::vector<int> counts(5, 0);
  std::set<double> seeds;
  for (const Point& point : outcome.points) {
    const auto& knobs = point.knobs.get<json::Value::Object>();
    ++counts[static_cast<std::size_t>(*number_of(knobs.at("lanes")))];
    seeds.insert(*number_of(knobs.at("seed")));
  }
  EXPECT_EQ(counts, (std::vector<int>{0, 15, 15, 15, 15}));
  EXPECT_EQ(seeds.size(), 60u);
}

TEST(Sample, IsTheSameForTheSameSeedAlone) {
  for (const SampleMethod method : {SampleMethod::random, SampleMethod::latin_hypercube}) {
    EXPECT_EQ(shares({method, 10, 1}, 3), shares({method, 10, 1}, 3));
    EXPECT_NE(shares({method, 10, 1}, 3), shares({method, 10, 2}, 3));
  }
}

TEST(Sample, StaysTheSameOnEveryMachine) {
  const auto outcome = planned(R"({"axes": [{"knob": "/seed", "range": {"from": 0, "to": 999}}],
                                   "sample": {"method": "random", "points": 5, "seed": 1}})");
  EXPECT_EQ(outcome.values("seed"), "702 520 574 391 697");
}

TEST(Sample, MeetsEveryWorkload) {
  const auto outcome = planned(R"({"axes": [{"knob": "/lanes", "range": {"from": 1, "to": 64}}],
                                   "sample": {"method": "latin_hypercube", "points": 64}})",
                               small_ground());
  ASSERT_EQ(outcome.points.size(), 128u);
  for (std::size_t i = 0; i < 64; ++i)
    EXPECT_EQ(outcome.points[i].chip, outcome.points[i + 64].chip);
}

TEST(Sample, DrawsTheSameCombinationOnce) {
  const auto outcome = planned(R"({"axes": [{"knob": "/lanes", "values": [4, 8]}],
                                   "sample": {"points": 50}})");
  EXPECT_EQ(outcome.planned.combinations, 50u);
  EXPECT_EQ(outcome.points.size(), 2u);
  EXPECT_EQ(outcome.planned.duplicates, 48u);
}

}  // namespace
}  // namespace rda::sweep
