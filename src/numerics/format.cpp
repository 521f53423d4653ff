// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <bit>
#include <cmath>

#include "numerics/layout.h"
#include "rda/numerics.h"

namespace rda {
namespace {

using numerics::Layout;
using numerics::layout;
using numerics::power_of_two;

/// The integer nearest to |x| < 2^51, ties to even: beyond 2^52 the grid of fp64 is the integers.
double nearest_integer(double x) {
  constexpr double kGrid = 0x1.8p52;
  return (x + kGrid) - kGrid;
}

/// Exponent of the grid of `form` on which a number of this magnitude lies.
int grid_exponent(const Layout& form, double magnitude) {
  const auto biased = static_cast<int>(std::bit_cast<std::uint64_t>(magnitude) >> 52);
  return std::max(biased - 1023, form.min_exponent) - form.precision + 1;
}

double round_float(const Layout& form, double value) {
  if (std::isnan(value)) return std::numeric_limits<double>::quiet_NaN();
  const double magnitude = std::fabs(value);
  if (magnitude >= form.largest) return std::copysign(form.largest, value);
  const int grid = grid_exponent(form, magnitude);
  const double rounded = nearest_integer(magnitude * power_of_two(-grid)) * power_of_two(grid);
  return std::copysign(rounded, value);
}

std::uint32_t encode_float(const Layout& form, double value) {
  const double rounded = round_float(form, value);
  if (std::isnan(rounded)) return form.nan;
  const double magnitude = std::fabs(rounded);
  const int grid = grid_exponent(form, magnitude);
  const auto significand = static_cast<std::uint32_t>(magnitude * power_of_two(-grid));
  // The hidden bit of the significand carries into the exponent field; a subnormal has none.
  const int exponent = grid + form.precision - 1 - form.min_exponent;
  const std::uint32_t pattern =
      (static_cast<std::uint32_t>(exponent) << (form.precision - 1)) + significand;
  return pattern | (std::signbit(rounded) ? 1u << (form.width - 1) : 0u);
}

std::int64_t round_integer(Format format, double value, int scale) {
  if (std::isnan(value)) return 0;
  const double limit = format == Format::int8 ? 0x1p7 : 0x1p31;
  const double scaled = std::clamp(std::ldexp(value, -scale), -limit, limit - 1);
  return static_cast<std::int64_t>(nearest_integer(scaled));
}

}  // namespace

int bits(Format format) {
  return format == Format::int8 ? 8 : format == Format::int32 ? 32 : layout(format).width;
}

double round_to(Format format, double value, int scale) {
  if (!numerics::is_integer(format)) return round_float(layout(format), value);
  return std::ldexp(static_cast<double>(round_integer(format, value, scale)), scale);
}

std::uint32_t encode(Format format, double value, int scale) {
  if (!numerics::is_integer(format)) return encode_float(layout(format), value);
  const auto pattern = static_cast<std::uint32_t>(round_integer(format, value, scale));
  return format == Format::int8 ? pattern & 0xff : pattern;
}

double decode(Format format, std::uint32_t pattern, int scale) {
  if (!numerics::is_integer(format)) return numerics::decode_float(format, pattern);
  const std::int32_t integer = format == Format::int8 ? static_cast<std::int8_t>(pattern & 0xff)
                                                      : static_cast<std::int32_t>(pattern);
  return std::ldexp(static_cast<double>(integer), scale);
}

}  // namespace rda
