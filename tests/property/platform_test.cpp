// SPDX-License-Identifier: Apache-2.0
// Random graphs in a SystemC platform whose host never holds the chip up: the result of simulate().
#include "support/platform.h"

#include <gtest/gtest.h>

#include "property/suite.h"

namespace rda::test {
namespace {

RunResult result_in_a_platform(const Case& c, Platform::Pace pace, const SimulateOptions& options) {
  Platform platform("platform", c.chip, c.mapping, c.tensors, pace, options);
  sc_core::sc_start();
  return platform.chip.result();
}

class Platforms : public testing::TestWithParam<std::uint64_t> {};
INSTANTIATE_TEST_SUITE_P(Long, Platforms, testing::Range<std::uint64_t>(0, 4));

TEST_P(Platforms, GiveTheResultOfASimulation) {
  int ended = 0;
  const std::uint64_t graphs = 20 * scale();
  for (std::uint64_t n = 0; n < graphs; ++n) {
    const std::uint64_t seed = 5000 + 4 * n + GetParam();
    SCOPED_TRACE("random graph " + std::to_string(seed));
    const Case c = random_graph(seed);
    const Outcome alone = run_here(c.chip, c.mapping, c.tensors, all_values(c));
    Platform::Pace pace;
    pace.depth = n % 2 == 0 ? 1 : 100;
    const Answer got = ask_child(
        [&] {
          Noted noted;
          noted.result = result_in_a_platform(c, pace, all_values(c));
          return noted;
        },
        60);
    expect_same(outcome_of(got), alone);
    ended += alone.ok();
  }
  EXPECT_GT(2 * ended, static_cast<int>(graphs));
}

}  // namespace
}  // namespace rda::test
