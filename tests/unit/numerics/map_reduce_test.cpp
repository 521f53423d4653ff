// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <vector>

#include "rda/error.h"
#include "rda/numerics.h"

namespace rda {
namespace {

constexpr Format kE4m3 = Format::fp8_e4m3, kE5m2 = Format::fp8_e5m2;

struct Bench {
  explicit Bench(const MapReduceFormat& f) : format(f), unit(f) {}

  static std::vector<std::uint32_t> patterns(Format f, std::vector<double> values, int count) {
    values.resize(static_cast<std::size_t>(count));
    std::vector<std::uint32_t> result;
    for (const double value : values) {
      EXPECT_TRUE(std::isnan(value) || round_to(f, value) == value) << value;
      result.push_back(encode(f, value));
    }
    return result;
  }

  /// Adds one vector; values that are not given are zero.
  Bench& add(const std::vector<double>& weights, const std::vector<double>& activations) {
    const int count = format.values_per_vector();
    unit.add(patterns(format.values, weights, count),
             patterns(format.activations, activations, count));
    return *this;
  }

  MapReduceFormat format;
  MapReduce unit;
};

TEST(MapReduce, AddsTheProductsOfAllLanes) {
  for (const Format f : {Format::fp32, Format::bf16, Format::fp16, kE4m3, kE5m2, Format::int8}) {
    Bench bench({f, f, f == Format::int8 ? Format::int32 : Format::fp32, 16, true});
    const auto n = static_cast<std::size_t>(bench.format.values_per_vector());
    EXPECT_EQ(n, 512u / static_cast<unsigned>(bits(f)));
    bench.add(std::vector<double>(n, 2), std::vector<double>(n, 3));
    EXPECT_EQ(bench.unit.result(), 6 * static_cast<float>(n));
    bench.add(std::vector<double>(n, 1), std::vector<double>(n, -1));
    EXPECT_EQ(bench.unit.result(), 5 * static_cast<float>(n));
    bench.unit.reset();
    EXPECT_EQ(bench.unit.result(), 0);
  }
}

TEST(MapReduce, SaturatesEightBitProductsAtFp16) {
  Bench bench({kE4m3, kE4m3, Format::fp32, 1, true});
  EXPECT_EQ(bench.add({448}, {448}).unit.result(), 65504);  // 200704
  bench.unit.reset();
  EXPECT_EQ(bench.add({448, 1}, {448, -448}).unit.result(), 65504 - 448);
}

TEST(MapReduce, SaturatesPairSumsAtFp16ButNotTheirSum) {
  Bench bench({kE4m3, kE4m3, Format::fp32, 1, true});
  // 448 · 128 = 57344: a pair of them is too large for fp16, two pairs are not for fp32.
  bench.add({448, 448, 448, 448}, {128, 128, 128, 128});
  EXPECT_EQ(bench.unit.result(), 2 * 65504);
}

TEST(MapReduce, RoundsEightBitProductsToFp16) {
  Bench bench({kE5m2, kE5m2, Format::fp32, 1, true});
  // 2^-16 · 2^-8 = 2^-24 is fp16's smallest; half of it is a tie and goes to zero, 1.5 times a tie
  // to two.
  EXPECT_EQ(bench.add({0x1p-16}, {0x1p-8}).unit.result(), 0x1p-24f);
  bench.unit.reset();
  EXPECT_EQ(bench.add({0x1p-16}, {0x1p-9}).unit.result(), 0);
  bench.unit.reset();
  EXPECT_EQ(bench.add({1.5 * 0x1p-14}, {0x1p-10}).unit.result(), 0x1p-23f);
}

TEST(MapReduce, AddsNeighboursInFp16BeforeFp32) {
  Bench bench({kE4m3, kE4m3, Format::fp32, 1, true});
  // 256 · 16 = 4096 has an fp16 grid of 4: 4096 + 1 loses the 1 within a pair, not across pairs.
  EXPECT_EQ(bench.add({256, 1}, {16, 1}).unit.result(), 4096);
  bench.unit.reset();
  EXPECT_EQ(bench.add({256, 0, 1, 0}, {16, 0, 1, 0}).unit.result(), 4097);
}

TEST(MapReduce, RoundsEveryFp16SumLikeRoundTo) {
  // All pairs of products x · 1 and y · 1 of e5m2 values: the fp16 trick against the definition.
  Bench bench({kE5m2, kE5m2, Format::fp32, 1, true});
  const std::uint32_t one = encode(kE5m2, 1);
  for (std::uint32_t x = 0; x < 256; ++x) {
    for (std::uint32_t y = 0; y < 256; ++y) {
      const double a = decode(kE5m2, x), b = decode(kE5m2, y);
      if (!std::isfinite(a) || !std::isfinite(b)) continue;
      bench.unit.reset();
      bench.unit.add(std::vector{x, y, 0u, 0u}, std::vector{one, one, one, one});
      ASSERT_EQ(bench.unit.result(), round_to(Format::fp16, a + b)) << a << " + " << b;
    }
  }
}

TEST(MapReduce, RoundsEveryEightBitProductLikeRoundTo) {
  for (const auto& [f, g] : {std::pair{kE5m2, kE5m2}, {kE4m3, kE5m2}, {kE4m3, kE4m3}}) {
    Bench bench({f, g, Format::fp32, 1, true});
    for (std::uint32_t x = 0; x < 256; ++x) {
      for (std::uint32_t y = 0; y < 256; ++y) {
        const double product = decode(f, x) * decode(g, y);
        if (!std::isfinite(decode(f, x)) || !std::isfinite(decode(g, y))) continue;
        bench.unit.reset();
        bench.unit.add(std::vector{x, 0u, 0u, 0u}, std::vector{y, 0u, 0u, 0u});
        ASSERT_EQ(bench.unit.result(), round_to(Format::fp16, product)) << x << " " << y;
      }
    }
  }
}

TEST(MapReduce, KeepsSixteenBitProductsExact) {
  Bench bench({Format::fp16, Format::fp16, Format::fp32, 1, true});
  const double x = 1 + 0x1p-10;
  EXPECT_EQ(bench.add({x, x}, {x, -1}).unit.result(), 0x1p-10f + 0x1p-20f);
  Bench wide({Format::bf16, Format::fp16, Format::fp32, 2, true});
  EXPECT_EQ(wide.add({0x1p100, 0, 1, 0}, {2, 0, 1, 0}).unit.result(), 0x1p101f);
}

TEST(MapReduce, RoundsFp32ProductsOnce) {
  Bench bench({Format::fp32, Format::fp32, Format::fp32, 2, true});
  const auto x = 1 + 0x1p-23;
  EXPECT_EQ(bench.add({x, -1}, {x, 1}).unit.result(), 0x1p-22f);  // 2^-46 is lost before the sum
}

TEST(MapReduce, AddsNeighbouringLanesLevelByLevel) {
  // ((big + -big) + (small + small)) keeps small; from left to right it would as well, but not in
  // this order.
  Bench bench({Format::fp32, Format::fp32, Format::fp32, 4, true});
  const std::vector<double> ones(4, 1);
  EXPECT_EQ(bench.add({0x1p30, -0x1p30, 1, 1}, ones).unit.result(), 2);
  bench.unit.reset();
  EXPECT_EQ(bench.add({0x1p30, 1, -0x1p30, 1}, ones).unit.result(), 0);
}

TEST(MapReduce, PassesALastOddLaneOn) {
  // 5 lanes: ((a + b) + (c + d)) + e.
  Bench bench({Format::fp32, Format::fp32, Format::fp32, 5, true});
  const std::vector<double> ones(5, 1);
  EXPECT_EQ(bench.add({0x1p30, 0, -0x1p30, 0, 1}, ones).unit.result(), 1);
  bench.unit.reset();
  EXPECT_EQ(bench.add({0x1p30, 0, 0, 1, -0x1p30}, ones).unit.result(), 0);
  // 3 lanes: (a + b) + c; 7 lanes: ((a + b) + (c + d)) + ((e + f) + g).
  Bench seven({Format::fp32, Format::fp32, Format::fp32, 7, true});
  EXPECT_EQ(seven.add({0, 0, 0, 0, 0x1p30, -0x1p30, 1}, std::vector<double>(7, 1)).unit.result(),
            1);
}

TEST(MapReduce, AddsVectorsInTheirOrder) {
  Bench bench({Format::fp32, Format::fp32, Format::fp32, 1, true});
  EXPECT_EQ(bench.add({1}, {1}).add({0x1p30}, {1}).add({-0x1p30}, {1}).unit.result(), 0);
  bench.unit.reset();
  EXPECT_EQ(bench.add({0x1p30}, {1}).add({-0x1p30}, {1}).add({1}, {1}).unit.result(), 1);
}

TEST(MapReduce, RoundsEveryAdditionToANarrowAccumulator) {
  Bench bf16({kE4m3, kE4m3, Format::bf16, 2, true});
  EXPECT_EQ(bf16.add({256, 0, 0, 0, 1}, {1, 0, 0, 0, 1}).unit.result(), 256);  // tie to even
  EXPECT_EQ(bf16.add({0}, {0}).add({3}, {1}).unit.result(), 260);              // 259 to 260
  Bench fp16({kE4m3, kE4m3, Format::fp16, 1, true});
  fp16.add({256}, {128}).add({256}, {128});
  EXPECT_EQ(fp16.unit.result(), 65504);  // saturates
  EXPECT_EQ(fp16.add({-1}, {32}).unit.result(), 65472);
}

TEST(MapReduce, RoundsANarrowAdditionOnce) {
  // 1 + 2^-8 + 2^-60 lies above the middle of two bf16 numbers; fp64 cannot tell.
  Bench bench({Format::fp32, Format::fp32, Format::bf16, 2, true});
  EXPECT_EQ(bench.add({1 + 0x1p-8, 0x1p-60}, {1, 1}).unit.result(), 1 + 0x1p-7f);
  bench.unit.reset();
  EXPECT_EQ(bench.add({1 + 0x1p-8, -0x1p-60}, {1, 1}).unit.result(), 1);
  bench.unit.reset();
  EXPECT_EQ(bench.add({-1 - 0x1p-8, 0x1p-60}, {1, 1}).unit.result(), -1);
}

TEST(MapReduce, MultipliesWholeWordsWithoutPacking) {
  Bench bench({kE4m3, kE4m3, Format::fp32, 3, false});
  EXPECT_EQ(bench.format.values_per_vector(), 3);
  EXPECT_EQ(bench.add({448, 256, 1}, {448, 16, 1}).unit.result(), 448 * 448 + 4097);
  Bench integers({Format::int8, Format::int8, Format::int32, 2, false});
  EXPECT_EQ(integers.add({-128, -128}, {-128, -128}).unit.result(), 32768);
}

TEST(MapReduce, SaturatesInt8PairSumsAtInt16) {
  Bench bench({Format::int8, Format::int8, Format::int32, 1, true});
  EXPECT_EQ(bench.add({-128, -128}, {-128, -128}).unit.result(), 32767);
  bench.unit.reset();
  EXPECT_EQ(bench.add({127, 127, 127, 127}, {-128, -128, -128, -128}).unit.result(), -65024);
}

TEST(MapReduce, SaturatesTheInt32Accumulator) {
  Bench bench({Format::int8, Format::int8, Format::int32, 64, true});
  const std::vector<double> low(256, -128);
  for (int i = 0; i < 512; ++i) bench.add(low, low);  // 64 · 2 · 32767 each
  EXPECT_EQ(bench.unit.result(), 2147418112.f);
  bench.add(low, low);
  EXPECT_EQ(bench.unit.result(-31), 1);  // 2^31 − 1, rounded to fp32
  const std::vector<double> high(256, 127);
  bench.add(high, low);
  EXPECT_EQ(bench.unit.result(-7),
            static_cast<float>((2147483647. - 64 * 2 * 32512.) / 128));  // came down from the limit
}

TEST(MapReduce, ScalesAnInt8ResultByItsPowerOfTwo) {
  Bench bench({Format::int8, Format::int8, Format::int32, 1, true});
  EXPECT_EQ(bench.add({100, 3}, {50, -7}).unit.result(-14), 4979 / 16384.f);
}

TEST(MapReduce, GivesTheSameForDecodedValues) {
  MapReduce patterns({kE4m3, kE4m3, Format::fp32, 2, true});
  MapReduce values = patterns;
  const std::vector<std::uint32_t> w = {1, 0x38, 0x81, 0x7e, 0x45, 0xc3, 0x10, 0},
                                   a = {9, 8, 7, 6, 5, 4, 3, 2};
  std::vector<float> decoded_w, decoded_a;
  for (const std::uint32_t p : w) decoded_w.push_back(static_cast<float>(decode(kE4m3, p)));
  for (const std::uint32_t p : a) decoded_a.push_back(static_cast<float>(decode(kE4m3, p)));
  patterns.add(w, a);
  values.add(decoded_w, decoded_a);
  EXPECT_EQ(patterns.result(), values.result());
  EXPECT_NE(patterns.result(), 0);
}

TEST(MapReduce, LetsNanThrough) {
  for (const Format f : {kE4m3, kE5m2, Format::bf16, Format::fp16}) {
    Bench bench({f, f, Format::fp32, 2, true});
    bench.add({std::nan(""), 1}, {1, 1});
    EXPECT_TRUE(std::isnan(bench.unit.result()));
  }
}

TEST(MapReduce, OfSeveralRowsGivesEachWhatItGivesAlone) {
  std::uint32_t random = 1;
  const auto patterns = [&](Format f, std::size_t count) {
    std::vector<float> values;
    for (; values.size() < count; random = random * 1664525 + 1013904223) {
      const float value = static_cast<float>(decode(f, random >> (32 - bits(f))));
      if (std::isfinite(value)) values.push_back(value);
    }
    return values;
  };
  const auto expect_alike = [&](const MapReduceFormat& format) {
    const auto count = static_cast<std::size_t>(format.values_per_vector());
    MapReduceRows<kRowsAtOnce> together(format);
    std::vector<MapReduce> alone(kRowsAtOnce, MapReduce(format));
    for (int vector = 0; vector < 3; ++vector) {
      const std::vector<float> activations = patterns(format.activations, count);
      const std::vector<float> weights = patterns(format.values, count * kRowsAtOnce);
      together.add(weights, activations);
      for (std::size_t r = 0; r < kRowsAtOnce; ++r) {
        std::vector<float> row;
        for (std::size_t i = 0; i < count; ++i) row.push_back(weights[i * kRowsAtOnce + r]);
        alone[r].add(row, activations);
      }
    }
    for (std::size_t r = 0; r < kRowsAtOnce; ++r)
      EXPECT_EQ(std::bit_cast<std::uint32_t>(together.result(r, -1)),
                std::bit_cast<std::uint32_t>(alone[r].result(-1)))
          << word(format.values) << ' ' << word(format.accumulate) << ' ' << format.lanes;
  };
  for (const int lanes : {1, 3, 16, 64})
    for (const bool packing : {false, true})
      for (const Format f : {Format::fp32, Format::bf16, Format::fp16, kE4m3, kE5m2, Format::int8})
        for (const Format accumulate : {Format::fp32, Format::bf16, Format::fp16, Format::int32})
          if (accumulate != Format::int32 || f == Format::int8)
            expect_alike({f, f, accumulate, lanes, packing});
}

TEST(MapReduce, RefusesWhatTheDatapathHasNoUnitFor) {
  EXPECT_THROW(MapReduce({kE4m3, Format::bf16, Format::fp32, 16, true}), InternalError);
  EXPECT_THROW(MapReduce({Format::int8, kE4m3, Format::int32, 16, true}), InternalError);
  EXPECT_THROW(MapReduce({kE4m3, kE4m3, Format::int32, 16, true}), InternalError);
  EXPECT_THROW(MapReduce({kE4m3, kE4m3, kE4m3, 16, true}), InternalError);
  EXPECT_THROW(MapReduce({kE4m3, kE4m3, Format::fp32, 65, true}), InternalError);
  MapReduce unit({kE4m3, kE4m3, Format::fp32, 2, true});
  EXPECT_THROW(unit.add(std::vector<float>(7), std::vector<float>(8)), InternalError);
}

}  // namespace
}  // namespace rda
