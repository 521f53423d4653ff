// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <bit>

#include "rda/check.h"
#include "sim/datapath.h"

namespace rda::sim {
namespace {

/// The bit patterns in a vector's words, first value in the low bits.
std::vector<std::uint32_t> unpack(const Words& words, const MapReduceFormat& format) {
  const int width = format.packing ? bits(format.values) : 32;
  const int each = 32 / width;
  const std::uint32_t mask = width == 32 ? ~0U : (1U << width) - 1;
  std::vector<std::uint32_t> patterns;
  patterns.reserve(words.size() * static_cast<std::size_t>(each));
  for (const std::uint32_t word : words) {
    for (int i = 0; i < each; ++i) patterns.push_back((word >> (i * width)) & mask);
  }
  RDA_CHECK(patterns.size() == static_cast<std::size_t>(format.values_per_vector()));
  return patterns;
}

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

/// A scalar is in every lane.
std::uint32_t in_lane(const Words& words, std::size_t lane) {
  return words.size() == 1 ? words.front() : words.at(lane);
}

/// The value as a token of so many words: a scalar token takes lane 0, a vector has a scalar in
/// every lane.
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

PcuDatapath::PcuDatapath(const Chip& chip, const Mapping& mapping, const PcuUnit& unit)
    : unit_(unit) {
  for (const Port& output : unit.program.outputs) {
    const TokenKind kind = mapping.streams[static_cast<std::size_t>(output.stream)].kind;
    widths_.push_back(kind == TokenKind::vector ? static_cast<std::size_t>(chip.pcu.lanes) : 1);
  }
  if (!unit.dot) return;
  format_ = {.values = unit.dot->weights_format,
             .activations = unit.dot->activations_format,
             .accumulate = unit.dot->accumulate,
             .lanes = chip.pcu.lanes,
             .packing = chip.pcu.packing};
  sums_.assign(unit.program.outputs.size(), Sum{MapReduce(format_)});
  for (Sum& sum : sums_) sum.reduce.reset();
}

void PcuDatapath::fire(Index index, std::span<const Value> inputs, std::span<Value> outputs) {
  if (unit_.dot) {
    fire_dot(index, inputs, outputs);
  } else {
    fire_operations(index, inputs, outputs);
  }
}

int PcuDatapath::active_port(const std::vector<int>& ports, Index index) const {
  for (const int port : ports) {
    if (inside(unit_.program.inputs[static_cast<std::size_t>(port)].where, index)) return port;
  }
  return -1;
}

void PcuDatapath::fire_dot(Index index, std::span<const Value> inputs, std::span<Value> outputs) {
  const int weights = active_port(unit_.dot->weights, index);
  const int operands = active_port(unit_.dot->operands, index);
  const bool multiplies = weights >= 0 && operands >= 0;  // not in a ragged last row
  const Value w_words = multiplies ? inputs[static_cast<std::size_t>(weights)] : nullptr;
  const Value x_words = multiplies ? inputs[static_cast<std::size_t>(operands)] : nullptr;
  const bool adds = w_words && x_words;
  std::vector<std::uint32_t> w, x;
  if (adds) {
    w = unpack(*w_words, format_);
    x = unpack(*x_words, format_);
  }
  for (std::size_t o = 0; o < outputs.size(); ++o) {
    const Port& port = unit_.program.outputs[o];
    if (!inside(port.where, index)) continue;
    Sum& sum = sums_[o];
    sum.valid = sum.valid && (adds || !multiplies);
    if (adds) sum.reduce.add(w, x);
    if (!at_last(unit_.program, port, index)) continue;
    if (sum.valid) outputs[o] = add_addends(o, index, inputs);
    sum.reduce.reset();
    sum.valid = true;
  }
}

Value PcuDatapath::add_addends(std::size_t output, Index index,
                               std::span<const Value> inputs) const {
  const DotProduct& dot = *unit_.dot;
  float sum = sums_[output].reduce.result(output < dot.scales.size() ? dot.scales[output] : 0);
  if (output < dot.addends.size()) {
    for (const int addend : dot.addends[output]) {
      const int turn = on_turn(unit_.program, addend, index);
      if (turn < 0 || !inputs[static_cast<std::size_t>(turn)]) return nullptr;
      sum += std::bit_cast<float>(inputs[static_cast<std::size_t>(turn)]->at(0));
    }
  }
  return std::make_shared<const Words>(1, std::bit_cast<std::uint32_t>(sum));
}

void PcuDatapath::fire_operations(Index index, std::span<const Value> inputs,
                                  std::span<Value> outputs) const {
  const Program& program = unit_.program;
  std::vector<Value> values;
  values.reserve(inputs.size() + unit_.operations.size());
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const int turn = on_turn(program, static_cast<int>(i), index);
    values.push_back(turn < 0 ? nullptr : inputs[static_cast<std::size_t>(turn)]);
  }
  for (const Operation& operation : unit_.operations) {
    const Value& a = values[static_cast<std::size_t>(operation.a)];
    const Value& b = values[static_cast<std::size_t>(operation.b)];
    values.push_back(apply(operation, a, b));
  }
  const std::size_t last = unit_.operations.empty() ? 0 : values.size() - 1;
  for (std::size_t o = 0; o < outputs.size(); ++o) {
    const Port& port = program.outputs[o];
    const std::size_t value = port.value < 0 ? last : static_cast<std::size_t>(port.value);
    if (value < values.size() && makes_token(program, port, index))
      outputs[o] = as_token(values[value], widths_[o]);
  }
}

}  // namespace rda::sim
