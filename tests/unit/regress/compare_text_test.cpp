// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "regress/compare.h"
#include "regress/render.h"

namespace rda::regress {
namespace {

TEST(CompareText, FiguresWithoutARatioStandInTheColumnsOfTheOthers) {
  Comparison comparison;
  comparison.pairs = {{"one", "cycles", 10, 20, 2.0},
                      {"one", "activities.pmu.conflict", 0, 86457, {}}};
  const std::string text = to_text(comparison, 10);
  EXPECT_NE(text.find(R"(
  cycles                                         10 ->             20  x 2.0000
  activities.pmu.conflict                         0 ->          86457
)"),
            std::string::npos)
      << text;
}

TEST(CompareText, OutcomesThatExceedAColumnAreASentence) {
  Comparison comparison;
  comparison.pairs = {{"one", "outcome", "ok", "unmappable: pcus: needs 9", {}}};
  const std::string text = to_text(comparison, 10);
  EXPECT_NE(text.find("\n  outcome: ok -> unmappable: pcus: needs 9\n"), std::string::npos) << text;
}

}  // namespace
}  // namespace rda::regress
