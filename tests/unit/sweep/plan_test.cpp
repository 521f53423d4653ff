// SPDX-License-Identifier: Apache-2.0
#include "sweep/plan.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "unit/sweep/support.h"

namespace rda::sweep {
namespace {

using test::one_workload;
using test::planned;
using test::refusal;
using test::small_ground;
using test::two_chips;

const std::string kTwoAxes = R"("axes": [{"knob": "/lanes", "values": [4, 8, 16]},
                                         {"knob": "/banks", "values": [4, 8]}])";

std::string with(const std::string& more) { return "{" + kTwoAxes + ", " + more + "}"; }

json::Value in_chip(const Point& point, const std::string& key) {
  return point.chip.get<json::Value::Object>().at(key);
}

TEST(Plan, KeepsWhatConstraintsLeaveAndCountsWhatEachDrops) {
  const auto outcome = planned(with(R"("constraints": ["lanes <= 8", "banks >= lanes"])"));
  EXPECT_EQ(outcome.values("lanes"), "4 4 8");
  EXPECT_EQ(outcome.values("banks"), "4 8 8");
  EXPECT_EQ(outcome.planned.combinations, 6u);
  EXPECT_EQ(outcome.planned.dropped, (std::vector<std::uint64_t>{2, 1}));
}

TEST(Plan, SetsDerivedKnobsAndNotesDerivedFigures) {
  const auto outcome = planned(R"({"axes": [{"knob": "/lanes", "values": [4, 8]}],
                  "derived": [{"name": "cost", "expression": "2 * banks + clock / 1000 + hidden"},
                              {"knob": "/banks", "expression": "lanes / 2"},
                              {"knob": "/packing", "expression": "lanes > 4"}]})");
  EXPECT_EQ(outcome.values("banks"), "2 4");
  EXPECT_EQ(outcome.values("cost"), "13.0 17.0");
  EXPECT_EQ(outcome.values("packing"), "false true");
  EXPECT_EQ(in_chip(outcome.points[1], "banks"), json::Value(4));
  EXPECT_EQ(in_chip(outcome.points[0], "packing"), json::Value(false));
}

TEST(Plan, WorksOutDerivedValuesInTheOrderTheyNeedEachOther) {
  const auto outcome = planned(R"({"axes": [{"knob": "/seed", "values": [1]}],
                                   "derived": [{"name": "a", "expression": "b + sites"},
                                               {"name": "b", "expression": "lanes + 1"},
                                               {"knob": "/lanes", "name": "l", "expression": "7"}]})");
  EXPECT_EQ(outcome.values("a"), "78.0") << "b and sites are those of the derived lanes";
}

TEST(Plan, RefusesDerivedValuesThatNeedThemselves) {
  EXPECT_EQ(refusal(with(R"("derived": [{"name": "a", "expression": "b"},
                                        {"name": "b", "expression": "a + 1"}])")),
            "s.json#/derived/0/expression: a needs b needs a (a derived value cannot need itself)");
  EXPECT_EQ(refusal(R"({"derived": [{"knob": "/lanes", "expression": "sites"}]})"),
            "s.json#/derived/0/expression: lanes needs lanes (a derived value cannot need itself)");
}

TEST(Plan, RefusesDerivedValuesThatTheirKnobCannotHave) {
  EXPECT_EQ(
      refusal(R"({"axes": [{"knob": "/lanes", "values": [5]}],
                        "derived": [{"knob": "/banks", "expression": "lanes / 2"}]})"),
      "s.json#/derived/0: derived banks at workload \"a\", lanes 5: expected an integer, got 2.5 "
      "(banks)");
  EXPECT_EQ(
      refusal(R"({"axes": [{"knob": "/lanes", "values": [5]}],
                        "derived": [{"knob": "/banks", "expression": "lanes * 100"}]})"),
      "s.json#/derived/0: derived banks at workload \"a\", lanes 5: 500 is out of range [1, 64] "
      "(banks)");
}

TEST(Plan, RefusesWhatIsSetTwice) {
  EXPECT_EQ(refusal(with(R"("derived": [{"knob": "/lanes", "name": "l", "expression": "4"}])")),
            "s.json#/derived/0/knob: /lanes is varied or derived already");
  EXPECT_EQ(refusal(with(R"("derived": [{"name": "lanes", "expression": "4"}])")),
            "s.json#/derived/0/name: lanes is the name of another value (choose one of its own)");
  EXPECT_EQ(refusal(with(R"("set": {"/lanes": 4})")),
            "s.json#/set/~1lanes: is also varied or derived (remove one of the two)");
}

