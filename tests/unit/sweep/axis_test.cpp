// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>

#include "unit/sweep/support.h"

namespace rda::sweep {
namespace {

using test::one_workload;
using test::planned;
using test::refusal;
using test::small_ground;
using test::two_chips;

/// A spec of one axis over the lanes.
std::string lanes(const std::string& how) {
  return R"({"axes": [{"knob": "/lanes", )" + how + "}]}";
}

TEST(Axis, TakesListsRangesAndPowersOfTwo) {
  EXPECT_EQ(planned(lanes(R"("values": [8, 4.0, 2])")).values("lanes"), "8 4 2");
  EXPECT_EQ(planned(lanes(R"("range": {"from": 1, "to": 8, "step": 3})")).values("lanes"), "1 4 7");
  EXPECT_EQ(planned(lanes(R"("range": {"from": 2, "to": 4})")).values("lanes"), "2 3 4");
  EXPECT_EQ(planned(lanes(R"("powers_of_two": {"from": 4, "to": 32})")).values("lanes"),
            "4 8 16 32");
}

TEST(Axis, ReachesItsEndDespiteRounding) {
  const std::string text =
      R"({"axes": [{"knob": "/clock", "range": {"from": 1.1, "to": 1.5, "step": 0.1}}]})";
  EXPECT_EQ(planned(text).points.size(), 5u);
}

TEST(Axis, GivesValuesTheTypeOfTheirKnob) {
  const auto outcome = planned(R"({"axes": [{"knob": "/clock", "values": [900, 950.5]},
                                            {"knob": "/packing", "values": [true, false]}]})");
  EXPECT_EQ(outcome.values("clock"), "900.0 900.0 950.5 950.5");
  EXPECT_EQ(outcome.values("packing"), "true false true false");
}

TEST(Axis, FirstAxisVariesSlowestAndWorkloadsBeforeIt) {
  const auto outcome = planned(R"({"axes": [{"knob": "/lanes", "values": [4, 8]},
                                            {"knob": "/banks", "values": [1, 2]}]})",
                               small_ground());
  EXPECT_EQ(outcome.values("workload"), R"("a" "a" "a" "a" "b" "b" "b" "b")");
  EXPECT_EQ(outcome.values("lanes"), "4 4 8 8 4 4 8 8");
  EXPECT_EQ(outcome.values("banks"), "1 2 1 2 1 2 1 2");
}

TEST(Axis, ZippedAxesAdvanceTogetherWhereTheFirstOfThemStands) {
  const auto outcome = planned(R"({"axes": [{"knob": "/lanes", "values": [4, 8], "zip": "size"},
                                            {"knob": "/seed", "values": [1, 2]},
                                            {"knob": "/banks", "values": [1, 2], "zip": "size"}]})");
  EXPECT_EQ(outcome.values("lanes"), "4 4 8 8");
  EXPECT_EQ(outcome.values("banks"), "1 1 2 2");
  EXPECT_EQ(outcome.values("seed"), "1 2 1 2");
}

TEST(Axis, WorkloadsCanBeZipped) {
  const auto outcome = planned(R"({"axes": [{"knob": "workload", "zip": "size"},
                                            {"knob": "/lanes", "values": [4, 8], "zip": "size"}]})",
                               small_ground());
  EXPECT_EQ(outcome.values("workload"), R"("a" "b")");
  EXPECT_EQ(outcome.values("lanes"), "4 8");
  EXPECT_EQ(outcome.points[1].workload.get<json::Value::Object>().at("hidden"), json::Value(16));
}

TEST(Axis, ChipsVaryFasterThanWorkloadsAndSlowerThanAxes) {
  Ground ground = two_chips();
  ground.workloads = small_ground().workloads;
  const auto outcome = planned(R"({"axes": [{"knob": "/lanes", "values": [4, 8]}]})", ground);
  EXPECT_EQ(outcome.values("workload"), R"("a" "a" "a" "a" "b" "b" "b" "b")");
  EXPECT_EQ(outcome.values("chip"),
            R"("small" "small" "large" "large" "small" "small" "large" "large")");
  EXPECT_EQ(outcome.values("lanes"), "4 8 4 8 4 8 4 8");
}

TEST(Axis, ChipsVaryWhereAnAxisNamesThem) {
  const auto outcome = planned(R"({"axes": [{"knob": "/lanes", "values": [4, 8]},
                                            {"knob": "chip"}]})",
                               two_chips());
  EXPECT_EQ(outcome.values("lanes"), "4 4 8 8");
  EXPECT_EQ(outcome.values("chip"), R"("small" "large" "small" "large")");
}

