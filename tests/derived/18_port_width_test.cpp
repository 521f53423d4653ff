// SPDX-License-Identifier: Apache-2.0
#include "derived/support.h"

namespace rda::derived {
namespace {

class PortWidth : public Scenario {};
INSTANTIATE_TEST_SUITE_P(Engines, PortWidth, kEngines, engine_name);

HandMapping narrow_ports() {
  HandMapping m(1, 4);
  m.chip.stream.sources.width_bits = 256;
  m.chip.stream.sinks.width_bits = 128;
  m.source("in", {0, 0}, 24);
  m.pcu("Y", {0, 2}, {24}, 3).in("x").out("y").element_wise();
  m.sink("out", {0, 3}, 24);
  m.vector("x", "in", {"Y.x"}, {{{0, 0}, {0, 1}, {0, 2}}});
  m.vector("y", "Y.y", {"out"}, {{{0, 2}, {0, 3}}});
  return m;
}

TEST_P(PortWidth, TheNarrowerPortSetsThePace) {
  run(narrow_ports());
  EXPECT_EQ(cycles(), 103);
  EXPECT_EQ(unit("Y"), (Counts{.active = 24, .blocked = 28, .idle = 36, .starved = 15}));
  EXPECT_EQ(unit("in"), (Counts{.active = 24, .idle = 56, .starved = 23}));
  EXPECT_EQ(unit("out"), (Counts{.active = 24, .idle = 10, .starved = 69}));
}

}  // namespace
}  // namespace rda::derived
