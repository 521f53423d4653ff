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
/// @param w  [values of a vector, kRows]
/// @param a  [values of a vector]
/// @param lanes  [lanes, kRows]
template <std::size_t kRows>
void multiply(const MapReduceFormat& format, const float* w, const float* a, float* lanes) {
  const auto n = static_cast<std::size_t>(format.lanes);
  const int width = format.packing ? bits(format.values) : 32;
  const auto product = [&](std::size_t i, std::size_t row) { return w[i * kRows + row] * a[i]; };
  const auto each = [&](std::size_t count, float* results, auto value) {
    for (std::size_t i = 0; i < count; ++i)
      for (std::size_t r = 0; r < kRows; ++r) results[i * kRows + r] = value(i, r);
  };
  if (width == 32) {
    each(n, lanes, product);
  } else if (width == 16) {
    each(n, lanes,
         [&](std::size_t l, std::size_t r) { return product(2 * l, r) + product(2 * l + 1, r); });
  } else if (format.values == Format::int8) {  // small integers: exact in fp32
    const auto pair = [&](std::size_t i, std::size_t r) {
      const float sum = product(i, r) + product(i + 1, r);
      return sum < -32768.f ? -32768.f : sum > 32767.f ? 32767.f : sum;
    };
    each(n, lanes,
         [&](std::size_t l, std::size_t r) { return pair(4 * l, r) + pair(4 * l + 2, r); });
  } else {
    std::array<float, kMaxLanes * 2 * kRows> pairs;
    each(2 * n, pairs.data(), [&](std::size_t i, std::size_t r) {
      return to_half(to_half(product(2 * i, r)) + to_half(product(2 * i + 1, r)));
    });
    each(n, lanes, [&](std::size_t l, std::size_t r) {
      return pairs[2 * l * kRows + r] + pairs[(2 * l + 1) * kRows + r];
    });
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

template <std::size_t kRows>
MapReduceRows<kRows>::MapReduceRows(const MapReduceFormat& format) : format_(format) {
  const bool integers = format.values == Format::int8;
  require(format.lanes >= 1 && format.lanes <= kMaxLanes, "lanes out of range [1, 64]");
  require(format.values != Format::int32 && format.activations != Format::int32,
          "int32 values cannot be multiplied");
  require(integers == (format.activations == Format::int8), "int8 is multiplied by int8 only");
  require(bits(format.values) == bits(format.activations), "operands of different width");
  require(integers || format.accumulate != Format::int32, "int32 accumulates int8 only");
  require(bits(format.accumulate) >= 16, "no 8-bit accumulator");
}

template <std::size_t kRows>
void MapReduceRows<kRows>::reset() {
  sums_.fill(0);
  integer_sums_.fill(0);
}

template <std::size_t kRows>
void MapReduceRows<kRows>::add(std::span<const float> weights, std::span<const float> activations) {
  const auto needed = static_cast<std::size_t>(format_.values_per_vector());
  require(weights.size() == needed * kRows && activations.size() == needed, "not one whole vector");
  std::array<float, kMaxLanes * kRows> lanes;
  multiply<kRows>(format_, weights.data(), activations.data(), lanes.data());
  const auto used = std::span(lanes).first(static_cast<std::size_t>(format_.lanes) * kRows);
  const auto add = [](float a, float b) { return a + b; };
  if (format_.accumulate == Format::fp32) {
    numerics::trees<kRows>(used, add);
    for (std::size_t r = 0; r < kRows; ++r) sums_[r] += lanes[r];
  } else if (format_.accumulate == Format::int32) {
    // At most 64 · 2 · 32767: a vector's sum is exact in fp32 and far from int32's bounds.
    numerics::trees<kRows>(used, add);
    for (std::size_t r = 0; r < kRows; ++r) {
      const std::int64_t sum = std::int64_t{integer_sums_[r]} + static_cast<std::int64_t>(lanes[r]);
      integer_sums_[r] = static_cast<std::int32_t>(std::clamp<std::int64_t>(
          sum, std::numeric_limits<std::int32_t>::min(), std::numeric_limits<std::int32_t>::max()));
    }
  } else {
    const auto rounded = [this](float a, float b) { return add_rounded(format_.accumulate, a, b); };
    numerics::trees<kRows>(used, rounded);
    for (std::size_t r = 0; r < kRows; ++r) sums_[r] = rounded(sums_[r], lanes[r]);
  }
}

template <std::size_t kRows>
float MapReduceRows<kRows>::result(std::size_t row, int scale) const {
  if (format_.values != Format::int8) return sums_[row];
  const bool integers = format_.accumulate == Format::int32;
  const double sum =
      integers ? static_cast<double>(integer_sums_[row]) : static_cast<double>(sums_[row]);
  return static_cast<float>(std::ldexp(sum, scale));
}

template class MapReduceRows<1>;
template class MapReduceRows<kRowsAtOnce>;

void MapReduce::add(std::span<const std::uint32_t> weights,
                    std::span<const std::uint32_t> activations) {
  require(weights.size() <= kMaxValues && activations.size() <= kMaxValues, "vector too long");
  Values w, a;
  decode_all(format_.values, weights, w);
  decode_all(format_.activations, activations, a);
  add(std::span<const float>(w).first(weights.size()),
      std::span<const float>(a).first(activations.size()));
}

}  // namespace rda