TEST(Plan, SetsWhatAllPointsShare) {
  const auto outcome =
      planned(R"({"set": {"/banks": 9.0, "/hidden": 3, "/seed": 5}})", small_ground());
  ASSERT_EQ(outcome.points.size(), 1u) << "with the same hidden both workloads are one";
  EXPECT_EQ(outcome.planned.duplicates, 1u);
  EXPECT_EQ(json::dump_line(in_chip(outcome.points[0], "banks")), "9");
  EXPECT_EQ(json::dump_line(outcome.points[0].mapping), R"({"seed": 5})");
  EXPECT_EQ(refusal(R"({"set": {"/bank": 9}})"),
            R"(s.json#/set/~1bank: "/bank" is no knob; did you mean "/banks"?)");
  EXPECT_EQ(refusal(R"({"set": {"/banks": 99}})"),
            "s.json#/set/~1banks: set /banks: 99 is out of range [1, 64] (banks)");
}

TEST(Plan, RefusesConstraintsWithoutAValueUnlessAnEarlierOneKeepsThePointOut) {
  const std::string divides = "1 / (lanes - 4) > 0";
  EXPECT_EQ(
      refusal(with(R"("constraints": [")" + divides + R"("])")),
      "s.json#/constraints/0: \"1 / (lanes - 4) > 0\" has no finite value at workload \"a\", "
      "lanes 4, banks 4 (a division by zero? A constraint before it can keep such points out)");
  EXPECT_EQ(planned(with(R"("constraints": ["lanes != 4", ")" + divides + R"("])")).points.size(),
            4u);
}

TEST(Plan, AsksNoConstraintOfAxesForAValueThatAnEarlierOneOfKnobsKeepsOut) {
  const auto outcome =
      planned(with(R"("constraints": ["lanes + 0 * sites != 4", "1 / (lanes - 4) > 0"])"));
  EXPECT_EQ(outcome.points.size(), 4u);
  EXPECT_NE(refusal(with(R"("constraints": ["lanes + 0 * sites > 0", "1 / (lanes - 4) > 0"])"))
                .find("#/constraints/1: \"1 / (lanes - 4) > 0\" has no finite value"),
            std::string::npos);
}

TEST(Plan, RefusesDerivedFiguresWithoutAValueUnlessAConstraintKeepsThePointOut) {
  const std::string derived = R"("derived": [{"name": "f", "expression": "1 / (lanes - 4) + 1"}])";
  EXPECT_NE(
      refusal(with(derived)).find("s.json#/derived/0/expression: \"1 / (lanes - 4) + 1\" has no"),
      std::string::npos);
  EXPECT_EQ(planned(with(derived + R"(, "constraints": ["lanes > 4"])")).points.size(), 4u);
}

TEST(Plan, RefusesNamesThatExpressionsDoNotKnow) {
  EXPECT_EQ(refusal(with(R"("constraints": ["lans > 1"])")),
            "s.json#/constraints/0: \"lans > 1\": there is no lans; did you mean \"lanes\"?");
  EXPECT_EQ(refusal(with(R"("constraints": ["name > 1"])")),
            "s.json#/constraints/0: \"name > 1\": name is no number");
  EXPECT_EQ(refusal(R"({"axes": [{"knob": "/name", "name": "n", "values": ["x"]}],
                        "constraints": ["n > 1"]})"),
            "s.json#/constraints/0: \"n > 1\": n is no number but \"x\"");
}

TEST(Plan, RefusesASpecWithoutPointsNamingTheConstraintThatDropsMost) {
  EXPECT_EQ(refusal(with(R"("constraints": ["lanes > 4", "banks > lanes * 9"])")),
            "s.json#/constraints/1: none of 6 combinations is a point: \"banks > lanes * 9\" drops "
            "most, 4");
}

TEST(Plan, SaysAtWhichPointChipAndWorkloadCannotBe) {
  Ground ground = one_workload();
  ground.complete = [](Setting& setting) {
    if (setting.chip.get<json::Value::Object>().at("banks") == json::Value(8))
      throw ConfigError("chip", "/banks", "8 is too many");
  };
  EXPECT_EQ(refusal("{" + kTwoAxes + "}", ground),
            "s.json: at workload \"a\", lanes 4, banks 8: chip#/banks: 8 is too many (a constraint "
            "can keep such points out)");
}

TEST(Plan, HasKeysThatOnlyChangeWithWhatAResultDependsOn) {
  const auto first = planned(R"({"axes": [{"knob": "/lanes", "values": [8]}]})");
  const auto renamed = planned(R"({"axes": [{"knob": "/lanes", "name": "l", "values": [8]}],
                                   "derived": [{"name": "area", "expression": "l * 2"}]})");
  const auto set = planned(R"({"set": {"/lanes": 8}})");
  EXPECT_EQ(first.points[0].key, renamed.points[0].key);
  EXPECT_EQ(first.points[0].key, set.points[0].key);
  EXPECT_EQ(first.points[0].key, key_of(first.points[0]));
  EXPECT_NE(first.points[0].key, planned("{}").points[0].key);
  EXPECT_NE(first.points[0].key,
            planned(R"({"set": {"/lanes": 8}, "run": {"verify_steps": 1}})").points[0].key);
}