TEST(Axis, ChipsCanBeZippedAlsoWithWorkloads) {
  Ground ground = two_chips();
  ground.workloads = small_ground().workloads;
  const auto outcome = planned(R"({"axes": [{"knob": "workload", "zip": "size"},
                                            {"knob": "chip", "zip": "size"}]})",
                               ground);
  EXPECT_EQ(outcome.values("workload"), R"("a" "b")");
  EXPECT_EQ(outcome.values("chip"), R"("small" "large")");
}

TEST(Axis, OneListedChipIsAKnobAndTheOneChipOfASpecIsNone) {
  Ground ground = one_workload();
  EXPECT_EQ(json::dump_line(planned("{}", ground).points[0].knobs), R"({"workload": "a"})");
  ground.varies_chips = true;
  EXPECT_EQ(json::dump_line(planned("{}", ground).points[0].knobs),
            R"({"chip": "small", "workload": "a"})");
}

TEST(Axis, EveryChipMeetsTheSameSamples) {
  const auto outcome = planned(R"({"axes": [{"knob": "/clock", "range": {"from": 500, "to": 1000}}],
                                   "sample": {"points": 3}})",
                               two_chips());
  ASSERT_EQ(outcome.values("chip"), R"("small" "small" "small" "large" "large" "large")");
  const auto clock = [&](std::size_t i) {
    return outcome.points[i].knobs.get<json::Value::Object>().at("clock");
  };
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(clock(i), clock(i + 3));
}

TEST(Axis, RefusesAChipAxisThatSaysMoreThanItsPlace) {
  EXPECT_EQ(refusal(R"({"axes": [{"knob": "chip", "values": ["small"]}]})", two_chips()),
            "s.json#/axes/0: the chip axis takes its values from /chips");
  EXPECT_EQ(refusal(R"({"axes": [{"knob": "chip", "name": "c"}]})", two_chips()),
            "s.json#/axes/0/name: the chip axis is called chip");
  EXPECT_EQ(refusal(R"({"axes": [{"knob": "chip"}, {"knob": "chip"}]})", two_chips()),
            "s.json#/axes/1/knob: chip is varied by /axes/0 already");
  EXPECT_EQ(refusal(R"({"axes": [{"knob": "chip"}]})"),
            "s.json#/axes/0/knob: the chip axis takes its values from /chips, which is missing");
}

TEST(Axis, ChipIsANameOfAnAxisOnlyIfTheSpecHasOneChip) {
  const std::string named = lanes(R"("name": "chip", "values": [4])");
  EXPECT_EQ(planned(named).values("chip"), "4");
  EXPECT_EQ(refusal(named, two_chips()),
            "s.json#/axes/0/name: chip is the name of another value (choose one of its own)");
  EXPECT_EQ(refusal(R"({"derived": [{"name": "chip", "expression": "1"}]})", two_chips()),
            "s.json#/derived/0/name: chip is the name of another value (choose one of its own)");
}

TEST(Axis, RefusesZipsOfUnequalLength) {
  EXPECT_EQ(
      refusal(R"({"axes": [{"knob": "/lanes", "values": [4, 8], "zip": "z"},
                                 {"knob": "/banks", "values": [4], "zip": "z"}]})"),
      "s.json#/axes/1/zip: axis banks has 1 values, axis lanes of the same zip \"z\" has 2 (as "
      "many are needed)");
}

TEST(Axis, RefusesAKnobThatIsNoneNamingTheNearest) {
  EXPECT_EQ(refusal(R"({"axes": [{"knob": "/lane", "values": [4]}]})"),
            R"(s.json#/axes/0/knob: "/lane" is no knob; did you mean "/lanes"?)");
  EXPECT_EQ(refusal(R"({"axes": [{"knob": "bank", "values": [4]}]})"),
            R"(s.json#/axes/0/knob: "bank" is no knob; did you mean "/banks"?)");
}

TEST(Axis, RefusesValuesOutOfRangeNamingAxisValueAndRange) {
  EXPECT_EQ(refusal(lanes(R"("values": [4, 128])")),
            "s.json#/axes/0/values/1: axis lanes: 128 is out of range [1, 64] (SIMD lanes)");
  EXPECT_EQ(refusal(lanes(R"("range": {"from": 63, "to": 99})")),
            "s.json#/axes/0/range: axis lanes: 65 is out of range [1, 64] (SIMD lanes)");
  EXPECT_EQ(refusal(lanes(R"("powers_of_two": {"from": 64, "to": 128})")),
            "s.json#/axes/0/powers_of_two: axis lanes: 128 is out of range [1, 64] (SIMD lanes)");
  EXPECT_EQ(refusal(lanes(R"("values": ["x"])")),
            "s.json#/axes/0/values/0: axis lanes: expected an integer, got \"x\" (SIMD lanes)");
  EXPECT_EQ(refusal(lanes(R"("range": {"from": 1, "to": 2, "step": 0.5})")),
            "s.json#/axes/0/range: axis lanes: expected an integer, got 1.5 (SIMD lanes)");
}

