// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cstdint>
#include <limits>

#include "rda/error.h"
#include "rda/numerics.h"

namespace rda::numerics {

/// What tells one floating-point format from another.
struct Layout {
  int precision;      ///< significant bits, the hidden one included
  int min_exponent;   ///< of the smallest normal number
  double largest;     ///< finite
  std::uint32_t nan;  ///< the NaN pattern that is written; NaN patterns that are read may be others
  int width;          ///< bits
};

constexpr bool is_integer(Format format) {
  return format == Format::int8 || format == Format::int32;
}

constexpr Layout layout(Format format) {
  switch (format) {
    case Format::fp32:
      return {24, -126, std::numeric_limits<float>::max(), 0x7fc00000, 32};
    case Format::bf16:
      return {8, -126, 0x1.fep127, 0x7fc0, 16};
    case Format::fp16:
      return {11, -14, 65504, 0x7e00, 16};
    case Format::fp8_e4m3:
      return {4, -6, 448, 0x7f, 8};
    case Format::fp8_e5m2:
      return {3, -14, 57344, 0x7e, 8};
    case Format::int8:
    case Format::int32:
      break;
  }
  throw InternalError("an integer format has no floating-point layout");
}

/// 2^`exponent`, which must be that of a normal fp64 number.
constexpr double power_of_two(int exponent) {
  return std::bit_cast<double>(static_cast<std::uint64_t>(exponent + 1023) << 52);
}

/// The value of a floating-point pattern.
constexpr double decode_float(Format format, std::uint32_t pattern) {
  const Layout form = layout(format);
  const int fraction_bits = form.precision - 1;
  const std::uint32_t magnitude = pattern & ((1u << (form.width - 1)) - 1);
  const std::uint32_t fraction = magnitude & ((1u << fraction_bits) - 1);
  const auto exponent = static_cast<int>(magnitude >> fraction_bits);
  const bool negative = (pattern >> (form.width - 1) & 1) != 0;
  const int top_exponent = (1 << (form.width - form.precision)) - 1;

  // E4M3 spends its top exponent on numbers, all but the one pattern that is its NaN.
  const bool special =
      format == Format::fp8_e4m3 ? magnitude == form.nan : exponent == top_exponent;
  if (special && fraction != 0) return std::numeric_limits<double>::quiet_NaN();
  double value = std::numeric_limits<double>::infinity();
  if (!special) {
    const double significand = exponent == 0 ? fraction : fraction + (1u << fraction_bits);
    const int shift = (exponent == 0 ? 1 : exponent) - 1;
    value = significand * power_of_two(form.min_exponent - fraction_bits + shift);
  }
  return negative ? -value : value;
}

}  // namespace rda::numerics
