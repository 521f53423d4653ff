// SPDX-License-Identifier: Apache-2.0
#include "sweep/judge.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "rda/error.h"
#include "unit/sweep/support_judge.h"

namespace rda::sweep {
namespace {

using json::Value;
using test::JudgeTest;
using test::Values;
using test::values;

TEST(Beats, OnlyWhatIsNowhereWorseAndSomewhereBetter) {
  const std::vector<Goal> goals{{"a", false}, {"b", true}};
  EXPECT_TRUE(beats({1, 5}, {2, 5}, goals));
  EXPECT_TRUE(beats({1, 6}, {1, 5}, goals));
  EXPECT_FALSE(beats({1, 5}, {1, 5}, goals));
  EXPECT_FALSE(beats({1, 4}, {2, 5}, goals));
}

TEST_F(JudgeTest, KeepsTheParetoFrontBestByTheFirstGoalFirst) {
  add(8, 10, 50), add(8, 5, 100), add(8, 11, 60), add(8, 5, 120), add(8, 20, 10);
  const Judgement judgement = ask({{"cycles"}, {"area"}});
  ASSERT_EQ(judgement.groups.size(), 1u);
  EXPECT_EQ(values(judgement.groups[0]), (Values{{10, 20}, {50, 10}, {100, 5}}));
  EXPECT_EQ(judgement.groups[0].designs, 5u);
  EXPECT_EQ(judgement.groups[0].name, "");
}

TEST_F(JudgeTest, MaximizesWhatItIsToldTo) {
  add(8, 10, 50), add(8, 5, 100);
  EXPECT_EQ(values(ask({{"area", true}}).groups[0]), (Values{{10}}));
  EXPECT_EQ(values(ask({{"utilization.pcu", true}}).groups[0]), (Values{{0.02}}));
}

TEST_F(JudgeTest, CountsEqualDesignsOnce) {
  add(8, 5, 50), add(8, 5, 50), add(8, 5, 50), add(8, 9, 90), add(8, 9, 90);
  const Judgement judgement = ask({{"cycles"}, {"area"}});
  EXPECT_EQ(values(judgement.groups[0]), (Values{{50, 5}}));
  EXPECT_EQ(judgement.groups[0].ties, 2u) << "those that are beaten do not count";
}

TEST_F(JudgeTest, ComparesDesignsOfTheSameWorkloadAndNamesGroupsByTheKnobsThatTellThemApart) {
  add(8, 10, 50), add(16, 10, 500), add(8, 20, 40);
  const Judgement judgement = ask({{"cycles"}});
  ASSERT_EQ(judgement.groups.size(), 2u);
  EXPECT_EQ(values(judgement.groups[0]), (Values{{40}}));
  EXPECT_EQ(judgement.groups[0].name, "hidden 8");
  EXPECT_EQ(values(judgement.groups[1]), (Values{{500}}));
  EXPECT_EQ(judgement.groups[1].name, "hidden 16");
  EXPECT_EQ(judgement.varying, (std::vector<std::string>{"area", "n"}));
}

TEST_F(JudgeTest, GroupsByTheKnobsItIsTold) {
  add(8, 10, 50), add(8, 10, 500), add(8, 20, 40);
  const Judgement judgement = ask({{"cycles"}}, {"area"});
  ASSERT_EQ(judgement.groups.size(), 2u);
  EXPECT_EQ(judgement.groups[0].name, "area 10.0");
  EXPECT_EQ(judgement.groups[0].designs, 2u);
}

TEST_F(JudgeTest, NeverRanksDifferentWorkloadsTogether) {
  add(8, 10, 50), add(16, 10, 500), add(8, 10, 60), add(16, 10, 600);
  const Judgement judgement = ask({{"cycles"}}, {"area"});
  ASSERT_EQ(judgement.groups.size(), 2u);
  EXPECT_EQ(judgement.groups[0].name, "area 10.0, hidden 8");
  EXPECT_EQ(judgement.groups[1].name, "area 10.0, hidden 16");
  EXPECT_EQ(values(judgement.groups[1]), (Values{{500}}));
}

TEST_F(JudgeTest, ComparesChipsThatRunTheSameWorkload) {
  add("a", 8, 50), add("b", 8, 40), add("a", 16, 500), add("b", 16, 600);
  const Judgement judgement = ask({{"cycles"}});
  ASSERT_EQ(judgement.groups.size(), 2u);
  EXPECT_EQ(judgement.groups[0].name, "8");
  EXPECT_EQ(values(judgement.groups[0]), (Values{{40}}));
  EXPECT_EQ(judgement.groups[1].name, "16");
  EXPECT_EQ(values(judgement.groups[1]), (Values{{500}}));
  EXPECT_EQ(judgement.varying, (std::vector<std::string>{"chip"}));
}

TEST_F(JudgeTest, DividesPointsByTheirChipIfItIsTold) {
  add("a", 8, 50), add("b", 8, 40), add("a", 16, 500), add("b", 16, 600);
  const Judgement judgement = ask({{"cycles"}}, {"chip"});
  ASSERT_EQ(judgement.groups.size(), 4u);
  EXPECT_EQ(judgement.groups[0].name, "a, 8");
  EXPECT_EQ(judgement.groups[3].name, "b, 16");
  EXPECT_EQ(values(judgement.groups[3]), (Values{{600}}));
}

TEST_F(JudgeTest, WorkloadsAreToldApartByTheirValuesWhateverKnobsSayThemAndWhateverDivides) {
  add("a", 8, 50), add("a", 16, 500), add("b", 8, 60);
  Point named = add(8, {{"chip", "c"}, {"workload", "same"}});
  Point other = add(16, {{"chip", "c"}, {"workload", "same"}});
  for (const Point& point : {named, other})
    Store(folder / "s")
        .put_result(point.key, to_text(point, {Status::ok, "", Value::Object{{"cycles", 70}}}));
  EXPECT_EQ(ask({{"cycles"}}).groups.size(), 2u);
  EXPECT_EQ(ask({{"cycles"}}, {"workload"}).groups.size(), 4u) << "8, 16, same of 8, same of 16";
}

TEST_F(JudgeTest, KnowsTheLinesOfDesigns) {
  add(8, 10, 50), add(8, 10, 40);
  EXPECT_EQ(ask({{"cycles"}}).groups[0].front[0].line(), 2u);
}

TEST_F(JudgeTest, RefusesToGroupByAResult) {
  add(8, 10, 50);
  EXPECT_EQ(refusal({{"area"}}, {"cycles"}),
            "--by cycles: is a result, and groups are made by knobs (area, hidden, n)");
}

TEST_F(JudgeTest, SaysOfEveryNameWhyNothingIsJudgedByIt) {
  const Point point = add(8, {{"area", 1.0}, {"policy", "paper"}});
  Store(folder / "s")
      .put_result(point.key, to_text(point, {Status::ok, "", Value::Object{{"cycles", 50}}}));
  try {
    ask({{"policy"}, {"cycels"}}, {"aera"});
    FAIL();
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(), "policy is a text, not a number");
    EXPECT_EQ(error.further, (std::vector<std::string>{
                                 "the points have no number cycels; did you mean \"cycles\"?",
                                 "the points have no knob aera; did you mean \"area\"?"}));
  }
}

TEST_F(JudgeTest, CountsPointsThatAreMissingOrFailed) {
  add(8, 10, 50);
  add(8, {{"area", 3.0}});
  const Point failed = add(8, {{"area", 1.0}});
  Store(folder / "s").put_result(failed.key, to_text(failed, {Status::unmappable, "full", {}}));
  const Judgement judgement = ask({{"area"}});
  EXPECT_EQ(judgement.tally.text(), "3 points: 1 ok, 1 unmappable, 1 missing");
  EXPECT_EQ(values(judgement.groups[0]), (Values{{10}}));
}

TEST_F(JudgeTest, RefusesGoalsAndKnobsThatNoPointHasNamingTheNearest) {
  add(8, 10, 50);
  EXPECT_EQ(refusal({{"cycle"}}), "the points have no number cycle; did you mean \"cycles\"?");
  EXPECT_EQ(refusal({{"utilization.pcus"}}),
            "the points have no number utilization.pcus; did you mean \"utilization.pcu\"?");
  EXPECT_EQ(refusal({{"cycles"}}, {"are"}), "the points have no knob are; did you mean \"area\"?");
}

TEST_F(JudgeTest, FindsNothingAmongPointsThatHaveNotRun) {
  add(8, {{"area", 3.0}});
  EXPECT_TRUE(ask({{"cycles"}}).groups.empty());
}

TEST_F(JudgeTest, CutsFrontsForDisplay) {
  add(8, 10, 50), add(8, 5, 100), add(8, 20, 10);
  Judgement judgement = ask({{"cycles"}, {"area"}});
  cut(judgement, 2);
  EXPECT_EQ(values(judgement.groups[0]), (Values{{10, 20}, {50, 10}}));
  EXPECT_EQ(judgement.groups[0].hidden, 1u);
}

}  // namespace
}  // namespace rda::sweep
