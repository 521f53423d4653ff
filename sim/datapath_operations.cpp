// SPDX-License-Identifier: Apache-2.0
#include <bit>

#include "rda/check.h"
#include "sim/datapath_work.h"

namespace rda::sim {
namespace {

float apply(ScalarOp op, float a, float b) {
  switch (op) {
    case ScalarOp::add:
      return a + b;
    case ScalarOp::sub:
      return a - b;
    case ScalarOp::mul:
      return a * b;
    case ScalarOp::relu:
      return a > 0 ? a : 0.0F;
  }
  throw InternalError("an operation that does not exist");
}

/// One operation on every word, each an fp32.
Value apply(const Operation& operation, const Value& a, const Value& b) {
  const bool unary = operation.op == ScalarOp::relu;
  if (!a || (!unary && !b)) return nullptr;
  RDA_CHECK(unary || a->size() == b->size());
  Words result(a->size());
  for (std::size_t i = 0; i < result.size(); ++i) {
    const auto left = std::bit_cast<float>((*a)[i]);
    const auto right = unary ? 0.0F : std::bit_cast<float>((*b)[i]);
    result[i] = std::bit_cast<std::uint32_t>(apply(operation.op, left, right));
  }
  return std::make_shared<const Words>(std::move(result));
}

}  // namespace

OperationsDatapath::OperationsDatapath(const Program& program, const Operations& work)
    : program_(program), operations_(work.operations), ports_(program) {}

void OperationsDatapath::fire(Index index, std::span<const Value> inputs,
                              std::span<Value> outputs) const {
  std::vector<Value> values;
  values.reserve(inputs.size() + operations_.size());
  for (std::size_t i = 0; i < inputs.size(); ++i)
    values.push_back(ports_.value_on_turn(static_cast<int>(i), index, inputs));
  for (const Operation& operation : operations_) {
    const Value& a = values[static_cast<std::size_t>(operation.a)];
    const Value& b = values[static_cast<std::size_t>(operation.b)];
    values.push_back(apply(operation, a, b));
  }
  const std::size_t last = operations_.empty() ? 0 : values.size() - 1;
  for (std::size_t o = 0; o < outputs.size(); ++o) {
    const int carried = program_.outputs[o].value;
    const std::size_t value = carried < 0 ? last : static_cast<std::size_t>(carried);
    if (value < values.size() && ports_.makes(o, index)) outputs[o] = values[value];
  }
}

}  // namespace rda::sim
