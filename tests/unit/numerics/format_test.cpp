// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

#include "rda/numerics.h"

namespace rda {
namespace {

constexpr std::array kSmallFloats = {Format::bf16, Format::fp16, Format::fp8_e4m3,
                                     Format::fp8_e5m2};
constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

std::string_view name(Format format) { return names(format)[static_cast<std::size_t>(format)]; }

std::uint32_t sign_bit(Format format) { return 1u << (bits(format) - 1); }

TEST(Format, EncodesEveryFinitePatternBackToItself) {
  for (const Format format : kSmallFloats) {
    for (std::uint32_t pattern = 0; pattern < 2 * sign_bit(format); ++pattern) {
      const double value = decode(format, pattern);
      if (!std::isfinite(value)) continue;
      ASSERT_EQ(encode(format, value), pattern) << name(format) << " " << value;
      ASSERT_EQ(round_to(format, value), value) << name(format);
    }
  }
  for (std::uint32_t pattern = 0; pattern < 256; ++pattern)
    EXPECT_EQ(encode(Format::int8, decode(Format::int8, pattern, -7), -7), pattern);
}

TEST(Format, OrdersPositivePatternsLikeTheirValues) {
  for (const Format format : kSmallFloats)
    for (std::uint32_t p = 1; std::isfinite(decode(format, p)) && p < sign_bit(format); ++p)
      ASSERT_GT(decode(format, p), decode(format, p - 1)) << name(format) << " " << p;
}

TEST(Format, RoundsHalfwayCasesToTheEvenPatternAndOthersToTheNearest) {
  for (const Format format : kSmallFloats) {
    for (std::uint32_t p = 0;; ++p) {
      const double below = decode(format, p), above = decode(format, p + 1);
      if (!std::isfinite(above)) break;
      const double middle = (below + above) / 2;  // exact: both have few bits
      const std::uint32_t even = p % 2 == 0 ? p : p + 1;
      ASSERT_EQ(encode(format, middle), even) << name(format) << " " << middle;
      ASSERT_EQ(encode(format, std::nextafter(middle, 0)), p) << name(format);
      ASSERT_EQ(encode(format, std::nextafter(middle, kInfinity)), p + 1) << name(format);
      ASSERT_EQ(encode(format, -middle), even | sign_bit(format)) << name(format);
    }
  }
}

TEST(Format, RoundsFp64WithoutAStopAtFp32) {
  // A whisker above the middle of 1 and 1 + 2^-7; fp32 would make it the middle, and that 1.
  const double value = 1 + 0x1p-8 + 0x1p-40;
  EXPECT_EQ(round_to(Format::bf16, value), 1 + 0x1p-7);
  EXPECT_EQ(round_to(Format::bf16, static_cast<float>(value)), 1.0);
}

TEST(Format, RoundsToFp32AsTheProcessorDoes) {
  std::uint64_t state = 1;
  for (int i = 0; i < 200000; ++i) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    const std::uint64_t exponent = 1023 - 160 + (state >> 33) % 287;
    const auto value = std::bit_cast<double>((state & 0x800fffffffffffffu) | exponent << 52);
    const auto expected = static_cast<float>(value);
    if (!std::isfinite(expected)) continue;
    ASSERT_EQ(round_to(Format::fp32, value), expected);
    ASSERT_EQ(encode(Format::fp32, value), std::bit_cast<std::uint32_t>(expected));
    ASSERT_EQ(decode(Format::fp32, encode(Format::fp32, value)), expected);
  }
}

TEST(Format, SaturatesBeyondTheLargestFiniteValue) {
  const std::array<std::pair<Format, double>, 5> largest = {{
      {Format::fp32, std::numeric_limits<float>::max()},
      {Format::bf16, 0x1.fep127},
      {Format::fp16, 65504},
      {Format::fp8_e4m3, 448},
      {Format::fp8_e5m2, 57344},
  }};
  for (const auto& [format, limit] : largest) {
    for (const double value : {limit, limit * 1.0001, 1e300, kInfinity}) {
      EXPECT_EQ(round_to(format, value), limit) << name(format);
      EXPECT_EQ(round_to(format, -value), -limit) << name(format);
      EXPECT_EQ(decode(format, encode(format, -value)), -limit) << name(format);
    }
  }
}

TEST(Format, KeepsNanAndTheSignOfZero) {
  for (const Format format : kSmallFloats) {
    EXPECT_TRUE(std::isnan(round_to(format, kNan)));
    EXPECT_TRUE(std::isnan(decode(format, encode(format, kNan))));
    EXPECT_EQ(encode(format, -kNan), encode(format, kNan));  // a NaN's sign is no value
    EXPECT_EQ(encode(format, 0.0), 0u);
    EXPECT_EQ(encode(format, -0.0), sign_bit(format));
    EXPECT_EQ(encode(format, -1e-300), sign_bit(format)) << "rounds to minus zero";
    EXPECT_TRUE(std::signbit(decode(format, sign_bit(format))));
  }
  EXPECT_EQ(encode(Format::int8, kNan), 0u);
}

TEST(Format, DecodesTheValuesOfTheOfp8Specification) {
  const Format e4m3 = Format::fp8_e4m3, e5m2 = Format::fp8_e5m2;
  EXPECT_EQ(decode(e4m3, 0x7e), 448);     // S.1111.110
  EXPECT_EQ(decode(e4m3, 0x08), 0x1p-6);  // smallest normal
  EXPECT_EQ(decode(e4m3, 0x07), 0.875 * 0x1p-6);
  EXPECT_EQ(decode(e4m3, 0x01), 0x1p-9);  // smallest subnormal
  EXPECT_TRUE(std::isnan(decode(e4m3, 0x7f)));
  EXPECT_TRUE(std::isnan(decode(e4m3, 0xff)));
  EXPECT_EQ(decode(e5m2, 0x7b), 57344);  // S.11110.11
  EXPECT_EQ(decode(e5m2, 0x04), 0x1p-14);
  EXPECT_EQ(decode(e5m2, 0x03), 0.75 * 0x1p-14);
  EXPECT_EQ(decode(e5m2, 0x01), 0x1p-16);
  EXPECT_EQ(decode(e5m2, 0xfc), -kInfinity);
  for (const std::uint32_t nan : {0x7du, 0x7eu, 0x7fu, 0xfdu, 0xfeu, 0xffu})
    EXPECT_TRUE(std::isnan(decode(e5m2, nan)));
  EXPECT_EQ(encode(e4m3, 1), 0x38u);
  EXPECT_EQ(encode(e5m2, 1), 0x3cu);
  EXPECT_EQ(encode(e4m3, 0x1p-10), 0u);  // half the smallest subnormal: a tie, to even
  EXPECT_EQ(encode(e4m3, 1.5 * 0x1p-9), 2u);
}

TEST(Format, RoundsIntegersToMultiplesOfTheirScale) {
  EXPECT_EQ(round_to(Format::int8, 0.30, -7), 38.0 / 128);
  EXPECT_EQ(round_to(Format::int8, 2.5 / 128, -7), 2.0 / 128);  // ties to even
  EXPECT_EQ(round_to(Format::int8, 3.5 / 128, -7), 4.0 / 128);
  EXPECT_EQ(round_to(Format::int8, 1.0, -7), 127.0 / 128);
  EXPECT_EQ(round_to(Format::int8, -1.0, -7), -1.0);
  EXPECT_EQ(round_to(Format::int8, -kInfinity, 3), -1024);
  EXPECT_EQ(encode(Format::int8, -1.0, -7), 0x80u);
  EXPECT_EQ(encode(Format::int32, -1.0), 0xffffffffu);
  EXPECT_EQ(round_to(Format::int32, 1e18), 2147483647);
  EXPECT_EQ(decode(Format::int32, 0x80000000u, -1), -1073741824);
}

TEST(Format, KnowsItsWidth) {
  EXPECT_EQ(bits(Format::fp32), 32);
  EXPECT_EQ(bits(Format::int32), 32);
  EXPECT_EQ(bits(Format::bf16), 16);
  EXPECT_EQ(bits(Format::int8), 8);
  EXPECT_EQ(bytes(Format::fp8_e5m2), 1);
}

}  // namespace
}  // namespace rda