TEST(Plan, EachChipIsABaseOnWhichAxesAndDerivedKnobsAreSet) {
  const auto outcome = planned(R"({"axes": [{"knob": "/lanes", "values": [4, 8]}],
                                   "derived": [{"knob": "/packing", "expression": "banks > 4"}]})",
                               two_chips());
  ASSERT_EQ(outcome.values("chip"), R"("small" "small" "large" "large")");
  const auto chip = [&](std::size_t i) { return json::dump_line(outcome.points[i].chip); };
  EXPECT_EQ(chip(1),
            R"({"banks": 4, "clock": 1000.0, "lanes": 8, "name": "small", "packing": false})");
  EXPECT_EQ(chip(2),
            R"({"banks": 8, "clock": 2000.0, "lanes": 4, "name": "large", "packing": true})");
}

TEST(Plan, NothingOfAChipIsLeftInThePointsOfAnother) {
  const auto outcome =
      planned(R"({"axes": [{"knob": "/seed", "values": [1, 2]}, {"knob": "chip"}]})", two_chips());
  ASSERT_EQ(outcome.values("chip"), R"("small" "large" "small" "large")");
  EXPECT_EQ(outcome.points[0].chip, outcome.points[2].chip);
  EXPECT_EQ(outcome.points[1].chip, outcome.points[3].chip);
  EXPECT_EQ(in_chip(outcome.points[2], "banks"), json::Value(4));
}

TEST(Plan, ExpressionsReadTheKnobsOfThePointsChip) {
  const auto outcome = planned(R"({"axes": [{"knob": "/lanes", "values": [4, 8]}],
                                   "derived": [{"name": "cost", "expression": "clock * banks"}],
                                   "constraints": ["banks >= lanes"]})",
                               two_chips());
  EXPECT_EQ(outcome.values("chip"), R"("small" "large" "large")");
  EXPECT_EQ(outcome.values("cost"), "4000.0 16000.0 16000.0");
  EXPECT_EQ(outcome.planned.dropped, (std::vector<std::uint64_t>{1}));
  EXPECT_EQ(refusal(R"({"constraints": ["chip == 1"]})", two_chips()),
            "s.json#/constraints/0: \"chip == 1\": chip is no number but \"small\"");
}

TEST(Plan, SetsWhatAllChipsShare) {
  const auto outcome = planned(R"({"set": {"/banks": 9}})", two_chips());
  ASSERT_EQ(outcome.points.size(), 2u);
  for (const Point& point : outcome.points) EXPECT_EQ(in_chip(point, "banks"), json::Value(9));
  EXPECT_EQ(in_chip(outcome.points[1], "lanes"), json::Value(16));
}

TEST(Plan, PointsOfAListedChipHaveTheKeysOfTheSpecWithThatChipAlone) {
  const std::string axes = "{" + kTwoAxes + "}";
  const auto alone = planned(axes), listed = planned(axes, two_chips());
  ASSERT_EQ(listed.points.size(), 2 * alone.points.size());
  for (std::size_t i = 0; i < alone.points.size(); ++i)
    EXPECT_EQ(alone.points[i].key, listed.points[i].key);
}

TEST(Plan, NamesTheChipOfAPointThatCannotBe) {
  Ground ground = two_chips();
  ground.complete = [](Setting& setting) {
    if (setting.chip.get<json::Value::Object>().at("banks") == json::Value(8))
      throw ConfigError("chip", "/banks", "8 is too many");
  };
  EXPECT_EQ(refusal("{}", ground),
            "s.json: at workload \"a\", chip \"large\": chip#/banks: 8 is too many (a constraint "
            "can keep such points out)");
}

TEST(Plan, TheFirstPointOfEachChipNamesItsFile) {
  Ground ground = two_chips();
  ground.files = {{"/s.json", "1"}};
  ground.chips[0].files = {{"/small.json", "2"}};
  ground.chips[1].files = {{"/large.json", "3"}};
  const auto outcome =
      planned(R"({"axes": [{"knob": "/seed", "values": [1, 2]}]})", std::move(ground));
  using Files = std::map<std::string, std::string>;
  ASSERT_EQ(outcome.points.size(), 4u);
  EXPECT_EQ(outcome.points[0].files, (Files{{"/s.json", "1"}, {"/small.json", "2"}}));
  EXPECT_EQ(outcome.points[1].files, Files());
  EXPECT_EQ(outcome.points[2].files, (Files{{"/large.json", "3"}}));
}

TEST(Plan, MakesOnePointOfASpecWithoutAxes) { EXPECT_EQ(planned("{}").points.size(), 1u); }

}  // namespace
}  // namespace rda::sweep
