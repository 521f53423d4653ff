// SPDX-License-Identifier: Apache-2.0
#include "sweep/expression.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "rda/error.h"

namespace rda::sweep {
namespace {

/// The expression's value with every name set to `number`.
std::optional<double> value(const std::string& text, double number = 4) {
  Expression expression(text, {"s.json", "/constraints/0"});
  for (std::size_t i = 0; i < expression.names().size(); ++i) expression.set(i, number);
  return expression.value();
}

std::string syntax_refusal(const std::string& text) {
  try {
    Expression(text, {"s.json", "/constraints/0"});
  } catch (const ConfigError& error) {
    return error.what();
  }
  return "";
}

TEST(Expression, KnowsArithmeticComparisonsAndChoice) {
  EXPECT_EQ(value("2 + 3 * x ^ 2"), 50);
  EXPECT_EQ(value("-x + 1.5e1"), 11);
  EXPECT_EQ(value("x > 3 && !(x == 5) || 0"), 1);
  EXPECT_EQ(value("x > 3 ? 7 : 8"), 7);
  EXPECT_EQ(value("max(x, 9) + min(x, 9) + mod(x, 3)"), 14);
  EXPECT_EQ(value("abs(-x) + ceil(0.5) + floor(1.5) + round(2.5) + sqrt(x) + log2(x)"), 13);
}

TEST(Expression, TakesNamesWithDotsOnce) {
  const Expression expression("pcu.lanes + x * pcu.lanes", {"s.json", ""});
  EXPECT_EQ(expression.names(), (std::vector<std::string>{"pcu.lanes", "x"}));
}

TEST(Expression, HasNoValueWhereSomethingInItHasNone) {
  EXPECT_EQ(value("1 / (x - 4)"), std::nullopt);
  EXPECT_EQ(value("1 / (x - 4) > 2"), std::nullopt);
  EXPECT_EQ(value("sqrt(x - 5) < 3"), std::nullopt);
  EXPECT_EQ(value("0 / 0"), std::nullopt);
  EXPECT_EQ(value("1 / 0 > 3"), std::nullopt);
  EXPECT_EQ(value("mod(x, 0)"), std::nullopt);
  EXPECT_EQ(value("10 ^ 400"), std::nullopt);
  EXPECT_EQ(value("10 ^ 400 > 0"), std::nullopt);
  EXPECT_EQ(value("x == 4 ? 1 : 1 / (x - 4)"), 1) << "only the chosen side is worked out";
}

TEST(Expression, ForgetsADivisionByZeroOfBefore) {
  Expression expression("1 / x", {"s.json", ""});
  expression.set(0, 0);
  EXPECT_EQ(expression.value(), std::nullopt);
  expression.set(0, 2);
  EXPECT_EQ(expression.value(), 0.5);
}

TEST(Expression, IsRefusedWithWhatIsWrong) {
  EXPECT_EQ(syntax_refusal(" "), "s.json#/constraints/0: \" \": is empty (an expression)");
  EXPECT_EQ(syntax_refusal("x = 4"),
            "s.json#/constraints/0: \"x = 4\": = sets a value (use == to compare)");
  EXPECT_EQ(syntax_refusal("x, 4"),
            "s.json#/constraints/0: \"x, 4\": is several expressions (use && to join them)");
  EXPECT_EQ(syntax_refusal("x >"),
            "s.json#/constraints/0: \"x >\": Unexpected end of expression at position 4");
  EXPECT_NE(syntax_refusal("sin(x)").find("(functions: abs, ceil, floor, log2, max, min"),
            std::string::npos);
  EXPECT_NE(syntax_refusal(std::string("x \0 > 3", 7)).find("contains a NUL character"),
            std::string::npos);
  EXPECT_NE(syntax_refusal("((x"), "");
  EXPECT_NE(syntax_refusal("\"x\""), "");
  EXPECT_NE(syntax_refusal("x % 2"), "");
  EXPECT_EQ(syntax_refusal("x == 4 && x != 5 && x <= 6 && x >= 3"), "");
}

TEST(Expression, NamesAreWordsThatAreNoFunctions) {
  EXPECT_TRUE(is_name("lanes_2"));
  EXPECT_TRUE(is_name("_x"));
  EXPECT_FALSE(is_name(""));
  EXPECT_FALSE(is_name("2lanes"));
  EXPECT_FALSE(is_name("pcu.lanes"));
  EXPECT_FALSE(is_name("a b"));
  EXPECT_FALSE(is_name("min"));
}

}  // namespace
}  // namespace rda::sweep
