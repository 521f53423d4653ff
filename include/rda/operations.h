// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rda/describe.h"
#include "rda/limits.h"
#include "rda/numerics.h"

namespace rda {

// The element-wise work of a PCU (docs/timing-model.md, "Operations").

/// An operation in fp32. select is `b` where `a` > 0, else `c`. sum_lanes and max_lanes reduce the
/// lanes of a vector to a scalar; the folds combine the values of several firings.
enum class ScalarOp {
  add,
  sub,
  mul,
  relu,
  max,
  min,
  neg,
  abs,
  select,
  sum_lanes,
  max_lanes,
  fold_add,
  fold_mul,
  fold_max,
  round
};
constexpr std::array<std::string_view, 15> names(ScalarOp) {
  return {"add",    "sub",       "mul",       "relu",     "max",      "min",      "neg",  "abs",
          "select", "sum_lanes", "max_lanes", "fold_add", "fold_mul", "fold_max", "round"};
}

/// How an operation rounds: to the nearest value of a format, or at random. The random bits follow
/// from Mapping::noise_seed, a name, and the number of the element, which is Σ strides[l] ·
/// index[l] + first; that of a vector's lane l is l larger.
struct RoundTo {
  Format format = Format::bf16;
  std::string noise;  ///< name of the bits; empty: to the nearest value
  std::int64_t first = 0;
  std::vector<std::int64_t> strides;  ///< of each loop, innermost first; missing entries are 0
  static void describe(auto& self, auto& visit) {
    visit("format", self.format, Doc{"format whose values the results are"});
    visit("noise", self.noise, Doc{"name of the random bits; empty: to the nearest value"});
    visit("first", self.first, Range{0, kMostTensorIndex}, Doc{"number of the first element"});
    visit("strides", self.strides, Range{0, kMostTensorIndex},
          Doc{"elements from one index to the next of each loop, innermost first"});
  }
};

/// Whether an operation reduces the lanes of a vector to a scalar.
constexpr bool reduces_lanes(ScalarOp op) {
  return op == ScalarOp::sum_lanes || op == ScalarOp::max_lanes;
}
/// Whether an operation combines its operand with its result of the previous firing.
constexpr bool folds(ScalarOp op) {
  return op == ScalarOp::fold_add || op == ScalarOp::fold_mul || op == ScalarOp::fold_max;
}

/// Operands that an operation reads: 1 (a), 2 (a and b) or 3.
constexpr int operands_of(ScalarOp op) {
  const bool one =
      op == ScalarOp::relu || op == ScalarOp::neg || op == ScalarOp::abs || op == ScalarOp::round;
  if (one || reduces_lanes(op) || folds(op)) return 1;
  return op == ScalarOp::select ? 3 : 2;
}

/// An operation works lane by lane; a scalar operand is the same in each lane. The result is a
/// vector if an operand is, but for reductions of lanes. Operands 0 … inputs − 1 are the program's
/// inputs; operand inputs + i is the result of operation i; operand −1 − k is constant k.
struct Operation {
  ScalarOp op = ScalarOp::add;
  int a = 0, b = 0, c = 0;
  /// Folds: begins anew in firings in which all loops below this level are at their first index.
  int level = 0;
  /// Reductions of lanes: elements along the innermost loop, of which lane l of its iteration i has
  /// number i · lanes + l; lanes behind the last element do not take part. 0: all lanes do.
  std::int64_t elements = 0;
  std::optional<RoundTo> rounding = {};  ///< of round alone

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
    visit("level", self.level, Range{0, 16}, Doc{"loop level at which a fold begins anew"});
    visit("elements", self.elements, Range{0, kMostTensorIndex},
          Doc{"elements along the innermost loop whose lanes are reduced; 0: all lanes"});
    visit("rounding", self.rounding, Part{"how round rounds"});
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
