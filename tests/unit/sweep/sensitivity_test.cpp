// SPDX-License-Identifier: Apache-2.0
#include "sweep/sensitivity.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <map>

#include "json/value.h"

namespace rda::sweep {
namespace {

using json::Value;
using Knobs = std::map<std::string, double>;

/// All combinations of the knobs' values, and what `figure` is there.
std::vector<Observation> grid(const std::map<std::string, std::vector<double>>& knobs,
                              const std::function<double(Knobs)>& figure) {
  std::vector<Knobs> all{{}};
  for (const auto& [knob, values] : knobs) {
    std::vector<Knobs> more;
    for (const Knobs& before : all)
      for (const double value : values) {
        more.push_back(before);
        more.back()[knob] = value;
      }
    all = std::move(more);
  }
  std::vector<Observation> observations;
  for (const Knobs& one : all) {
    Value::Object values;
    for (const auto& [knob, value] : one) values[knob] = value;
    observations.push_back({values, figure(one)});
  }
  return observations;
}

/// The observations with a further knob.
std::vector<Observation> with(std::vector<Observation> all, const std::string& knob,
                              const std::function<double(Knobs)>& value) {
  for (Observation& one : all) {
    auto& knobs = *one.knobs.get_if<Value::Object>();
    Knobs numbers;
    for (const auto& [name, of] : knobs)
      if (const auto* number = of.get_if<double>()) numbers[name] = *number;
    knobs[knob] = value(numbers);
  }
  return all;
}

Sensitivity found(const std::vector<Observation>& observations) {
  return sensitivity(observations, [](const std::string& knob) { return knob != "area"; });
}

const std::vector<double> kThree{-1, 0, 1};

// Over -1, 0, 1 the variances of a and b are 2/3 each and that of a b is 4/9, all uncorrelated. So
// those of 2 a, 3 b and a b are 24, 54 and 4 of 82 parts.
TEST(Sensitivity, HasTheSharesOfABalancedDesign) {
  const Sensitivity s = found(grid({{"a", kThree}, {"b", kThree}, {"c", {0, 1}}}, [](Knobs k) {
    return 2 * k["a"] + 3 * k["b"] + k["a"] * k["b"];
  }));
  EXPECT_FALSE(s.is_logarithm);
  EXPECT_EQ(s.terms, 6u) << "1, a, a2, b, b2, c";
  EXPECT_EQ(s.explained, 0.9512) << "78 / 82";
  EXPECT_EQ(s.adjusted, 0.9309) << "1 - 4 / 82 x 17 / 12";
  ASSERT_EQ(s.effects.size(), 3u);
  EXPECT_EQ(s.effects[0].knobs, (std::vector<std::string>{"b"}));
  EXPECT_EQ(s.effects[0].share, 0.6585) << "54 / 82";
  EXPECT_EQ(s.effects[0].change, 6);
  EXPECT_EQ(s.effects[0].from, Value(-1.0));
  EXPECT_EQ(s.effects[0].to, Value(1.0));
  EXPECT_EQ(s.effects[1].share, 0.2927) << "24 / 82";
  EXPECT_EQ(s.effects[1].change, 4);
  EXPECT_TRUE(s.effects[1].clear);
  EXPECT_EQ(s.effects[2].share, 0);
  EXPECT_EQ(s.effects[2].change, 0);
  EXPECT_FALSE(s.effects[2].clear);
  EXPECT_EQ(s.in_common, 0);
}

TEST(Sensitivity, FindsTheInteractionAndWhatItDoes) {
  const Sensitivity s = found(grid({{"a", kThree}, {"b", kThree}, {"c", {0, 1}}}, [](Knobs k) {
    return 2 * k["a"] + 3 * k["b"] + k["a"] * k["b"];
  }));
  EXPECT_EQ(s.interactions.pairs, 3u);
  ASSERT_EQ(s.interactions.significant.size(), 1u);
  const Interaction& pair = s.interactions.significant[0];
  EXPECT_EQ(pair.knob, "b");
  EXPECT_EQ(pair.with, "a");
  EXPECT_EQ(pair.share, 0.0488) << "4 / 82, and nothing is left";
  EXPECT_EQ(pair.change_at_from, 4) << "b from -1 to 1 where a is -1: 2 x (3 - 1)";
  EXPECT_EQ(pair.change_at_to, 8);
}

// log2 of 8 x 2^c / x is 3 - log2 x + c; the variances of 0, 1, 2, 3 and of 0, 1 are 5/4 and 1/4.
TEST(Sensitivity, TakesLogarithmsOfWhatSpansAFactor) {
  const Sensitivity s = found(grid({{"x", {1, 2, 4, 8}}, {"c", {0, 1}}, {"d", {0, 1}}},
                                   [](Knobs k) { return 8 * std::exp2(k["c"]) / k["x"]; }));
  EXPECT_TRUE(s.is_logarithm);
  EXPECT_EQ(s.explained, 1);
  EXPECT_EQ(s.effects[0].share, 0.8333) << "5 / 6";
  EXPECT_EQ(s.effects[0].change, 0.125);
  EXPECT_EQ(s.effects[1].change, 2);
}

TEST(Sensitivity, SaysWhereAFigureTurns) {
  const Sensitivity s = found(grid({{"x", {0, 1, 2, 3, 4}}, {"c", {0, 1}}},
                                   [](Knobs k) { return (k["x"] - 3) * (k["x"] - 3) + k["c"]; }));
  EXPECT_EQ(s.effects[0].turn, Value(3.0));
  EXPECT_TRUE(s.effects[0].turn_is_least);
  EXPECT_EQ(s.effects[0].change, -8) << "from 9 to 1";
}

TEST(Sensitivity, CountsTextsByTheirValues) {
  std::vector<Observation> all = grid({{"a", kThree}, {"b", {0, 1, 2, 3}}},
                                      [](Knobs k) { return k["b"] == 3 ? 5.0 : k["b"]; });
  for (Observation& one : all) {
    auto& knobs = *one.knobs.get_if<Value::Object>();
    const char* const kNames[] = {"x", "w", "v", "y"};
    knobs["b"] = kNames[static_cast<int>(knobs["b"].get<double>())];
  }
  const Sensitivity s = found(all);
  EXPECT_EQ(s.effects[0].share, 1);
  EXPECT_EQ(s.effects[0].from, Value("x")) << "the least";
  EXPECT_EQ(s.effects[0].to, Value("y"));
  EXPECT_EQ(s.effects[0].change, 5);
}

TEST(Sensitivity, CountsKnobsThatFollowFromEachOtherOnce) {
  auto all = grid({{"a", {4, 8, 16}}, {"b", {0, 1, 2}}, {"c", {0, 1}}},
                  [](Knobs k) { return k["a"] + k["b"]; });
  all = with(all, "banks", [](Knobs k) { return 2 * k["a"]; });
  all = with(all, "is_large", [](Knobs k) { return k["a"] > 8 ? 1.0 : 0.0; });
  all = with(all, "size", [](Knobs k) { return 10 * k["a"] + k["b"]; });
  all = with(all, "area", [](Knobs k) { return k["a"] * k["c"]; });
  const Sensitivity s = found(all);
  ASSERT_EQ(s.effects.size(), 3u);
  EXPECT_EQ(s.effects[0].knobs, (std::vector<std::string>{"a", "banks"}));
  ASSERT_EQ(s.effects[0].along.size(), 1u);
  EXPECT_EQ(s.effects[0].along[0].knob, "banks");
  EXPECT_EQ(s.effects[0].along[0].from, Value(8.0));
  EXPECT_EQ(s.effects[0].along[0].to, Value(32.0));
  ASSERT_EQ(s.factors.following.size(), 2u);
  EXPECT_EQ(s.factors.following[0].knob, "is_large");
  EXPECT_EQ(s.factors.following[0].from, (std::vector<std::string>{"a"}));
  EXPECT_EQ(s.factors.following[1].knob, "size");
  EXPECT_EQ(s.factors.following[1].from, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(s.factors.computed, (std::vector<std::string>{"area"}));
}

TEST(Sensitivity, LeavesOutSumsOfOtherKnobs) {
  auto all = grid({{"a", {0, 1, 2}}, {"b", {0, 1, 2}}, {"c", {0, 1}}},
                  [](Knobs k) { return k["a"] - k["b"]; });
  all = with(all, "sum", [](Knobs k) { return k["a"] + k["b"]; });  // 1 is 0 + 1 and 1 + 0
  const Sensitivity s = found(all);
  ASSERT_EQ(s.factors.following.size(), 1u);
  EXPECT_EQ(s.factors.following[0].knob, "sum");
  EXPECT_EQ(s.factors.following[0].from, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(s.effects[0].share + s.effects[1].share, 1);
}

TEST(Sensitivity, NamesKnobsThatCanHardlyBeToldApart) {
  auto all = grid({{"a", {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}}, {"c", {0, 1}}},
                  [](Knobs k) { return k["a"] + k["c"]; });
  all = with(all, "b", [](Knobs k) { return k["a"] + 0.5 * k["c"] * (k["a"] > 4 ? 1 : -1); });
  const Sensitivity s = found(all);
  EXPECT_EQ(s.confounded.size(), 0u);
  EXPECT_EQ(s.factors.given_away, std::vector<std::string>{"b"}) << "it has more values than a";
  all = with(all, "b", [](Knobs k) { return k["a"] + 2 * k["c"] * (k["a"] > 4 ? 1 : -1); });
  const Sensitivity less = found(all);
  ASSERT_EQ(less.confounded.size(), 2u);
  EXPECT_EQ(less.confounded[0].knob, "a");
  EXPECT_EQ(less.confounded[1].knob, "b");
}

// The capacity is a product, and rows that are no powers of two spoil its logarithm a little: so
// 0.99 of its variance and more lies in the others.
TEST(Sensitivity, LeavesOutWhatOtherKnobsNearlyTell) {
  auto all = grid({{"rows", {8, 10, 12}}, {"cols", {9, 12}}, {"lanes", {4, 8, 16}}},
                  [](Knobs k) { return k["rows"] + k["cols"] + k["lanes"]; });
  all = with(all, "capacity", [](Knobs k) { return k["rows"] * k["lanes"] / 2; });
  std::erase_if(all, [](const Observation& one) {
    const auto& knobs = one.knobs.get<json::Value::Object>();
    return knobs.at("rows") == json::Value(8.0) && knobs.at("cols") == json::Value(12.0);
  });
  const Sensitivity s = found(all);
  for (const MainEffect& effect : s.effects) {
    EXPECT_NE(effect.knobs.front(), "capacity");
    EXPECT_LE(effect.share, 1);
  }
}

TEST(Sensitivity, SaysWhyThereIsNoClaim) {
  const auto none = [](const std::vector<Observation>& all) { return found(all).why_not; };
  EXPECT_EQ(none({}), "too few designs for a claim");
  EXPECT_EQ(none(grid({{"a", kThree}, {"b", {0, 1}}}, [](Knobs k) { return k["a"]; })),
            "too few designs for a claim: 6 for 2 knobs (at least 8)");
  EXPECT_EQ(none(grid({{"a", kThree}, {"b", kThree}}, [](Knobs) { return 7.0; })),
            "the figure is the same in all designs");
  EXPECT_EQ(none(grid({{"area", kThree}}, [](Knobs k) { return k["area"]; })), "no knob varies");
}

TEST(Sensitivity, TakesStraightLinesIfThereAreFewDesigns) {
  const Sensitivity s =
      found(grid({{"a", kThree}, {"b", kThree}}, [](Knobs k) { return k["a"] + k["b"]; }));
  EXPECT_FALSE(s.has_squares) << "9 designs, and 5 terms with squares";
  EXPECT_EQ(s.terms, 3u);
}

}  // namespace
}  // namespace rda::sweep
