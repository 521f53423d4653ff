// SPDX-License-Identifier: Apache-2.0
#include <bit>
#include <utility>

#include "rda/check.h"
#include "sim/datapath_work.h"

namespace rda::sim {
namespace {

/// The bit patterns in a token's words, first value in the low bits.
std::vector<std::uint32_t> unpack(std::span<const std::uint32_t> words,
                                  const MapReduceFormat& format) {
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

}  // namespace

DotDatapath::DotDatapath(const Chip& chip, const Program& program, const DotProduct& dot)
    : program_(program),
      dot_(dot),
      ports_(program),
      rows_(dot.rows_in_lanes ? static_cast<std::size_t>(chip.pcu.lanes) : 1),
      format_{.values = dot.weights_format,
              .activations = dot.activations_format,
              .accumulate = dot.accumulate,
              .lanes = dot.rows_in_lanes ? 1 : chip.pcu.lanes,
              .packing = chip.pcu.packing},
      sums_(program.outputs.size(), Sum{std::vector(rows_, MapReduce(format_))}) {
  for (Sum& sum : sums_)
    for (MapReduce& row : sum.rows) row.reset();
}

int DotDatapath::active_input(const std::vector<int>& numbers, Index index) const {
  for (const int number : numbers) {
    if (program_.input(number).where.contains(index)) return number;
  }
  return -1;
}

void DotDatapath::fire(Index index, std::span<const Value> inputs, std::span<Value> outputs) {
  const int weights = active_input(dot_.weights, index);
  const int operands = active_input(dot_.operands, index);
  const bool multiplies = weights >= 0 && operands >= 0;  // not in a ragged last row
  const Value w_words = multiplies ? inputs[static_cast<std::size_t>(weights)] : nullptr;
  const Value x_words = multiplies ? inputs[static_cast<std::size_t>(operands)] : nullptr;
  const bool adds = w_words && x_words;
  for (std::size_t o = 0; o < outputs.size(); ++o) {
    if (!program_.outputs[o].where.contains(index)) continue;
    Sum& sum = sums_[o];
    sum.valid = sum.valid && (adds || !multiplies);
    if (adds) multiply(*w_words, *x_words, sum.rows);
    if (!ports_.makes(o, index)) continue;
    if (sum.valid) outputs[o] = add_addends(o, index, inputs);
    for (MapReduce& row : sum.rows) row.reset();
    sum.valid = true;
  }
}

void DotDatapath::multiply(const Words& weights, const Words& operands,
                           std::vector<MapReduce>& rows) const {
  const std::vector<std::uint32_t> x = unpack(operands, format_);
  const std::span all(weights);
  const std::size_t each = all.size() / rows.size();  // words of a row
  for (std::size_t row = 0; row < rows.size(); ++row)
    rows[row].add(unpack(all.subspan(row * each, each), format_), x);
}

Value DotDatapath::add_addends(std::size_t output, Index index,
                               std::span<const Value> inputs) const {
  const int scale = output < dot_.scales.size() ? dot_.scales[output] : 0;
  std::vector<float> sums;
  for (const MapReduce& row : sums_[output].rows) sums.push_back(row.result(scale));
  if (output < dot_.addends.size()) {
    for (const int input : dot_.addends[output]) {
      const Value addend = ports_.value_on_turn(input, index, inputs);
      if (!addend) return nullptr;
      for (std::size_t row = 0; row < sums.size(); ++row)
        sums[row] += std::bit_cast<float>(addend->at(row));
    }
  }
  Words words;
  for (const float sum : sums) words.push_back(std::bit_cast<std::uint32_t>(sum));
  return std::make_shared<const Words>(std::move(words));
}

}  // namespace rda::sim
