// SPDX-License-Identifier: Apache-2.0
// Promised pops of the fast engine, in runs of many windows: one writer whose tokens go through
// forks to readers with loops of their own.
#include <gtest/gtest.h>

#include "property/suite.h"
#include "property/support_fan.h"

namespace rda::test {
namespace {

class SomePromises : public testing::TestWithParam<std::uint64_t> {};

void expect_same_cycles(std::uint64_t seed) {
  const Case m = fan(seed);
  ASSERT_EQ(violations(m.chip, m.mapping), std::vector<std::string>{}) << seed;
  SimulateOptions options;
  options.fast_forward = false;
  options.verify_steps = 0;
  const Outcome fast = run_here(m.chip, m.mapping, m.tensors, options);
  options.disturbance.shuffle_seed = seed + 1;
  const Outcome shuffled = run_here(m.chip, m.mapping, m.tensors, options);
  options.engine = Engine::reference;
  const Outcome want = run_forked(m.chip, m.mapping, m.tensors, options);
  ASSERT_TRUE(want.ok()) << seed << ": " << want.error;
  expect_same(fast, want);
  expect_same(shuffled, want);
  ASSERT_FALSE(testing::Test::HasFailure()) << "seed " << seed;
}

TEST_P(SomePromises, HoldInRunsOfManyWindows) {
  const std::uint64_t runs = 10 * scale();
  for (std::uint64_t seed = runs * GetParam(); seed < runs * (GetParam() + 1); ++seed)
    expect_same_cycles(seed);
}

/// Seeds for which a shorter promise once replaced a longer one.
TEST(Promises, HoldWhereALaterOneIsShorter) {
  for (const std::uint64_t seed : {2965U, 4673U, 6038U}) expect_same_cycles(seed);
}

INSTANTIATE_TEST_SUITE_P(Part, SomePromises, testing::Range<std::uint64_t>(0, 1));
INSTANTIATE_TEST_SUITE_P(Long, SomePromises, testing::Range<std::uint64_t>(1, kParts));

}  // namespace
}  // namespace rda::test
