// SPDX-License-Identifier: Apache-2.0
#include "sweep/measures.h"

#include <gtest/gtest.h>

#include <map>

#include "rda/error.h"

namespace rda::sweep {
namespace {

using json::Value;
using Column = std::vector<std::optional<double>>;

/// A place that has these values.
Measures::Find place(std::map<std::string, Value> values) {
  return [values](const std::string& name) {
    const auto found = values.find(name);
    return found == values.end() ? std::nullopt : std::optional(found->second);
  };
}

std::string unknown(const Measures& measures) {
  try {
    measures.refuse_unknown({"cost.mm2", "cycles"}, "the points have");
  } catch (const Error& error) {
    EXPECT_EQ(error.exit_code, ExitCode::bad_input);
    return error.what();
  }
  return "";
}

TEST(Measures, AreWorkedOutAtOnePlaceAfterAnother) {
  Measures measures({{"density", "cycles / cost.mm2"}}, {"density * 2", "cycles", "/seed"});
  EXPECT_EQ(measures.at(place({{"cycles", 8}, {"cost.mm2", 2.0}, {"/seed", 7}})),
            (Column{4, 8, 8, 7}));
  EXPECT_EQ(measures.at(place({{"cycles", 9}, {"cost.mm2", 3.0}})),
            (Column{3, 6, 9, std::nullopt}));
}

TEST(Measures, HaveNoValueWhereAPartHasNone) {
  Measures measures({{"density", "cycles / cost.mm2"}}, {"density * 2"});
  const Column none{std::nullopt, std::nullopt};
  EXPECT_EQ(measures.at(place({{"cycles", 8}, {"cost.mm2", 0.0}})), none);
  EXPECT_EQ(measures.at(place({{"cycles", 8}, {"cost.mm2", Value()}})), none);
  EXPECT_EQ(measures.at(place({{"cycles", 8}})), none);
  EXPECT_EQ(unknown(measures), "") << "a place had it";
}

TEST(Measures, RefuseANameThatNoPlaceHadNamingTheNearest) {
  Measures measures({}, {"cycles / cost.mm3"});
  measures.at(place({{"cycles", 8}}));
  EXPECT_EQ(unknown(measures),
            "\"cycles / cost.mm3\": the points have no number cost.mm3; did you mean "
            "\"cost.mm2\"?");
}

TEST(Measures, RefuseAFigureThatComesLater) {
  Measures measures({{"a", "b + 1"}, {"b", "cycles"}}, {"a"});
  measures.at(place({{"cycles", 8}}));
  EXPECT_EQ(unknown(measures).find("\"b + 1\": the points have no number b"), 0u);
}

TEST(Measures, RefuseAText) {
  Measures measures({}, {"policy + 1"});
  measures.at(place({{"policy", "auto"}}));
  EXPECT_EQ(unknown(measures), "\"policy + 1\": policy is a text, not a number");
}

TEST(Measures, KnowTheFiguresThatNothingNeeds) {
  const Measures measures({{"a", "x"}, {"b", "a"}, {"c", "a"}, {"d", "y"}}, {"b * 2"});
  EXPECT_EQ(measures.unused(), (std::vector<std::string>{"c", "d"}));
}

TEST(Measures, OfANumberAloneAreRefused) {
  EXPECT_THROW(require_expression("--minimize", "3 * 4"), ConfigError);
  EXPECT_THROW(require_expression("--minimize", "area *"), ConfigError);
  EXPECT_NO_THROW(require_expression("--minimize", "area"));
}

}  // namespace
}  // namespace rda::sweep