TEST(Axis, RefusesWaysThatGiveNoValues) {
  EXPECT_EQ(refusal(lanes(R"("values": [])")), "s.json#/axes/0/values: axis lanes has no values");
  EXPECT_EQ(refusal(lanes(R"("name": "n")")),
            "s.json#/axes/0: axis n has 0 of values, range, powers_of_two (exactly one is right)");
  EXPECT_EQ(
      refusal(lanes(R"("values": [4], "range": {"from": 1, "to": 2})")),
      "s.json#/axes/0: axis lanes has 2 of values, range, powers_of_two (exactly one is right)");
  EXPECT_EQ(refusal(lanes(R"("range": {"from": 9, "to": 1})")),
            "s.json#/axes/0/range: axis lanes: from 9 is above to 1");
  EXPECT_EQ(refusal(lanes(R"("range": {"from": 1, "to": 9, "step": 0})")),
            "s.json#/axes/0/range/step: axis lanes: 0 is not above 0");
  EXPECT_EQ(refusal(lanes(R"("powers_of_two": {"from": 3, "to": 8})")),
            "s.json#/axes/0/powers_of_two/from: axis lanes: 3 is no power of two");
  EXPECT_EQ(
      refusal(R"({"axes": [{"values": [4]}]})"),
      "s.json#/axes/0/knob: missing (the JSON pointer of what the axis varies, or workload or "
      "chip)");
}

TEST(Axis, RefusesHugeRangesAtOnce) {
  EXPECT_EQ(refusal(lanes(R"("range": {"from": 1, "to": 1e9})")),
            "s.json#/axes/0/range: axis lanes has 1000000000 values (at most 100000; take a larger "
            "step)");
  EXPECT_NE(refusal(lanes(R"("range": {"from": 0, "to": 1e15, "step": 1e-9})")), "");
  EXPECT_EQ(
      refusal(R"({"axes": [{"knob": "/seed", "range": {"from": 0, "to": 99999}},
                                 {"knob": "/clock", "range": {"from": 1, "to": 5000, "step": 1}}]})"),
      "s.json#/axes: 5e+08 combinations are more than 1e+08 (vary less, zip axes, or sample)");
}

TEST(Axis, RefusesDuplicatesAndNamesThatCannotBe) {
  EXPECT_EQ(refusal(R"({"axes": [{"knob": "/lanes", "values": [4]},
                                 {"knob": "/lanes", "name": "l", "values": [8]}]})"),
            "s.json#/axes/1/knob: /lanes is varied by /axes/0 already");
  EXPECT_EQ(refusal(R"({"axes": [{"knob": "/lanes", "name": "x", "values": [4]},
                                 {"knob": "/banks", "name": "x", "values": [8]}]})"),
            "s.json#/axes/1/name: x is the name of /axes/0 already (give one of them another)");
  EXPECT_EQ(refusal(lanes(R"("name": "seed", "values": [4])")),
            "s.json#/axes/0/name: seed is the name of another value (choose one of its own)");
  EXPECT_NE(refusal(lanes(R"("name": "a b", "values": [4])")), "");
  EXPECT_NE(refusal(lanes(R"("name": "workload", "values": [4])")), "");
}

TEST(Axis, OverRealsNeedsStepsUnlessItIsSampled) {
  const std::string clock = R"("axes": [{"knob": "/clock", "range": {"from": 500, "to": 1000}}])";
  EXPECT_EQ(
      refusal("{" + clock + "}"),
      "s.json#/axes/0/range/step: missing: axis clock is over reals, of which there is no next "
      "one (give a step, or sample)");
  const auto outcome = planned("{" + clock + R"(, "sample": {"points": 20}})");
  EXPECT_EQ(outcome.points.size(), 20u);
  for (const Point& point : outcome.points) {
    const double value = point.knobs.get<json::Value::Object>().at("clock").get<double>();
    EXPECT_TRUE(value >= 500 && value < 1000) << value;
  }
}

}  // namespace
}  // namespace rda::sweep
