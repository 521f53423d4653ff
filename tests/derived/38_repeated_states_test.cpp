// SPDX-License-Identifier: Apache-2.0
#include "derived/support.h"

namespace rda::derived {
namespace {

class RepeatedStates : public Scenario {};
INSTANTIATE_TEST_SUITE_P(Engines, RepeatedStates, kEngines, engine_name);

constexpr std::int64_t kSteps = 3, kRepetitions = 2;

HandMapping round_trips() {
  const std::vector<std::int64_t> loops{4, kSteps, kRepetitions};
  HandMapping m(1, 4);
  m.steps(kSteps * kRepetitions);
  m.mapping.repeat = kRepetitions;
  Access anew = access({64}, 1);
  anew.restart = Restart{.buffer = 1, .loop = 1, .count = 1};
  m.pmu("H", {0, 1})
      .buffer({.name = "h", .slot_bytes = 256, .slots = 2})
      .buffer({.name = "initial", .offset = 512, .slot_bytes = 256})
      .read(loops, 2)
      .in("full", {.where = {at_index(0, 0), {1, 1, kSteps}}})
      .out("h", {.access = anew})
      .out("permit_out", {.where = {at_index(0, 3)}})
      .write(loops, 2)
      .in("y", {.access = access({64}, 1, 1)})
      .in("permit", {.where = {at_index(0, 0)}})
      .out("full_out", {.where = {at_index(0, 3), {1, 0, kSteps - 1}}});
  m.pcu("E", {0, 2}, loops, 3).in("h").out("y").element_wise();
  m.sink("out", {0, 3}, 4 * kSteps * kRepetitions);
  m.vector("h", "H.h", {"E.h"}, {{{0, 1}, {0, 2}}});
  m.vector("y", "E.y", {"H.y", "out"}, {{{0, 2}, {0, 1}}, {{0, 2}, {0, 3}}});
  m.local("full", "H.full_out", "H.full", 0);
  m.local("permit", "H.permit_out", "H.permit", 1);
  return m;
}

TEST_P(RepeatedStates, BeginANewRepetitionBeforeTheLastRoundTripEnds) {
  run(round_trips());
  EXPECT_EQ(cycles(), 87);
  EXPECT_EQ(repetitions(), (std::vector<Cycle>{49, 38}));
  EXPECT_EQ(firings("H"), 24 + 24);
  EXPECT_EQ(unit("H"), (Counts{.active = 48, .idle = 16, .starved = 23}));
  EXPECT_EQ(unit("E"), (Counts{.active = 24, .idle = 11, .starved = 52}));
  EXPECT_EQ(unit("out").blocked + unit("out").conflict, 0);
}

}  // namespace
}  // namespace rda::derived
