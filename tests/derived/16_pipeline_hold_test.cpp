// SPDX-License-Identifier: Apache-2.0
#include "derived/support.h"

namespace rda::derived {
namespace {

class PipelineHold : public Scenario {};
INSTANTIATE_TEST_SUITE_P(Engines, PipelineHold, kEngines, engine_name);

HandMapping slow_sink() {
  HandMapping m(1, 4);
  m.chip.stream.fifo_depth.vector = 2;
  m.chip.stream.sinks.interval = 3;
  m.source("in", {0, 0}, 20);
  m.pcu("X", {0, 2}, {20}, 5).ii(2).in("x").out("y").element_wise();
  m.sink("out", {0, 3}, 20);
  m.vector("x", "in", {"X.x"}, {{{0, 0}, {0, 1}, {0, 2}}});
  m.vector("y", "X.y", {"out"}, {{{0, 2}, {0, 3}}});
  return m;
}

TEST_P(PipelineHold, ClosesUpBehindASlowSink) {
  run(slow_sink());
  EXPECT_EQ(cycles(), 70);
  EXPECT_EQ(unit("X"), (Counts{.active = 20, .blocked = 9, .idle = 24, .starved = 17}));
  EXPECT_EQ(unit("in"), (Counts{.active = 20, .blocked = 7, .idle = 43}));
  EXPECT_EQ(unit("out"), (Counts{.active = 20, .idle = 12, .starved = 38}));
  EXPECT_EQ(stream("y"), (Tracks{.carrying = 20, .held = 21}));
  EXPECT_EQ(stream("x").carrying, 2 * 20);
}

}  // namespace
}  // namespace rda::derived
