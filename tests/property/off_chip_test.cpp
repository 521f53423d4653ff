// SPDX-License-Identifier: Apache-2.0
// Both engines, and fast-forward, on random graphs with off-chip memory: the same results, the same
// values, the same deadlocks.
#include <gtest/gtest.h>

#include "property/support_off_chip.h"
#include "support/forked_run.h"

namespace rda::test {
namespace {

Outcome run_off_chip(const OffChipCase& made, const SimulateOptions& options) {
  if (options.engine == Engine::reference)
    return run_forked(made.chip, made.mapping, made.tensors, options);
  return run_here(made.chip, made.mapping, made.tensors, options);
}

void expect_alike(const Outcome& a, const Outcome& b, const std::string& what) {
  EXPECT_EQ(a.error, b.error) << what;
  EXPECT_EQ(a.result.cycles, b.result.cycles) << what;
  EXPECT_TRUE(bytes_of(a.result) == bytes_of(b.result)) << what;
}

class OffChipGraphs : public testing::TestWithParam<std::uint64_t> {
 protected:
  static constexpr std::uint64_t kCases = 25;
};
INSTANTIATE_TEST_SUITE_P(Part, OffChipGraphs, testing::Range<std::uint64_t>(0, 2));
INSTANTIATE_TEST_SUITE_P(Long, OffChipGraphs, testing::Range<std::uint64_t>(2, 4));
INSTANTIATE_TEST_SUITE_P(Slow, OffChipGraphs, testing::Range<std::uint64_t>(4, 40));

TEST_P(OffChipGraphs, AreTheSameToBothEngines) {
  std::uint64_t ended = 0;
  for (std::uint64_t n = 0; n < kCases && !HasFailure(); ++n) {
    const std::uint64_t seed = GetParam() * kCases + n;
    const OffChipCase made = off_chip_case(seed);
    ASSERT_EQ(violations(made.chip, made.mapping), std::vector<std::string>{}) << seed;
    const std::string what = "seed " + std::to_string(seed);
    SimulateOptions options = made.options;
    const Outcome fast = run_off_chip(made, options);
    EXPECT_TRUE(fast.ok() || fast.deadlocked()) << fast.error;
    options.fast_forward = false;
    options.disturbance.shuffle_seed = seed + 1;
    expect_alike(run_off_chip(made, options), fast, what + ", shuffled, nothing skipped");
    options = made.options;
    options.engine = Engine::reference;
    expect_alike(run_off_chip(made, options), fast, what + ", reference");
    ended += fast.ok();
  }
  EXPECT_GE(ended, kCases * 3 / 4);
}

/// Reads the same vectors in each of many steps.
OffChipCase repeated(ChannelModel model) {
  HandMapping m(1, 4);
  m.steps(400);
  m.memory({.count = 2, .model = std::move(model)});
  m.memory_buffer({.name = "w", .slot_bytes = 4096});
  m.ag("R", 0, false, {30, 400}, 1)
      .out("q", {.access = Access{.strides = {64, 0}, .slot_level = 2}});
  m.sink("out", {0, 3}, 30 * 400) = {.tensor = "y", .tokens_per_item = 30};
  m.vector("q", "R.q", {"out"}, {{{0, 0}, {0, 1}, {0, 2}, {0, 3}}});
  return {m.chip, m.finished(), {}, {}};
}

TEST(OffChipFastForward, SkipsStepsOfSimpleChannels) {
  const OffChipCase made = repeated(SimpleChannel{.bytes = 48, .cycles = 5, .latency = 33});
  const Outcome fast = run_off_chip(made, {});
  EXPECT_GT(fast.cycles_skipped, fast.result.cycles / 2);
  expect_alike(run_off_chip(made, {.fast_forward = false}), fast, "nothing skipped");
}

TEST(OffChipFastForward, SkipsStepsOfDramWithoutRefresh) {
  const OffChipCase made = repeated(DramChannel{.timing = {{"tREFI", 0}}});
  const Outcome fast = run_off_chip(made, {});
  EXPECT_GT(fast.cycles_skipped, fast.result.cycles / 2);
  expect_alike(run_off_chip(made, {.fast_forward = false}), fast, "nothing skipped");
}

TEST(OffChipFastForward, SaysThatARefreshDoesNotRecur) {
  const OffChipCase made = repeated(DramChannel{});
  SimulationNotes notes;
  simulate(made.chip, made.mapping, {}, {}, nullptr, &notes);
  EXPECT_EQ(notes.cycles_skipped, 0);
  EXPECT_TRUE(notes.no_fast_forward.starts_with(
      "the refresh of memory and the steps do not recur together"))
      << notes.no_fast_forward;
}

}  // namespace
}  // namespace rda::test
