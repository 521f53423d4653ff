// SPDX-License-Identifier: Apache-2.0
// The fast engine made wrong on purpose: whichever of its rules it breaks, some graph gets another
// result than from the reference engine, or the engine's own checks stop it. So the tests that
// compare the engines would notice.
#include <gtest/gtest.h>

#include <array>

#include "property/suite.h"
#include "property/support_fan.h"
#include "property/support_repeat.h"

namespace rda::test {
namespace {

constexpr std::uint64_t kMostSeeds = 400;

struct Broken {
  BrokenRule rule;
  const char* name;
};

bool same(const Outcome& a, const Outcome& b) {
  return a.error == b.error && bytes_of(a.result) == bytes_of(b.result);
}

/// Whether the run differs from that of the reference engine.
bool is_wrong(const Case& c, SimulateOptions options, BrokenRule rule) {
  options.disturbance.broken = rule;
  const Outcome broken = run(c, options);
  options.disturbance.broken = BrokenRule::none;
  options.fast_forward = false;
  if (same(broken, run(c, options))) return false;
  options.engine = Engine::reference;
  return !same(broken, run(c, options));
}

/// Expects that a seed below kMostSeeds is wrong.
template <class Wrong>
void expect_some_wrong(const Wrong& wrong) {
  std::uint64_t seed = 0;
  while (seed < kMostSeeds && !wrong(seed)) ++seed;
  testing::Test::RecordProperty("seed", static_cast<int>(seed));
  EXPECT_LT(seed, kMostSeeds);
}

std::string name_of(const testing::TestParamInfo<Broken>& test) { return test.param.name; }

constexpr std::array kFastForward{Broken{BrokenRule::tokens, "TheTokensInBuffers"},
                                  Broken{BrokenRule::control, "TheTokensOfControlStreams"},
                                  Broken{BrokenRule::pipelines, "ThePipelines"},
                                  Broken{BrokenRule::step, "TheStepOfEachProgram"},
                                  Broken{BrokenRule::end, "ThatAFiringIsLeft"}};

class FastForward : public testing::TestWithParam<Broken> {};
INSTANTIATE_TEST_SUITE_P(Long, FastForward, testing::ValuesIn(kFastForward), name_of);

TEST_P(FastForward, GoesWrongOnSomeRepeatedGraphWithout) {
  expect_some_wrong([](std::uint64_t seed) {
    const Case c = repeated_graph(seed);
    return is_wrong(c, plain_options(c), GetParam().rule);
  });
}

constexpr std::array kFastEngine{
    Broken{BrokenRule::deep_segment, "DeepSegmentsBehindFreeRunningPrograms"},
    Broken{BrokenRule::known_room, "TheRoomOfTheLastKnownPop"},
    Broken{BrokenRule::promised_room, "TheRoomOfPromisedPops"},
    Broken{BrokenRule::sure_firings, "TheFirstFiringThatMayHold"},
    Broken{BrokenRule::promise_from, "TheStartOfAPromise"},
    Broken{BrokenRule::promise_until, "TheEndOfAPromise"},
    Broken{BrokenRule::relay_horizon, "TheEndOfTheWindowAtRelays"},
    Broken{BrokenRule::before_hold, "TheHoldOfARowsOwnToken"},
    Broken{BrokenRule::before_due, "TheHoldOfAnOlderToken"},
    Broken{BrokenRule::first_token, "TheFirstTokenOfAnyInput"}};

class FastEngine : public testing::TestWithParam<Broken> {};
INSTANTIATE_TEST_SUITE_P(Part, FastEngine, testing::ValuesIn(kFastEngine), name_of);

TEST_P(FastEngine, GoesWrongOnSomeGraphWithout) {
  const auto wrong = [](const Case& c) {
    SimulateOptions options{.max_cycles = kEnoughCycles, .fast_forward = false};
    if (is_wrong(c, options, GetParam().rule)) return true;
    options.ideal = all_ideal(c.mapping);
    return is_wrong(c, options, GetParam().rule);
  };
  expect_some_wrong(
      [&](std::uint64_t seed) { return wrong(fan(seed)) || wrong(random_graph(seed)); });
}

}  // namespace
}  // namespace rda::test
