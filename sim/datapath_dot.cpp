// SPDX-License-Identifier: Apache-2.0
#include <bit>

#include "rda/check.h"
#include "sim/datapath_work.h"

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

}  // namespace

DotDatapath::DotDatapath(const Chip& chip, const Program& program, const DotProduct& dot)
    : program_(program),
      dot_(dot),
      ports_(program),
      format_{.values = dot.weights_format,
              .activations = dot.activations_format,
              .accumulate = dot.accumulate,
              .lanes = chip.pcu.lanes,
              .packing = chip.pcu.packing},
      sums_(program.outputs.size(), Sum{MapReduce(format_)}) {
  for (Sum& sum : sums_) sum.reduce.reset();
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
  std::vector<std::uint32_t> w, x;
  if (adds) {
    w = unpack(*w_words, format_);
    x = unpack(*x_words, format_);
  }
  for (std::size_t o = 0; o < outputs.size(); ++o) {
    if (!program_.outputs[o].where.contains(index)) continue;
    Sum& sum = sums_[o];
    sum.valid = sum.valid && (adds || !multiplies);
    if (adds) sum.reduce.add(w, x);
    if (!ports_.makes(o, index)) continue;
    if (sum.valid) outputs[o] = add_addends(o, index, inputs);
    sum.reduce.reset();
    sum.valid = true;
  }
}

Value DotDatapath::add_addends(std::size_t output, Index index,
                               std::span<const Value> inputs) const {
  float sum = sums_[output].reduce.result(output < dot_.scales.size() ? dot_.scales[output] : 0);
  if (output < dot_.addends.size()) {
    for (const int input : dot_.addends[output]) {
      const Value addend = ports_.value_on_turn(input, index, inputs);
      if (!addend) return nullptr;
      sum += std::bit_cast<float>(addend->at(0));
    }
  }
  return std::make_shared<const Words>(1, std::bit_cast<std::uint32_t>(sum));
}

}  // namespace rda::sim
