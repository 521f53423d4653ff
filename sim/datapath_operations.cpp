// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <bit>

#include "rda/check.h"
#include "sim/datapath_work.h"
#include "sim/lane_operations.h"

namespace rda::sim {

OperationsDatapath::OperationsDatapath(const Chip& chip, const Mapping& mapping,
                                       const Program& program, const Operations& work)
    : program_(program),
      operations_(work.operations),
      ports_(program),
      lanes_(chip.pcu.lanes),
      noise_{static_cast<std::uint64_t>(mapping.noise_seed.value_or(0))},
      folds_(work.operations.size()) {
  for (const Port& output : program.outputs) {
    const bool vector = mapping.streams[output.stream].kind == TokenKind::vector;
    widths_.push_back(vector ? static_cast<std::size_t>(lanes_) : 1);
  }
  for (const float constant : work.constants)
    constants_.push_back(
        {true, std::make_shared<const Words>(1, std::bit_cast<std::uint32_t>(constant))});
}

void OperationsDatapath::fire(Index index, std::span<const Value> inputs,
                              std::span<Value> outputs) {
  std::vector<Operand> values;
  values.reserve(inputs.size() + operations_.size());
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const int turn = ports_.on_turn(static_cast<int>(i), index);
    values.push_back({turn >= 0, turn < 0 ? nullptr : inputs[static_cast<std::size_t>(turn)]});
  }
  for (std::size_t i = 0; i < operations_.size(); ++i)
    values.push_back(result_of(i, index, values));
  const std::size_t last = operations_.empty() ? 0 : values.size() - 1;
  for (std::size_t o = 0; o < outputs.size(); ++o) {
    const int carried = program_.outputs[o].value;
    const std::size_t value = carried < 0 ? last : static_cast<std::size_t>(carried);
    if (value < values.size() && ports_.makes(o, index))
      outputs[o] = as_token(values[value].words, widths_[o]);
  }
}

OperationsDatapath::Operand OperationsDatapath::result_of(std::size_t number, Index index,
                                                          const std::vector<Operand>& values) {
  const Operation& operation = operations_[number];
  bool present = true;
  std::vector<Value> operands;
  operation.for_each_operand([&](int value) {
    const Operand& operand = value < 0 ? constants_[static_cast<std::size_t>(-1 - value)]
                                       : values[static_cast<std::size_t>(value)];
    present = present && operand.present;
    operands.push_back(operand.words);
  });
  if (folds(operation.op)) return fold(number, index, {present, operands.front()});
  if (!present) return {};
  if (reduces_lanes(operation.op))
    return {true, reduce_lanes(operation.op, operands.front(), lanes_of(operation, index))};
  if (operation.rounding)
    return {true, round_lanes(*operation.rounding, noise_, index, operands.front())};
  return {true, apply_to_lanes(operation.op, operands)};
}

OperationsDatapath::Operand OperationsDatapath::fold(std::size_t number, Index index,
                                                     const Operand& operand) {
  const Operation& operation = operations_[number];
  Operand& result = folds_[number];
  const auto below = index.first(static_cast<std::size_t>(operation.level));
  if (std::ranges::all_of(below, [](std::int64_t i) { return i == 0; })) result = {};
  if (!operand.present) return result;
  result = result.present ? Operand{true, fold_lanes(operation.op, result.words, operand.words)}
                          : operand;
  return result;
}

/// Lanes that take part in a reduction.
std::size_t OperationsDatapath::lanes_of(const Operation& operation, Index index) const {
  if (operation.elements == 0) return static_cast<std::size_t>(lanes_);
  const std::int64_t rest = operation.elements - index.front() * lanes_;
  return static_cast<std::size_t>(std::clamp<std::int64_t>(rest, 1, lanes_));
}

}  // namespace rda::sim
