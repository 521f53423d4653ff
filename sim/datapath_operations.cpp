// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
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

/// One operation on every word, each an fp32.
Value apply(const Operation& operation, const Value& a, const Value& b) {
  const bool unary = operation.op == ScalarOp::relu;
  if (!a || (!unary && !b)) return nullptr;
  Words result(unary ? a->size() : std::max(a->size(), b->size()));
  for (std::size_t i = 0; i < result.size(); ++i) {
    const auto left = std::bit_cast<float>(in_lane(*a, i));
    const auto right = unary ? 0.0F : std::bit_cast<float>(in_lane(*b, i));
    result[i] = std::bit_cast<std::uint32_t>(apply(operation.op, left, right));
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
}

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
    if (value < values.size() && ports_.makes(o, index))
      outputs[o] = as_token(values[value], widths_[o]);
  }
}

}  // namespace rda::sim
