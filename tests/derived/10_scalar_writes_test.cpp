// SPDX-License-Identifier: Apache-2.0
#include "derived/support.h"

namespace rda::derived {
namespace {

class ScalarWrites : public Scenario {
 protected:
  void expect_idle_sources() {
    for (const auto* name : {"s0", "s1", "s2", "s3"}) {
      EXPECT_EQ(unit(name), (Counts{.active = 6, .idle = cycles() - 6})) << name;
    }
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, ScalarWrites, kEngines, engine_name);

/// Four scalars of one byte a firing, at stride · n + offset; the last is kept `kept` times.
HandMapping writer(std::int64_t stride, const std::vector<std::int64_t>& offsets,
                   std::int64_t kept = 6) {
  HandMapping m(4, 4);
  auto pmu = m.pmu("B", {1, 1});
  pmu.buffer({.name = "b", .slot_bytes = 1024}).write({6}, 2);
  const std::vector<test::Path> paths{{{0, 0}, {0, 1}, {1, 1}},
                                      {{1, 0}, {1, 1}},
                                      {{2, 0}, {2, 1}, {1, 1}},
                                      {{3, 0}, {3, 1}, {2, 1}, {1, 1}}};
  for (std::size_t i = 0; i < paths.size(); ++i) {
    Access byte = access({stride}, 1);
    byte.offset = offsets[i];
    byte.format = Format::fp8_e4m3;
    if (i == 3 && kept < 6) byte.keep = {{0, 0, kept}};
    pmu.in("i" + std::to_string(i), {.access = byte});
  }
  pmu.out("full_out", {.where = {at_index(0, 5)}})
      .read({2}, 2)
      .in("full", {.where = {at_index(0, 0)}})
      .out("q", {.access = access({64}, 1)});
  for (std::size_t i = 0; i < paths.size(); ++i) {
    const std::string number = std::to_string(i);
    m.source("s" + number, {static_cast<int>(i), 0}, 6);
    m.scalar("i" + number, "s" + number, {"B.i" + number}, {paths[i]});
  }
  m.sink("out", {1, 3}, 2);
  m.vector("q", "B.q", {"out"}, {{{1, 1}, {1, 2}, {1, 3}}});
  m.local("full", "B.full_out", "B.full");
  return m;
}

TEST_P(ScalarWrites, IntoOneWordMerge) {
  run(writer(4, {0, 1, 2, 3}));
  EXPECT_EQ(cycles(), 21);
  EXPECT_EQ(unit("B"), (Counts{.active = 8, .idle = 13}));
  expect_idle_sources();
}

TEST_P(ScalarWrites, IntoFourBanksTakeOneCycle) {
  run(writer(16, {0, 4, 8, 12}));
  EXPECT_EQ(cycles(), 21);
  EXPECT_EQ(unit("B"), (Counts{.active = 8, .idle = 13}));
  expect_idle_sources();
}

TEST_P(ScalarWrites, IntoOneBankTakeACycleEach) {
  run(writer(4, {0, 64, 128, 192}));
  EXPECT_EQ(cycles(), 39);
  EXPECT_EQ(unit("B"), (Counts{.active = 8, .conflict = 18, .idle = 13}));
  expect_idle_sources();
}

TEST_P(ScalarWrites, TakeTheCyclesOfTheMostLoadedBank) {
  run(writer(4, {0, 1, 64, 32}));
  EXPECT_EQ(cycles(), 27);
  EXPECT_EQ(unit("B"), (Counts{.active = 8, .conflict = 6, .idle = 13}));
  expect_idle_sources();
}

TEST_P(ScalarWrites, ThatAreDroppedTouchNoBank) {
  run(writer(4, {0, 64, 128, 192}, 3));
  EXPECT_EQ(cycles(), 36);
  EXPECT_EQ(unit("B"), (Counts{.active = 8, .conflict = 15, .idle = 13}));
  expect_idle_sources();
}

}  // namespace
}  // namespace rda::derived
