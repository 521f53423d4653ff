// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "unit/mapping/support_small.h"

namespace rda::mapping {
namespace {

TEST(CheckPlaces, RefusesAPcuAtAStreamPort) {
  EXPECT_EQ(after([](Mapping& m) {
              m.units[kRelu].place = EdgePort{0, 0, 2};
            }),
            Lines{"relu: a pcu at a stream port (must be at a site)"});
}

TEST(CheckPlaces, RefusesAStreamPortAtASite) {
  EXPECT_EQ(after([](Mapping& m) {
              m.units[kSink].place = GridSite{0, 3};
            }),
            Lines{"sink: a sink at a site (must be at a stream port)"});
  EXPECT_EQ(after([](Mapping& m) {
              m.units[kSource].place = GridSite{0, 0};
            }),
            Lines{"source: a source at a site (must be at a stream port)"});
}

TEST(CheckPlaces, RefusesAUnitThatIsNotPlacedYet) {
  EXPECT_TRUE(has(after([](Mapping& m) { m.units[kRelu].place = GridSite{}; }),
                  "relu: site (-1, -1) is off the grid (2 rows, 4 columns)"));
  EXPECT_TRUE(has(after([](Mapping& m) { m.units[kSink].place = EdgePort{}; }),
                  "sink: at switch (-1, -1) (port 0 attaches to (0, 3))"));
}

TEST(CheckPlaces, TellSourcePortsFromSinkPorts) {
  EXPECT_EQ(std::get<EdgePort>(small_mapping().units[kSource].place).port,
            std::get<EdgePort>(small_mapping().units[kSink].place).port);
  EXPECT_EQ(after([](Mapping&) {}), Lines{});
}

TEST(CheckPlaces, AStreamPortLeavesTheSiteOfItsSwitchToAnother) {
  EXPECT_EQ(after([](Mapping& m) { m.units.push_back(idle_pcu("other", {0, 0})); }), Lines{});
}

TEST(Place, MovesWithoutBecomingAnother) {
  Unit sink = small_mapping().units[kSink];
  sink.put_at({1, 2});
  EXPECT_EQ(sink.site(), (Site{1, 2}));
  EXPECT_EQ(std::get<EdgePort>(sink.place).port, 0);
  Unit pcu = idle_pcu("other", {0, 0});
  pcu.put_at({1, 2});
  EXPECT_EQ(pcu.site(), (Site{1, 2}));
  EXPECT_TRUE(std::holds_alternative<GridSite>(pcu.place));
}

}  // namespace
}  // namespace rda::mapping
