// SPDX-License-Identifier: Apache-2.0
// Goals that are expressions over figures and knobs.
#include <gtest/gtest.h>

#include "rda/error.h"
#include "unit/sweep/support_judge.h"

namespace rda::sweep {
namespace {

using json::Value;
using test::Values;
using test::values;

struct JudgeExpressions : test::JudgeTest {};

TEST_F(JudgeExpressions, JudgesByExpressionsOverFiguresKnobsAndOtherValuesOfThePoint) {
  add(8, 10, 50), add(8, 40, 20);
  EXPECT_EQ(values(ask({{"cycles * area"}}).groups[0]), (Values{{500}}));
  EXPECT_EQ(values(ask({{"max(cycles, area) * utilization.pcu", true}}).groups[0]), (Values{{2}}));
  EXPECT_EQ(values(ask({{"area / n"}}).groups[0]), (Values{{10}}));
  EXPECT_EQ(values(ask({{"area + hidden"}}).groups[0]), (Values{{18}}));
}

TEST_F(JudgeExpressions, JudgesByNamedFiguresOfWhichEachMayUseThoseBeforeIt) {
  add(8, 10, 50), add(8, 40, 20);
  Results results(folder / "p.jsonl", Store(folder / "s"));
  const Computed sites{"grid.pcus", {}, [](const Setting&) { return 3.0; }};
  const Judgement judgement =
      judge(results, {{{"b"}}, {}, {{"a", "cycles + grid.pcus"}, {"b", "a * area"}}, {sites}});
  EXPECT_EQ(values(judgement.groups[0]), (Values{{530}}));
}

TEST_F(JudgeExpressions, AFigureHasASecondNameWhereAKnobHasItsName) {
  const Point point = add(8, {{"cycles", 7.0}, {"utilization", 3.0}});
  Store(folder / "s")
      .put_result(point.key,
                  to_text(point, {Status::ok, "",
                                  Value::Object{{"cycles", 50.0},
                                                {"utilization", Value::Object{{"pcu", 0.5}}}}}));
  EXPECT_EQ(values(ask({{"report.cycles + 1"}}).groups[0]), (Values{{51}}));
  EXPECT_EQ(values(ask({{"utilization"}}).groups[0]), (Values{{3}})) << "the figure is an object";
}

TEST_F(JudgeExpressions, CountsPointsAtWhichAnExpressionHasNoValue) {
  add(8, 10, 50), add(8, 40, 20);
  const Judgement judgement = ask({{"1 / (area - 10)"}});
  EXPECT_EQ(judgement.without, 1u);
  EXPECT_EQ(judgement.groups[0].designs, 1u);
}

TEST_F(JudgeExpressions, CountsPointsWhoseFigureIsNullAlsoTheFirst) {
  const Point first = add(8, {{"area", 1.0}});
  Store(folder / "s")
      .put_result(first.key, to_text(first, {Status::ok, "", Value::Object{{"cycles", Value()}}}));
  add(8, 10, 50);
  const Judgement judgement = ask({{"cycles * area"}});
  EXPECT_EQ(judgement.without, 1u);
  EXPECT_EQ(values(judgement.groups[0]), (Values{{500}}));
}

TEST_F(JudgeExpressions, NamesTheExpressionOfANameThatNoPointHas) {
  add(8, 10, 50);
  EXPECT_EQ(refusal({{"cycles / aera"}}),
            "\"cycles / aera\": the points have no number aera; did you mean \"area\"?");
  Results results(folder / "p.jsonl", Store(folder / "s"));
  EXPECT_THROW(judge(results, {{{"area"}}, {}, {{"area", "cycles"}}}), Error) << "taken";
}

}  // namespace
}  // namespace rda::sweep
