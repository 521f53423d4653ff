// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

#include "numerics/interpolated.h"
#include "numerics/layout.h"
#include "rda/error.h"
#include "rda/numerics.h"

namespace rda {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();
constexpr float kNoNumber = std::numeric_limits<float>::quiet_NaN();
constexpr int kFractionBits = 23;

/// The interval clamp(⌊x · scale⌋ + 512, 0, 1023) without rounding x + 512 / scale: the product
/// with a power of two is exact.
TablePosition interval_of(float x, float scale) {
  constexpr float kMiddle = kTableEntries / 2;
  const float scaled = x * scale, interval = std::floor(scaled);
  if (!(interval >= -kMiddle)) return {0, 0};  // NaN too
  if (interval >= kMiddle) return {kTableEntries - 1, 1};
  return {static_cast<int>(interval + kMiddle), scaled - interval};
}

/// |x| = m · 2^exponent with 1 ≤ m < 2, for a finite x other than 0.
struct Parts {
  int exponent;
  std::uint32_t fraction;  ///< the 23 bits of m behind the point
};

Parts parts_of(float x) {
  constexpr float kSmallestNormal = std::numeric_limits<float>::min();
  constexpr int kShift = 24;
  const bool subnormal = std::fabs(x) < kSmallestNormal;
  const auto pattern = std::bit_cast<std::uint32_t>(subnormal ? x * 0x1p24F : x);
  const auto biased = static_cast<int>(pattern >> kFractionBits & 0xff);
  return {biased - 127 - (subnormal ? kShift : 0), pattern & ((1U << kFractionBits) - 1)};
}

/// x · log2(e), the product rounded to fp64; large numbers and NaN are cut to ±400.
double doublings(float x) {
  constexpr double kLog2OfE = 1.4426950408889634;
  return std::isnan(x) ? 0 : std::clamp(static_cast<double>(x) * kLog2OfE, -400.0, 400.0);
}

/// entry · 2^exponent, rounded once to fp32; beyond the largest value infinity.
float times_power_of_two(float entry, int exponent) {
  constexpr double kLargest = std::numeric_limits<float>::max();
  const double value = entry * numerics::power_of_two(exponent);
  if (value > kLargest) return kInfinity;
  return value < -kLargest ? -kInfinity : static_cast<float>(value);
}

float exponential(float x, float entry) {
  if (std::isnan(x)) return kNoNumber;
  return times_power_of_two(entry, static_cast<int>(std::floor(doublings(x))));
}

float logarithm_of(float x, float entry) {
  constexpr auto kLogOf2 = 0.6931471805599453F;
  if (!(x >= 0)) return kNoNumber;
  if (x == 0) return -kInfinity;
  if (x == kInfinity) return x;
  return entry + static_cast<float>(parts_of(x).exponent) * kLogOf2;
}

float reciprocal_of(float x, float entry) {
  if (std::isnan(x)) return kNoNumber;
  if (x == 0 || std::isinf(x)) return std::copysign(x == 0 ? kInfinity : 0.0F, x);
  return std::copysign(times_power_of_two(entry, -parts_of(x).exponent), x);
}

float reciprocal_root_of(float x, float entry) {
  if (!(x >= 0)) return kNoNumber;
  if (x == 0 || x == kInfinity) return x == 0 ? kInfinity : 0;
  const int exponent = parts_of(x).exponent;
  return times_power_of_two(entry, -(exponent - (exponent & 1)) / 2);
}

/// The interval of |x|; those of a table of one side begin at 0.
TablePosition position_of_magnitude(float x, float scale) {
  const float scaled = std::fabs(x) * scale;
  if (std::isnan(x)) return {0, 0};
  if (scaled >= kTableEntries) return {kTableEntries - 1, 1};
  return {static_cast<int>(scaled), scaled - std::floor(scaled)};
}

TablePosition position_of_exp(float x) {
  const double t = doublings(x), scaled = (t - std::floor(t)) * kTableEntries;
  const int index = std::min(static_cast<int>(scaled), kTableEntries - 1);
  return {index, static_cast<float>(scaled - index)};
}

/// The first `bits` bits of m behind the point, and what lies behind them.
TablePosition position_of_fraction(const Parts& parts, int bits) {
  const int rest = kFractionBits - bits;
  const std::uint32_t below = parts.fraction & ((1U << rest) - 1);
  return {static_cast<int>(parts.fraction >> rest),
          static_cast<float>(below) / static_cast<float>(1U << rest)};
}

TablePosition position_of(Function function, float x) {
  const Parts parts = x == 0 || !std::isfinite(x) ? Parts{} : parts_of(x);
  switch (function) {
    case Function::sigmoid:
    case Function::tanh:
      return interval_of(x, 64);
    case Function::erf:
      return interval_of(x, 128);
    case Function::softplus:
      return position_of_magnitude(x, 64);
    case Function::exp:
      return position_of_exp(x);
    case Function::log:
    case Function::reciprocal:
      return position_of_fraction(parts, 10);
    case Function::rsqrt: {
      TablePosition position = position_of_fraction(parts, 9);
      position.index += (parts.exponent & 1) * (kTableEntries / 2);
      return position;
    }
  }
  throw InternalError("a function that does not exist");
}

}  // namespace

int table_index(float x) { return interval_of(x, 64).index; }

int table_index(Function function, float x) { return position_of(function, x).index; }

TablePosition quadratic_position(Function function, float x) {
  switch (function) {
    case Function::sigmoid:
      return position_of_magnitude(x, 32);
    case Function::tanh:
      return position_of_magnitude(x, 64);
    case Function::erf:
      return position_of_magnitude(x, 256);
    default:
      return position_of(function, x);
  }
}

float value_of_entry(Function function, float x, float entry) {
  switch (function) {
    case Function::sigmoid:
    case Function::tanh:
    case Function::erf:
      return entry;
    case Function::exp:
      return exponential(x, entry);
    case Function::log:
      return logarithm_of(x, entry);
    case Function::reciprocal:
      return reciprocal_of(x, entry);
    case Function::rsqrt:
      return reciprocal_root_of(x, entry);
    case Function::softplus:
      return maximum(x, 0) + entry;
  }
  throw InternalError("a function that does not exist");
}

float numerics::value_of_interpolated(Function function, float x, float value) {
  switch (function) {
    case Function::sigmoid:
      return x > 0 ? 1 - value : value;
    case Function::tanh:
    case Function::erf:
      return x < 0 ? -value : value;
    default:
      return value_of_entry(function, x, value);
  }
}

float look_up(Function function, float x) {
  const auto index = static_cast<std::size_t>(table_index(function, x));
  return value_of_entry(function, x, function_table(function)[index]);
}

float interpolate(const QuadraticEntry& entry, float part) {
  return entry.value + (entry.slope + entry.curve * part) * part;
}

float look_up_interpolated(Function function, float x) {
  const auto [index, part] = quadratic_position(function, x);
  const QuadraticEntry& entry = quadratic_table(function)[static_cast<std::size_t>(index)];
  return numerics::value_of_interpolated(function, x, interpolate(entry, part));
}

}  // namespace rda
