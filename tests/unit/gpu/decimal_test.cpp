// SPDX-License-Identifier: Apache-2.0
#include "gpu/read/decimal.h"

#include <gtest/gtest.h>

namespace rda::gpu::read {
namespace {

TEST(Decimal, IsExactWhereADoubleIsNot) {
  EXPECT_EQ(scaled("1712195495505583.125", 3), 1712195495505583125);
  EXPECT_EQ(scaled("1712195495505583.126", 3), 1712195495505583126);
}

TEST(Decimal, RoundsHalfAwayFromZero) {
  EXPECT_EQ(scaled("0.0004", 3), 0);
  EXPECT_EQ(scaled("0.0005", 3), 1);
  EXPECT_EQ(scaled("-0.0015", 3), -2);
  EXPECT_EQ(scaled("2.4999999999999999999999999999", 0), 2);
}

TEST(Decimal, TakesEverySeparatorOfThousands) {
  for (const char* text : {"1,234,567", "1 234 567",
                           "1\xc2\xa0"
                           "234\xc2\xa0"
                           "567",
                           "1\xe2\x80\xaf"
                           "234\xe2\x80\xaf"
                           "567",
                           "1'234'567"})
    EXPECT_EQ(scaled(text, 0), 1234567) << text;
  EXPECT_EQ(scaled("1.234.567,25", 3, Mark::comma), 1234567250);
}

TEST(Decimal, RefusesGroupsThatAreNotOfThree) {
  EXPECT_EQ(scaled("1,23", 0), std::nullopt);
  EXPECT_EQ(scaled("1234,567", 0), std::nullopt);
  EXPECT_EQ(scaled("1,", 0), std::nullopt);
}

TEST(Decimal, TakesExponents) {
  EXPECT_EQ(scaled("1.5e3", 0), 1500);
  EXPECT_EQ(scaled("25E-1", 3), 2500);
  EXPECT_EQ(scaled("1.7121954955055831e+15", 3), 1712195495505583100);
  EXPECT_EQ(scaled("1e", 0), std::nullopt);
}

TEST(Decimal, RefusesWhatIsNoNumberOrTooLarge) {
  for (const char* text : {"", "-", "abc", "0x10", "1.2.3", "1e99999", "12 us"})
    EXPECT_EQ(scaled(text, 0), std::nullopt) << text;
  EXPECT_EQ(scaled("2305843009213693952", 0), kLatest);
  EXPECT_EQ(scaled("2305843009213693953", 0), std::nullopt);
  EXPECT_EQ(scaled("99999999999999999999999999", 0), std::nullopt);
  EXPECT_EQ(scaled("0e900", 9), 0);
}

TEST(Decimal, FindsTheMarkFromNumbersThatHaveOneMeaning) {
  MarkFinder german, english, unsure;
  for (const char* text : {"1.234", "1.234,5", "8.992"}) german.look_at(text);
  for (const char* text : {"1,234", "1,234.5", "8,992"}) english.look_at(text);
  for (const char* text : {"1,234", "17"}) unsure.look_at(text);
  EXPECT_EQ(german.mark(), Mark::comma);
  EXPECT_EQ(english.mark(), Mark::point);
  EXPECT_EQ(unsure.mark(), Mark::point);
}

TEST(Decimal, KnowsTheUnitsOfEveryProfiler) {
  EXPECT_EQ(time_of("3.0752ms"), 3075200);
  EXPECT_EQ(time_of("307.52us"), 307520);
  EXPECT_EQ(time_of("724ns"), 724);
  EXPECT_EQ(time_of("56.7454s"), 56745400000);
  EXPECT_EQ(power_of_time("nsecond"), 0);
  EXPECT_EQ(power_of_time("usecond"), 3);
  EXPECT_EQ(power_of_time("msecond"), 6);
  EXPECT_EQ(power_of_time("\xc2\xb5s"), 3);
  EXPECT_EQ(power_of_time("cycle"), std::nullopt);
}

TEST(Decimal, ReadsBytesInTheUnitOfTheProfiler) {
  EXPECT_EQ(bytes_of("96.000KB"), 98304);
  EXPECT_EQ(bytes_of("4B"), 4);
  EXPECT_EQ(bytes_of("0.786", "MB", 1000), 786000);
  EXPECT_EQ(bytes_of("1", "parsecs", 1000), std::nullopt);
  EXPECT_EQ(bytes_of("-3B"), std::nullopt);
}

TEST(Decimal, ResolutionIsThatOfTheLastDigit) {
  EXPECT_EQ(resolution_of("16.8804", 9), 100000);
  EXPECT_EQ(resolution_of("573.27", 6), 10000);
  EXPECT_EQ(resolution_of("1712195495505583", 3), 1000);
  EXPECT_EQ(resolution_of("215.481427", 6), 1);
  EXPECT_EQ(resolution_of("1.00000000000", 3), 1);
}

}  // namespace
}  // namespace rda::gpu::read
