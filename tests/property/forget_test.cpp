// SPDX-License-Identifier: Apache-2.0
// Fast-forward made wrong on purpose: whichever piece of a snapshot it forgets, some repeated graph
// gets a wrong result. So the tests that compare the engines would notice.
#include <gtest/gtest.h>

#include <array>

#include "property/suite.h"
#include "property/support_repeat.h"

namespace rda::test {
namespace {

constexpr std::uint64_t kMostSeeds = 400;

struct Forgotten {
  ForgetState part;
  const char* name;
};
constexpr std::array kForgotten{Forgotten{ForgetState::tokens, "TheTokensInBuffers"},
                                Forgotten{ForgetState::control, "TheTokensOfControlStreams"},
                                Forgotten{ForgetState::pipelines, "ThePipelines"},
                                Forgotten{ForgetState::step, "TheStepOfEachProgram"},
                                Forgotten{ForgetState::end, "ThatAFiringIsLeft"}};

class FastForward : public testing::TestWithParam<Forgotten> {};

INSTANTIATE_TEST_SUITE_P(Long, FastForward, testing::ValuesIn(kForgotten),
                         [](const auto& test) { return std::string(test.param.name); });

bool same(const Outcome& a, const Outcome& b) {
  return a.error == b.error && bytes_of(a.result) == bytes_of(b.result);
}

/// Whether the run differs from that of the reference engine.
bool is_wrong(const Case& c, ForgetState part) {
  SimulateOptions options = plain_options(c);
  options.disturbance.forget = part;
  const Outcome forgetful = run(c, options);
  options.disturbance.forget = ForgetState::nothing;
  options.fast_forward = false;
  if (same(forgetful, run(c, options))) return false;
  options.engine = Engine::reference;
  return !same(forgetful, run(c, options));
}

TEST_P(FastForward, GoesWrongOnSomeRepeatedGraph) {
  std::uint64_t seed = 0;
  while (seed < kMostSeeds && !is_wrong(repeated_graph(seed), GetParam().part)) ++seed;
  RecordProperty("seed", static_cast<int>(seed));
  EXPECT_LT(seed, kMostSeeds);
}

}  // namespace
}  // namespace rda::test
