// SPDX-License-Identifier: Apache-2.0
#include "sweep/expression.h"

#include <fmt/format.h>
#include <muParser.h>

#include <algorithm>
#include <array>
#include <cfenv>
#include <cmath>
#include <deque>
#include <utility>

#include "base/text.h"
#include "rda/error.h"

namespace rda::sweep {
namespace {

constexpr const char* kLetters = "0123456789_.abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

// Only functions whose result is the same on every machine.
struct Unary {
  const char* name;
  double (*function)(double);
};
constexpr std::array kUnary{
    Unary{"abs", [](double x) { return std::fabs(x); }},
    Unary{"ceil", [](double x) { return std::ceil(x); }},
    Unary{"floor", [](double x) { return std::floor(x); }},
    Unary{"log2", [](double x) { return std::log2(x); }},
    Unary{"round", [](double x) { return std::round(x); }},
    Unary{"sqrt", [](double x) { return std::sqrt(x); }},
};
struct Binary {
  const char* name;
  double (*function)(double, double);
};
constexpr std::array kBinary{
    Binary{"max", [](double a, double b) { return std::fmax(a, b); }},
    Binary{"min", [](double a, double b) { return std::fmin(a, b); }},
    Binary{"mod", [](double a, double b) { return std::fmod(a, b); }},
};

/// An `=` that is no comparison would change the variable on its left.
bool assigns(const std::string& text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '=') continue;
    if (i + 1 < text.size() && text[i + 1] == '=') {
      ++i;
    } else if (i == 0 || std::string("=!<>").find(text[i - 1]) == std::string::npos) {
      return true;
    }
  }
  return false;
}

}  // namespace

struct Expression::Parser {
  mu::Parser parser;
  std::deque<double> numbers;  // whose places do not change
  std::vector<std::string> names;

  static double* add(const char* name, void* self) {
    auto& that = *static_cast<Parser*>(self);
    that.names.emplace_back(name);
    return &that.numbers.emplace_back(1.0);
  }

  explicit Parser(const std::string& text) {
    parser.ClearFun();
    parser.ClearConst();
    parser.ClearInfixOprt();
    parser.DefineInfixOprt("-", [](double x) { return -x; });
    parser.DefineInfixOprt("!", [](double x) { return x == 0 ? 1.0 : 0.0; });
    parser.DefineNameChars(kLetters);
    for (const Unary& unary : kUnary) parser.DefineFun(unary.name, unary.function);
    for (const Binary& binary : kBinary) parser.DefineFun(binary.name, binary.function);
    parser.EnableOptimizer(false);  // or it would hide a division by zero
    parser.SetVarFactory(&Parser::add, this);
    parser.SetExpr(text);
    static_cast<void>(parser.Eval());
  }
};

Expression::Expression(const std::string& text, Where where)
    : text_(text), where_(std::move(where)) {
  const auto fail = [&](const std::string& problem) {
    throw ConfigError(where_.file, where_.pointer,
                      fmt::format("\"{}\": {}", one_line(text_), problem));
  };
  if (text.find_first_not_of(" \t\n\r") == text.npos) fail("is empty (an expression)");
  if (text.find('\0') != text.npos) fail("contains a NUL character");  // would end it unseen
  if (assigns(text)) fail("= sets a value (use == to compare)");
  try {
    parser_ = std::make_unique<Parser>(text);
  } catch (const mu::Parser::exception_type& error) {
    const std::string message = one_line(error.GetMsg(), 200);
    const bool call = message.starts_with("Unexpected parenthesis \"(\"");
    fail(message + (call ? " (functions: " + functions() + ")" : ""));
  }
  if (parser_->parser.GetNumResults() != 1) fail("is several expressions (use && to join them)");
}

Expression::Expression(Expression&&) noexcept = default;
Expression& Expression::operator=(Expression&&) noexcept = default;
Expression::~Expression() = default;

const std::vector<std::string>& Expression::names() const { return parser_->names; }

void Expression::set(std::size_t name, double number) { parser_->numbers[name] = number; }

std::optional<double> Expression::value() {
  std::feclearexcept(FE_ALL_EXCEPT);
  const double value = parser_->parser.Eval();
  if (std::fetestexcept(FE_DIVBYZERO | FE_INVALID | FE_OVERFLOW) != 0 || !std::isfinite(value))
    return std::nullopt;
  return value;
}

std::string Expression::functions() {
  std::vector<std::string> names;
  for (const Unary& unary : kUnary) names.emplace_back(unary.name);
  for (const Binary& binary : kBinary) names.emplace_back(binary.name);
  std::ranges::sort(names);
  return join(names, ", ");
}

bool is_name(const std::string& word) {
  const std::string letters(kLetters);
  const auto known = [&](char c) { return c != '.' && letters.find(c) != letters.npos; };
  if (word.empty() || (word[0] >= '0' && word[0] <= '9') || !std::ranges::all_of(word, known))
    return false;
  const auto same = [&](const auto& function) { return word == function.name; };
  return std::ranges::none_of(kUnary, same) && std::ranges::none_of(kBinary, same);
}

}  // namespace rda::sweep
