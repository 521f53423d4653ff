// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <string_view>

#include "rda/error.h"
#include "rda/graph.h"
#include "rda/numerics.h"

namespace rda::graph {

/// What an operator does with the elements of its arguments.
enum class OpClass {
  leaf,          ///< computes nothing in its step
  product,       ///< multiplies weights with a vector; only a sum reads it
  sum,           ///< adds products, and other values element by element
  table,         ///< reads a sampled function, element by element
  element_wise,  ///< computes each element from the same element of each argument
  reduce,        ///< makes one element of all elements of its argument
  gather,        ///< reads the row of a table that the one element of its argument names
  score,         ///< compares its first argument with each step of sequences
  round,         ///< rounds each element to the format of a state
  accumulation   ///< adds up over all steps of its domain; nothing of its own domain reads it
};

/// A row of the table of operators.
struct Operator {
  Op op;
  OpClass of_class;
  int args;  ///< number of arguments; −1: one or more
  std::string_view help;
};

inline constexpr std::array kOperators{
    Operator{Op::input, OpClass::leaf, 0, "a row of an input tensor"},
    Operator{Op::state, OpClass::leaf, 0, "a value of the previous step"},
    Operator{Op::take, OpClass::leaf, 1, "a value of an earlier domain"},
    Operator{Op::bias, OpClass::leaf, 0, "weights that are used element by element"},
    Operator{Op::constant, OpClass::leaf, 0, "a number"},
    Operator{Op::matvec, OpClass::product, 1, "W x"},
    Operator{Op::sum, OpClass::sum, -1, "a + b + ..."},
    Operator{Op::sigmoid, OpClass::table, 1, "1 / (1 + exp(-a))"},
    Operator{Op::tanh, OpClass::table, 1, "tanh(a)"},
    Operator{Op::exp, OpClass::table, 1, "exp(a)"},
    Operator{Op::log, OpClass::table, 1, "ln(a)"},
    Operator{Op::reciprocal, OpClass::table, 1, "1 / a"},
    Operator{Op::rsqrt, OpClass::table, 1, "1 / sqrt(a)"},
    Operator{Op::softplus, OpClass::table, 1, "ln(1 + exp(a))"},
    Operator{Op::erf, OpClass::table, 1, "erf(a)"},
    Operator{Op::relu, OpClass::element_wise, 1, "a if a > 0, else 0"},
    Operator{Op::neg, OpClass::element_wise, 1, "-a"},
    Operator{Op::abs, OpClass::element_wise, 1, "|a|"},
    Operator{Op::add, OpClass::element_wise, 2, "a + b"},
    Operator{Op::sub, OpClass::element_wise, 2, "a - b"},
    Operator{Op::mul, OpClass::element_wise, 2, "a b"},
    Operator{Op::max, OpClass::element_wise, 2, "the larger one"},
    Operator{Op::min, OpClass::element_wise, 2, "the smaller one"},
    Operator{Op::select, OpClass::element_wise, 3, "b if a > 0, else c"},
    Operator{Op::reduce_sum, OpClass::reduce, 1, "the sum of all elements"},
    Operator{Op::reduce_max, OpClass::reduce, 1, "the largest element"},
    Operator{Op::gather, OpClass::gather, 1, "row a of a table"},
    Operator{Op::score, OpClass::score, -1, "w tanh(a + b + ...) for each step of b, ..."},
    Operator{Op::round, OpClass::round, 1, "a in a narrower format"},
    Operator{Op::accumulate, OpClass::accumulation, 1, "the sum of a over all steps"},
    Operator{Op::outer, OpClass::accumulation, 2, "the sum of a b^T over all steps"},
    Operator{Op::scatter, OpClass::accumulation, 2, "a table to whose row a each step adds b"},
};
static_assert(kOperators.size() == names(Op{}).size());

constexpr const Operator& operator_of(Op op) { return kOperators[static_cast<std::size_t>(op)]; }
constexpr OpClass class_of(Op op) { return operator_of(op).of_class; }

/// By operator: the number of the function of the same name; that of all functions: none.
inline constexpr auto kFunctions = [] {
  constexpr auto all = names(Function{});
  std::array<std::size_t, kOperators.size()> numbers{};
  for (std::size_t op = 0; op < numbers.size(); ++op)
    while (numbers[op] < all.size() && all[numbers[op]] != names(Op{})[op]) ++numbers[op];
  return numbers;
}();

/// The function of a table operator: the one of the same name.
constexpr Function function_of(Op op) {
  const std::size_t number = kFunctions[static_cast<std::size_t>(op)];
  if (number == names(Function{}).size()) throw InternalError("not an operator of a table");
  return static_cast<Function>(number);
}

/// A table operator, exactly.
inline double exact(Op op, double a) {
  switch (op) {
    case Op::sigmoid:
      return 1 / (1 + std::exp(-a));
    case Op::tanh:
      return std::tanh(a);
    case Op::exp:
      return std::exp(a);
    case Op::log:
      return std::log(a);
    case Op::reciprocal:
      return 1 / a;
    case Op::rsqrt:
      return 1 / std::sqrt(a);
    case Op::softplus:
      return std::max(a, 0.0) + std::log1p(std::exp(-std::abs(a)));
    case Op::erf:
      return std::erf(a);
    default:
      break;
  }
  throw InternalError("not an operator of a table");
}

using rda::maximum, rda::minimum;
/// As those of fp32.
inline double maximum(double a, double b) { return a > b || std::isnan(a) ? a : b; }
inline double minimum(double a, double b) { return a < b || std::isnan(a) ? a : b; }

/// An element-wise operator, in Real's arithmetic.
template <class Real>
Real element(Op op, std::span<const Real> args) {
  const Real a = args[0];
  switch (op) {
    case Op::relu:
      return a > 0 ? a : Real{0};
    case Op::neg:
      return -a;
    case Op::abs:
      return std::abs(a);
    case Op::add:
      return a + args[1];
    case Op::sub:
      return a - args[1];
    case Op::mul:
      return a * args[1];
    case Op::max:
      return maximum(a, args[1]);
    case Op::min:
      return minimum(a, args[1]);
    case Op::select:
      return a > 0 ? args[1] : args[2];
    default:
      break;
  }
  throw InternalError("not an element-wise operator");
}

}  // namespace rda::graph
