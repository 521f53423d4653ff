// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "unit/mapping/support_small.h"

namespace rda::mapping {
namespace {

// The violations of the small mapping when `stream` has another carrier.
Lines carried_by(StreamId stream, Carrier carrier) {
  return after([&](Mapping& m) { m.streams[stream].carrier = std::move(carrier); });
}

TEST(CheckCarriers, RefusesAStreamThatNothingCarries) {
  EXPECT_EQ(carried_by(kSum, Unrouted{}),
            Lines{"sum: has no carrier (a route, or local inside one PMU)"});
  EXPECT_EQ(carried_by(kFull, Unrouted{}),
            Lines{"full: has no carrier (a route, or local inside one PMU)"});
}

TEST(CheckCarriers, RefusesTheIdealNetwork) {
  EXPECT_EQ(carried_by(kSum, Ideal{}),
            Lines{"sum: is on the ideal network, which no chip has (needs a route)"});
}

TEST(CheckCarriers, RefusesALocalStreamBetweenTwoUnits) {
  EXPECT_EQ(carried_by(kSum, Local{}),
            Lines{"sum: is local (only control streams inside one PMU can be)"});
}

TEST(CheckCarriers, RefusesALocalStreamInsideAPcu) {
  const auto lines = after([](Mapping& m) {
    const UnitId unit = m.units.add(idle_pcu("other", {1, 3}));
    const StreamId loop = m.streams.add(local_stream("loop", unit));
    only(m, unit).inputs = {port("back", loop)};
    only(m, unit).outputs = {port("out", loop)};
  });
  EXPECT_EQ(lines, Lines{"loop: is local (only control streams inside one PMU can be)"});
}

TEST(CheckCarriers, RefusesALocalStreamOfData) {
  EXPECT_TRUE(has(after([](Mapping& m) { m.streams[kFull].kind = TokenKind::scalar; }),
                  "full: is local (only control streams inside one PMU can be)"));
}

TEST(CheckCarriers, RefusesALocalStreamInsideOneProgram) {
  Mapping mapping = small_mapping();
  reader(mapping, kX).inputs[0].stream = kPermit;
  writer(mapping, kX).inputs[1].stream = kFull;
  EXPECT_EQ(
      violations(small_chip(), mapping),
      (Lines{
          "full: written and read by the same program of x (the other program must read it)",
          "permit: written and read by the same program of x (the other program must read it)"}));
}

TEST(CheckCarriers, RefusesFewerThanNoTokensAtTheStart) {
  EXPECT_EQ(carried_by(kFull, Local{-1}), Lines{"full: -1 initial tokens (0 or more)"});
}

TEST(Carrier, OnlyALocalStreamHasTokensAtTheStart) {
  Stream stream = local_stream("full", kX, 3);
  EXPECT_EQ(stream.initial(), 3);
  EXPECT_TRUE(stream.is_local());
  for (const Carrier& other : {Carrier(Unrouted{}), Carrier(StaticRoute{}), Carrier(Ideal{})}) {
    stream.carrier = other;
    EXPECT_EQ(stream.initial(), 0);
    EXPECT_FALSE(stream.is_local());
  }
}

TEST(Carrier, OnlyARoutedStreamHasSwitches) {
  Stream stream = small_mapping().streams[kSum];
  ASSERT_EQ(stream.route().size(), 2u);
  EXPECT_EQ(stream.route()[1].site(), (Site{1, 2}));
  for (const Carrier& other : {Carrier(Unrouted{}), Carrier(Local{}), Carrier(Ideal{})}) {
    stream.carrier = other;
    EXPECT_TRUE(stream.route().empty());
  }
}

}  // namespace
}  // namespace rda::mapping
