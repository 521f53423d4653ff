// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

#include "rda/check.h"
#include "rda/numerics.h"
#include "sim/datapath_work.h"

namespace rda::sim {
namespace {

float apply(ScalarOp op, float a, float b, float c) {
  switch (op) {
    case ScalarOp::add:
      return a + b;
    case ScalarOp::sub:
      return a - b;
    case ScalarOp::mul:
      return a * b;
    case ScalarOp::relu:
      return a > 0 ? a : 0.0F;
    case ScalarOp::max:
      return maximum(a, b);
    case ScalarOp::min:
      return minimum(a, b);
    case ScalarOp::neg:
      return -a;
    case ScalarOp::abs:
      return std::fabs(a);
    case ScalarOp::select:
      return a > 0 ? b : c;
  }
  throw InternalError("an operation that does not exist");
}

/// A scalar has the same value in every lane.
std::uint32_t in_lane(const Words& words, std::size_t lane) {
  return words.size() == 1 ? words.front() : words.at(lane);
}

/// Converts a value to a token of `width` words: a scalar token gets lane 0, a vector token gets a
/// scalar in every lane.
Value as_token(const Value& value, std::size_t words) {
  if (!value || value->size() == words) return value;
  Words token(words);
  for (std::size_t lane = 0; lane < words; ++lane) token[lane] = in_lane(*value, lane);
  return std::make_shared<const Words>(std::move(token));
}

/// One operation on every lane of its operands.
Value apply_to_lanes(ScalarOp op, std::span<const Value> operands) {
  std::size_t lanes = 1;
  for (const Value& operand : operands) {
    if (!operand) return nullptr;
    lanes = std::max(lanes, operand->size());
  }
  Words result(lanes);
  for (std::size_t lane = 0; lane < lanes; ++lane) {
    std::array<float, 3> x{};
    for (std::size_t i = 0; i < operands.size(); ++i)
      x[i] = std::bit_cast<float>(in_lane(*operands[i], lane));
    result[lane] = std::bit_cast<std::uint32_t>(apply(op, x[0], x[1], x[2]));
  }
  return std::make_shared<const Words>(std::move(result));
}

}  // namespace

OperationsDatapath::OperationsDatapath(const Chip& chip, const Mapping& mapping,
                                       const Program& program, const Operations& work)
    : program_(program), operations_(work.operations), ports_(program) {
  for (const Port& output : program.outputs) {
    const bool vector = mapping.streams[output.stream].kind == TokenKind::vector;
    widths_.push_back(vector ? static_cast<std::size_t>(chip.pcu.lanes) : 1);
  }
  for (const float constant : work.constants)
    constants_.push_back(std::make_shared<const Words>(1, std::bit_cast<std::uint32_t>(constant)));
}

void OperationsDatapath::fire(Index index, std::span<const Value> inputs,
                              std::span<Value> outputs) const {
  std::vector<Value> values;
  values.reserve(inputs.size() + operations_.size());
  for (std::size_t i = 0; i < inputs.size(); ++i)
    values.push_back(ports_.value_on_turn(static_cast<int>(i), index, inputs));
  for (const Operation& operation : operations_) {
    std::vector<Value> operands;
    operation.for_each_operand([&](int value) {
      operands.push_back(value < 0 ? constants_[static_cast<std::size_t>(-1 - value)]
                                   : values[static_cast<std::size_t>(value)]);
    });
    values.push_back(apply_to_lanes(operation.op, operands));
  }
  const std::size_t last = operations_.empty() ? 0 : values.size() - 1;
  for (std::size_t o = 0; o < outputs.size(); ++o) {
    const int carried = program_.outputs[o].value;
    const std::size_t value = carried < 0 ? last : static_cast<std::size_t>(carried);
    if (value < values.size() && ports_.makes(o, index))
      outputs[o] = as_token(values[value], widths_[o]);
  }
}

}  // namespace rda::sim
