// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <limits>
#include <string_view>
#include <vector>

#include "rda/describe.h"

namespace rda {

// The element-wise work of a PCU (docs/timing-model.md, "Operations").

/// One operation in fp32. select is `b` where `a` > 0, else `c`.
enum class ScalarOp { add, sub, mul, relu, max, min, neg, abs, select };
constexpr std::array<std::string_view, 9> names(ScalarOp) {
  return {"add", "sub", "mul", "relu", "max", "min", "neg", "abs", "select"};
}

/// Operands that an operation reads: 1 (a), 2 (a and b) or 3.
constexpr int operands_of(ScalarOp op) {
  switch (op) {
    case ScalarOp::relu:
    case ScalarOp::neg:
    case ScalarOp::abs:
      return 1;
    case ScalarOp::select:
      return 3;
    default:
      return 2;
  }
}

/// An operation works lane by lane; a scalar operand is the same in each lane. The result is a
/// vector if an operand is. Operands 0 … inputs − 1 are the program's inputs; operand inputs + i is
/// the result of operation i; operand −1 − k is constant k.
struct Operation {
  ScalarOp op = ScalarOp::add;
  int a = 0, b = 0, c = 0;

  /// Calls visit(operand) for each operand that the operation reads, in order.
  void for_each_operand(auto&& visit) const {
    const std::array all{a, b, c};
    for (int i = 0; i < operands_of(op); ++i) visit(all[static_cast<std::size_t>(i)]);
  }
  static void describe(auto& self, auto& visit) {
    visit("op", self.op, Doc{"operation"});
    visit("a", self.a, Doc{"first operand; -1 - k is constant k"});
    visit("b", self.b, Doc{"second operand"});
    visit("c", self.c, Doc{"third operand, of select"});
  }
};

/// Operations in fp32, one after the other in the stages of a PCU. Output o carries value number
/// `Port::value` (−1: the result of the last operation, or input 0 without operations).
struct Operations {
  static constexpr std::string_view kKind = "operations";
  std::vector<Operation> operations;
  /// In configuration registers: a constant takes no register of the pipeline.
  std::vector<float> constants = {};
  static void describe(auto& self, auto& visit) {
    constexpr double kLargest = std::numeric_limits<float>::max();
    visit("operations", self.operations, Doc{"element-wise operations"});
    visit("constants", self.constants, Range{-kLargest, kLargest},
          Doc{"fp32 constants of the operations"});
  }
};

}  // namespace rda
