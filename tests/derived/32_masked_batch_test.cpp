// SPDX-License-Identifier: Apache-2.0
#include <numeric>

#include "derived/support.h"

namespace rda::derived {
namespace {

class MaskedBatch : public Scenario {};
INSTANTIATE_TEST_SUITE_P(Engines, MaskedBatch, kEngines, engine_name);

void add_ring_of_states(HandMapping& m) {
  Access write = access({4, 0}, 1, 2);
  write.tap = "h";
  m.pmu("H", {0, 1})
      .buffer({.name = "h", .slot_bytes = 16, .slots = 3})
      .read({4, 6}, 2)
      .in("full", {.where = {at_index(0, 0)}})
      .out("h", {.access = access({4, 0}, 1)})
      .out("freed", {.level = 1})
      .write({4, 6}, 2)
      .in("next", {.access = write})
      .in("permit", {.where = {at_index(0, 0)}})
      .out("filled", {.level = 1});
  for (int s = 0; s < 2; ++s)
    m.mapping.units[m.unit("H")].buffers[0].contents.push_back(
        {.tensor = "h0", .slot = s, .first_row = s, .cols = 4});
  m.local("H.full", "H.filled", "H.full", 2);
  m.local("H.permit", "H.freed", "H.permit", 1);
}

void add_mask_memory(HandMapping& m) {
  m.pmu("K", {1, 1})
      .buffer({.name = "mask", .slot_bytes = 64, .slots = 4})
      .write({6}, 2)
      .in("in", {.access = access({}, 0)})
      .in("permit")
      .out("filled")
      .read({6}, 2)
      .in("full")
      .out("one", {.access = access({}, 0)})
      .out("freed");
  m.local("K.full", "K.filled", "K.full");
  m.local("K.permit", "K.freed", "K.permit", 4);
}

HandMapping masked() {
  HandMapping m(2, 4);
  m.steps(3, 2);
  m.source("x", {0, 0}, 24, "x") = {"x", 4, Format::fp32};
  m.source("mask", {1, 0}, 6, "mask") = {"mask", 1, Format::fp32};
  add_ring_of_states(m);
  add_mask_memory(m);
  m.pcu("P", {0, 2}, {4, 6}, 3)
      .in("x")
      .in("h")
      .in("mask", {.level = 1})
      .out("next", {.value = 4})
      .out("y", {.value = 5});
  m.mapping.units[m.unit("P")].programs[0].work = Operations{
      {{ScalarOp::add, 0, 1}, {ScalarOp::select, 2, 3, 1}, {ScalarOp::select, 2, 3, -1}}, {0}};
  m.sink("out", {0, 3}, 24, "y") = {"y", 4, Format::fp32};
  m.scalar("x", "x", {"P.x"}, {{{0, 0}, {0, 1}, {0, 2}}});
  m.vector("mask", "mask", {"K.in"}, {{{1, 0}, {1, 1}}});
  m.scalar("one", "K.one", {"P.mask"}, {{{1, 1}, {1, 2}, {0, 2}}});
  m.scalar("h", "H.h", {"P.h"}, {{{0, 1}, {0, 2}}});
  m.scalar("next", "P.next", {"H.next"}, {{{0, 2}, {0, 1}}});
  m.scalar("y", "P.y", {"out"}, {{{0, 2}, {0, 3}}});
  return m;
}

TEST_P(MaskedBatch, TakesTheRoundTripOfItsState) {
  run(masked());
  EXPECT_EQ(cycles(), 60);
  EXPECT_EQ(unit("x"), (Counts{.active = 24, .blocked = 15, .idle = 21}));
  EXPECT_EQ(unit("mask"), (Counts{.active = 6, .idle = 54}));
  EXPECT_EQ(unit("K"), (Counts{.active = 10, .idle = 50}));
  EXPECT_EQ(unit("H"), (Counts{.active = 44, .idle = 3, .starved = 13}));
  EXPECT_EQ(firings("H"), 24 + 24);
  EXPECT_EQ(unit("P"), (Counts{.active = 24, .idle = 10, .starved = 26}));
  EXPECT_EQ(unit("out"), (Counts{.active = 24, .idle = 18, .starved = 18}));
}

TEST_P(MaskedBatch, KeepsTheStateOfASequenceThatHasEnded) {
  HandMapping m = masked();
  m.tensors["mask"] = {6, 1, {1, 1, 1, 0, 1, 0}};
  m.tensors["h0"] = {2, 4, {100, 100, 100, 100, 200, 200, 200, 200}};
  Tensor& x = m.tensors["x"] = {6, 4, std::vector<float>(24)};
  std::iota(x.values.begin(), x.values.end(), 1.0F);
  const RunResult result =
      simulate(m.chip, m.mapping, m.tensors, {.engine = GetParam(), .verify_steps = 3});
  EXPECT_EQ(result.cycles, 60);
  EXPECT_EQ(result.values.at("y"),
            (std::vector<double>{101, 102, 103, 104, 205, 206, 207, 208, 110, 112, 114, 116,  //
                                 0,   0,   0,   0,   127, 130, 133, 136, 0,   0,   0,   0}));
  EXPECT_EQ(result.values.at("h"),
            (std::vector<double>{101, 102, 103, 104, 205, 206, 207, 208, 110, 112, 114, 116,  //
                                 205, 206, 207, 208, 127, 130, 133, 136, 205, 206, 207, 208}));
}

}  // namespace
}  // namespace rda::derived
