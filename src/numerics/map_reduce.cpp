// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

#include "numerics/layout.h"
#include "numerics/tree.h"
#include "rda/error.h"
#include "rda/numerics.h"

namespace rda {
namespace {

constexpr int kMaxLanes = 64;
constexpr int kMaxValues = kMaxLanes * 4;
using Lanes = std::array<float, kMaxLanes>;
using Values = std::array<float, kMaxValues>;

using ByteTable = std::array<float, 256>;
constexpr ByteTable make_byte_table(Format format) {
  ByteTable table{};
  for (std::uint32_t p = 0; p < 256; ++p)
    table[p] = static_cast<float>(numerics::decode_float(format, p));
  return table;
}
constexpr ByteTable kE4m3 = make_byte_table(Format::fp8_e4m3);
constexpr ByteTable kE5m2 = make_byte_table(Format::fp8_e5m2);

/// The fp16 number nearest to `x`, ties to even, saturating. Adding 1.5 · 2^(e + 13) to a number of
/// exponent e makes fp32 round at fp16's last bit.
float to_half(float x) {
  constexpr float kLargest = 65504;
  constexpr std::uint32_t kExponent = 0x7f800000, kSmallestNormal = (127 - 14) << 23;
  x = x > kLargest ? kLargest : x < -kLargest ? -kLargest : x;
  const std::uint32_t exponent =
      std::max(std::bit_cast<std::uint32_t>(x) & kExponent, kSmallestNormal);
  const auto grid = std::bit_cast<float>((exponent + (13u << 23)) | 0x400000u);
  return (x + grid) - grid;
}

/// a + b rounded once to `format`. fp64 rounded to odd keeps what decides the second rounding.
float add_rounded(Format format, float a, float b) {
  const double x = a, y = b;
  double sum = x + y;
  const double rest = sum - x;
  const double error = (x - (sum - rest)) + (y - rest);
  auto pattern = std::bit_cast<std::uint64_t>(sum);
  if (std::isfinite(sum) && error != 0 && (pattern & 1) == 0) {
    pattern = (error > 0) == (sum > 0) ? pattern + 1 : pattern - 1;
    sum = std::bit_cast<double>(pattern);
  }
  return static_cast<float>(round_to(format, sum));
}

/// What each lane hands to the tree: its packed products added up.
void multiply(const MapReduceFormat& format, const float* w, const float* a, Lanes& lanes) {
  const auto n = static_cast<std::size_t>(format.lanes);
  const int width = format.packing ? bits(format.values) : 32;
  if (width == 32) {
    for (std::size_t l = 0; l < n; ++l) lanes[l] = w[l] * a[l];
  } else if (width == 16) {
    for (std::size_t l = 0; l < n; ++l)
      lanes[l] = w[2 * l] * a[2 * l] + w[2 * l + 1] * a[2 * l + 1];
  } else if (format.values == Format::int8) {  // small integers: exact in fp32
    const auto pair = [&](std::size_t i) {
      return std::clamp(w[i] * a[i] + w[i + 1] * a[i + 1], -32768.f, 32767.f);
    };
    for (std::size_t l = 0; l < n; ++l) lanes[l] = pair(4 * l) + pair(4 * l + 2);
  } else {
    Values pairs;
    for (std::size_t i = 0; i < 2 * n; ++i)
      pairs[i] = to_half(to_half(w[2 * i] * a[2 * i]) + to_half(w[2 * i + 1] * a[2 * i + 1]));
    for (std::size_t l = 0; l < n; ++l) lanes[l] = pairs[2 * l] + pairs[2 * l + 1];
  }
}

void decode_all(Format format, std::span<const std::uint32_t> patterns, Values& values) {
  const auto fill = [&](auto one) { std::ranges::transform(patterns, values.begin(), one); };
  switch (format) {
    case Format::fp32:
      return fill([](std::uint32_t p) { return std::bit_cast<float>(p); });
    case Format::bf16:
      return fill([](std::uint32_t p) { return std::bit_cast<float>(p << 16); });
    case Format::fp8_e4m3:
      return fill([](std::uint32_t p) { return kE4m3[p & 0xff]; });
    case Format::fp8_e5m2:
      return fill([](std::uint32_t p) { return kE5m2[p & 0xff]; });
    default:
      return fill([=](std::uint32_t p) { return static_cast<float>(decode(format, p)); });
  }
}

void require(bool condition, const char* problem) {
  if (!condition) throw InternalError(std::string("map-reduce: ") + problem);
}

}  // namespace

MapReduce::MapReduce(const MapReduceFormat& format) : format_(format) {
  const bool integers = format.values == Format::int8;
  require(format.lanes >= 1 && format.lanes <= kMaxLanes, "lanes out of range [1, 64]");
  require(format.values != Format::int32 && format.activations != Format::int32,
          "int32 values cannot be multiplied");
  require(integers == (format.activations == Format::int8), "int8 is multiplied by int8 only");
  require(bits(format.values) == bits(format.activations), "operands of different width");
  require(integers || format.accumulate != Format::int32, "int32 accumulates int8 only");
  require(bits(format.accumulate) >= 16, "no 8-bit accumulator");
}

void MapReduce::reset() {
  sum_ = 0;
  integer_sum_ = 0;
}

void MapReduce::add(std::span<const std::uint32_t> weights,
                    std::span<const std::uint32_t> activations) {
  require(weights.size() <= kMaxValues && activations.size() <= kMaxValues, "vector too long");
  Values w, a;
  decode_all(format_.values, weights, w);
  decode_all(format_.activations, activations, a);
  add(std::span<const float>(w).first(weights.size()),
      std::span<const float>(a).first(activations.size()));
}

void MapReduce::add(std::span<const float> weights, std::span<const float> activations) {
  const auto needed = static_cast<std::size_t>(format_.values_per_vector());
  require(weights.size() == needed && activations.size() == needed, "not one whole vector");
  Lanes lanes;
  multiply(format_, weights.data(), activations.data(), lanes);
  const auto used = std::span(lanes).first(static_cast<std::size_t>(format_.lanes));
  if (format_.accumulate == Format::fp32) {
    sum_ += numerics::tree(used, [](float a, float b) { return a + b; });
  } else if (format_.accumulate == Format::int32) {
    // At most 64 · 2 · 32767: a vector's sum is exact in fp32 and far from int32's bounds.
    const float vector = numerics::tree(used, [](float a, float b) { return a + b; });
    const std::int64_t sum = std::int64_t{integer_sum_} + static_cast<std::int64_t>(vector);
    integer_sum_ = static_cast<std::int32_t>(std::clamp<std::int64_t>(
        sum, std::numeric_limits<std::int32_t>::min(), std::numeric_limits<std::int32_t>::max()));
  } else {
    const auto add = [this](float a, float b) { return add_rounded(format_.accumulate, a, b); };
    sum_ = add(sum_, numerics::tree(used, add));
  }
}

float MapReduce::result(int scale) const {
  if (format_.values != Format::int8) return sum_;
  const bool integers = format_.accumulate == Format::int32;
  const double sum = integers ? static_cast<double>(integer_sum_) : static_cast<double>(sum_);
  return static_cast<float>(std::ldexp(sum, scale));
}

}  // namespace rda
