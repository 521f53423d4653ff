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

/// A magnitude, not NaN, rounded to the grid of `form` around it, ties to even, saturating. Without
/// a branch between normal and subnormal numbers: weights are a mixture of both.
struct Rounded {
  int exponent;            ///< above the smallest normal number's; 0 for subnormal ones too
  std::uint64_t multiple;  ///< of the grid's step, the hidden bit included
  double magnitude;
};

/// Adding 1.5 · 2^52 steps makes fp64 round at a step; the low bits of the sum then count steps.
Rounded round_magnitude(const Layout& form, double magnitude) {
  const double held = std::min(magnitude, form.largest);
  const int biased = std::max(static_cast<int>(std::bit_cast<std::uint64_t>(held) >> 52),
                              form.min_exponent + 1023);
  const double shift = 1.5 * power_of_two(biased - 1023 + 53 - form.precision);
  const double sum = held + shift;
  return {biased - 1023 - form.min_exponent,
          std::bit_cast<std::uint64_t>(sum) - std::bit_cast<std::uint64_t>(shift), sum - shift};
}

double round_float(const Layout& form, double value) {
  if (std::isnan(value)) return std::numeric_limits<double>::quiet_NaN();
  return std::copysign(round_magnitude(form, std::fabs(value)).magnitude, value);
}

std::uint32_t encode_float(const Layout& form, double value) {
  if (std::isnan(value)) return form.nan;
  const Rounded rounded = round_magnitude(form, std::fabs(value));
  // The hidden bit of the multiple carries into the exponent field; a subnormal has none.
  const std::uint32_t pattern =
      (static_cast<std::uint32_t>(rounded.exponent) << (form.precision - 1)) +
      static_cast<std::uint32_t>(rounded.multiple);
  return pattern | (std::signbit(value) ? 1u << (form.width - 1) : 0u);
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
