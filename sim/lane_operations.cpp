// SPDX-License-Identifier: Apache-2.0
#include "sim/lane_operations.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <memory>
#include <utility>

#include "rda/error.h"
#include "rda/numerics.h"

namespace rda::sim {
namespace {

float apply(ScalarOp op, float a, float b, float c) {
  switch (op) {
    case ScalarOp::add:
    case ScalarOp::fold_add:
      return a + b;
    case ScalarOp::sub:
      return a - b;
    case ScalarOp::mul:
    case ScalarOp::fold_mul:
      return a * b;
    case ScalarOp::relu:
      return a > 0 ? a : 0.0F;
    case ScalarOp::max:
    case ScalarOp::fold_max:
      return maximum(a, b);
    case ScalarOp::min:
      return minimum(a, b);
    case ScalarOp::neg:
      return -a;
    case ScalarOp::abs:
      return std::fabs(a);
    case ScalarOp::select:
      return a > 0 ? b : c;
    case ScalarOp::sum_lanes:
    case ScalarOp::max_lanes:
    case ScalarOp::round:
      break;
  }
  throw InternalError("an operation that does not work lane by lane");
}

/// A scalar has the same value in every lane.
std::uint32_t in_lane(const Words& words, std::size_t lane) {
  return words.size() == 1 ? words.front() : words.at(lane);
}

}  // namespace

Value as_token(const Value& value, std::size_t words) {
  if (!value || value->size() == words) return value;
  Words token(words);
  for (std::size_t lane = 0; lane < words; ++lane) token[lane] = in_lane(*value, lane);
  return std::make_shared<const Words>(std::move(token));
}

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

Value reduce_lanes(ScalarOp op, const Value& operand, std::size_t lanes) {
  if (!operand) return nullptr;
  std::vector<float> values;
  for (std::size_t lane = 0; lane < std::min(lanes, operand->size()); ++lane)
    values.push_back(std::bit_cast<float>((*operand)[lane]));
  const float result = op == ScalarOp::sum_lanes ? sum_of_lanes(values) : maximum_of_lanes(values);
  return std::make_shared<const Words>(1, std::bit_cast<std::uint32_t>(result));
}

Value round_lanes(const RoundTo& to, const Noise& noise, Index index, const Value& operand) {
  if (!operand) return nullptr;
  std::int64_t element = to.first;
  for (std::size_t l = 0; l < to.strides.size(); ++l) element += to.strides[l] * index[l];
  Words result;
  for (const std::uint32_t word : *operand) {
    const double value = std::bit_cast<float>(word);
    const double rounded =
        to.noise.empty()
            ? round_to(to.format, value)
            : round_at_random(to.format, value,
                              random_bits(noise, to.noise, static_cast<std::size_t>(element)));
    result.push_back(std::bit_cast<std::uint32_t>(static_cast<float>(rounded)));
    ++element;
  }
  return std::make_shared<const Words>(std::move(result));
}

Value fold_lanes(ScalarOp op, const Value& result, const Value& operand) {
  return apply_to_lanes(op, std::array{result, operand});
}

}  // namespace rda::sim
