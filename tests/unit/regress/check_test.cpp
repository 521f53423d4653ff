// SPDX-License-Identifier: Apache-2.0
#include "regress/check.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace rda::regress {
namespace {

using json::Value;

Outcome ran(std::int64_t cycles) {
  Outcome outcome;
  outcome.inputs = "0123456789abcdef";
  outcome.report = Value::Object{{"cycles", cycles}, {"utilization", Value::Object{{"pcu", 0.5}}}};
  outcome.chip = Value::Object{{"pcu", Value::Object{{"stages", 6}}}};
  outcome.workload = Value::Object{{"hidden", 16}};
  outcome.options = Value::Object{{"seed", 1}};
  outcome.profile.cycles = cycles;
  outcome.profile.chain_steps = 1;
  outcome.profile.chain = {{"network x", cycles - 10}, {"work a", 10}};
  return outcome;
}

Outcome refused(const std::string& message) {
  Outcome outcome = ran(0);
  outcome.exit = 3;
  outcome.message = message;
  outcome.report = Value();
  return outcome;
}

Case recorded(std::int64_t cycles) {
  Case c;
  c.chip = "c.json";
  c.workload = "w.json";
  c.inputs = "0123456789abcdef";
  c.metrics["cycles"] = {cycles, {}, 0, "so"};
  return c;
}

ProfileFile profiles_of(const Outcome& outcome) {
  ProfileFile profiles;
  profiles.chips["c.json"] = outcome.chip;
  profiles.workloads["w.json"] = outcome.workload;
  profiles.options = outcome.options;
  profiles.cases["a"] = outcome.profile;
  return profiles;
}

const Row& row(const CaseResult& result, const std::string& metric) {
  return *std::ranges::find(result.rows, metric, &Row::metric);
}

TEST(Check, SameFiguresOfTheSameInputsPass) {
  const CaseResult result = judge("a", recorded(100), ran(100), {}, false);
  EXPECT_FALSE(result.failed);
  EXPECT_FALSE(result.where);
}

TEST(Check, MovedFigureFailsAndSaysWhere) {
  const CaseResult result = judge("a", recorded(100), ran(103), profiles_of(ran(100)), true);
  EXPECT_TRUE(result.failed);
  EXPECT_EQ(row(result, "cycles").verdict, Verdict::moved);
  EXPECT_EQ(row(result, "cycles").ratio, 1.03);
  EXPECT_EQ(row(result, "cycles").why, "so");
  ASSERT_TRUE(result.where);
  EXPECT_EQ(result.where->cause, "network");
  EXPECT_EQ(result.no_where, "");
}

TEST(Check, WithoutAProfileItSaysThatItCannotSayWhere) {
  const CaseResult result = judge("a", recorded(100), ran(103), {}, false);
  EXPECT_TRUE(result.failed);
  EXPECT_FALSE(result.where);
  EXPECT_NE(result.no_where, "");
}

TEST(Check, ProfileOfAnotherRunIsSaidToBeOne) {
  const CaseResult result = judge("a", recorded(100), ran(103), profiles_of(ran(90)), false);
  EXPECT_NE(result.no_where.find("another run"), std::string::npos);
}

TEST(Check, FigureThatTheReportNoLongerHasFails) {
  Case c = recorded(100);
  c.metrics["tokens"] = {7, {}, 0, ""};
  const CaseResult result = judge("a", c, ran(100), {}, true);
  EXPECT_TRUE(result.failed);
  EXPECT_EQ(row(result, "tokens").verdict, Verdict::missing);
}

TEST(Check, NewFigureFailsUnlessNewOnesAreAllowed) {
  Case c = recorded(100);
  c.metrics["utilization.pcu"];
  EXPECT_TRUE(judge("a", c, ran(100), {}, false).failed);
  const CaseResult allowed = judge("a", c, ran(100), {}, true);
  EXPECT_FALSE(allowed.failed);
  EXPECT_EQ(row(allowed, "utilization.pcu").verdict, Verdict::fresh);
}

TEST(Check, FigureWithoutAHashOfItsInputsIsNew) {
  Case c = recorded(100);
  c.inputs = "";
  EXPECT_TRUE(judge("a", c, ran(100), {}, false).failed);
  EXPECT_FALSE(judge("a", c, ran(100), {}, true).failed);
}

TEST(Check, ChangedInputFailsThoughNoFigureMovedAndIsNamed) {
  const ProfileFile profiles = profiles_of(ran(100));
  Outcome now = ran(100);
  now.inputs = "fedcba9876543210";
  now.chip = Value::Object{{"pcu", Value::Object{{"stages", 7}}}};
  const CaseResult result = judge("a", recorded(100), now, profiles, true);
  EXPECT_TRUE(result.failed);
  EXPECT_EQ(result.changed_inputs, std::vector<std::string>{"chip /pcu/stages: 6 -> 7"});
}

TEST(Check, ChangedCaseIsToldFromChangedFiles) {
  Case c = recorded(100);
  c.inputs = "fedcba9876543210";
  const CaseResult result = judge("a", c, ran(100), profiles_of(ran(100)), true);
  ASSERT_EQ(result.changed_inputs.size(), 1u);
  EXPECT_NE(result.changed_inputs[0].find("the case says something else"), std::string::npos);
  const CaseResult unknown = judge("a", c, ran(100), {}, true);
  ASSERT_EQ(unknown.changed_inputs.size(), 1u);
  EXPECT_NE(unknown.changed_inputs[0].find("cannot be told"), std::string::npos);
}

TEST(Check, ExpectedRefusalPassesAndAnotherOneFails) {
  Case c = recorded(100);
  c.metrics.clear();
  c.refusal = Refusal{3, "needs 9", "small"};
  EXPECT_FALSE(judge("a", c, refused("needs 9"), {}, false).failed);
  EXPECT_TRUE(judge("a", c, refused("needs 8"), {}, true).failed);
  EXPECT_TRUE(judge("a", c, ran(100), {}, true).failed);
}

TEST(Check, RefusalWhereFiguresAreRecordedFails) {
  EXPECT_TRUE(judge("a", recorded(100), refused("needs 9"), {}, true).failed);
}

TEST(Update, TakesOverWhatMovedWithTheReasonAndNothingElse) {
  Case c = recorded(100);
  c.metrics["utilization.pcu"] = {0.45, {0.9, 1.2}, 0, "old"};
  c.metrics["tokens"] = {7, {}, 0, ""};
  update(c, judge("a", c, ran(103), {}, false), ran(103), "new");
  EXPECT_EQ(c.metrics.at("cycles").is, Value(103));
  EXPECT_EQ(c.metrics.at("cycles").why, "new");
  EXPECT_EQ(c.metrics.at("utilization.pcu").is, Value(0.45));
  EXPECT_EQ(c.metrics.at("utilization.pcu").why, "old");
  EXPECT_FALSE(c.metrics.contains("tokens"));
  EXPECT_FALSE(judge("a", c, ran(103), {}, false).failed);
}

TEST(Update, TakesOverARefusalAndTheWayBack) {
  Case c = recorded(100);
  update(c, judge("a", c, refused("needs 9"), {}, false), refused("needs 9"), "smaller");
  ASSERT_TRUE(c.refusal);
  EXPECT_EQ(c.refusal->message, "needs 9");
  EXPECT_EQ(c.refusal->why, "smaller");
  EXPECT_FALSE(judge("a", c, refused("needs 9"), {}, false).failed);
  update(c, judge("a", c, ran(50), {}, false), ran(50), "larger");
  EXPECT_FALSE(c.refusal);
  EXPECT_EQ(c.metrics.at("cycles").is, Value(50));
  EXPECT_FALSE(judge("a", c, ran(50), {}, false).failed);
}

TEST(Update, TakesOverTheHashOfChangedInputsAlone) {
  Case c = recorded(100);
  Outcome now = ran(100);
  now.inputs = "fedcba9876543210";
  update(c, judge("a", c, now, {}, false), now, "new");
  EXPECT_EQ(c.inputs, now.inputs);
  EXPECT_EQ(c.metrics.at("cycles").why, "so");
}

}  // namespace
}  // namespace rda::regress
