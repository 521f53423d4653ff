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

/// A generator fills a double buffer with the same weights in each step, as a mapping that streams
/// weights does. The PMU's permits hold it back; it needs no token itself.
OffChipCase streamed(ChannelModel model) {
  constexpr std::int64_t kVectors = 64, kSteps = 200;
  HandMapping m(1, 6);
  m.steps(kSteps);
  m.memory({.count = 1, .model = std::move(model)});
  m.memory_buffer({.name = "w", .slot_bytes = 64 * kVectors});
  const auto rows = [](int level) { return Access{.strides = {64, 0}, .slot_level = level}; };
  m.ag("R", 0, false, {kVectors, kSteps}, 1).out("w", {.access = rows(2)});
  m.pmu("B", {0, 1})
      .buffer({.name = "w", .slot_bytes = 64 * kVectors, .slots = 2})
      .write({kVectors, kSteps}, 2)
      .in("w", {.access = rows(1)})
      .in("permit", {.where = {Bound{0, 0, 1}}})
      .out("full_out", {.where = {Bound{0, kVectors - 1, kVectors}}})
      .read({kVectors, kSteps}, 2)
      .in("full", {.where = {Bound{0, 0, 1}}})
      .out("q", {.access = rows(1)})
      .out("permit_out", {.where = {Bound{0, kVectors - 1, kVectors}}});
  m.sink("out", {0, 5}, kVectors * kSteps) = {.tensor = "y", .tokens_per_item = kVectors};
  m.vector("w", "R.w", {"B.w"}, {{{0, 0}, {0, 1}}});
  m.vector("q", "B.q", {"out"}, {{{0, 1}, {0, 2}, {0, 3}, {0, 4}, {0, 5}}});
  m.local("full", "B.full_out", "B.full");
  m.local("permit", "B.permit_out", "B.permit", 2);
  return {m.chip, m.finished(), m.tensors, {}};
}

TEST(OffChipStreaming, TakesAsLongAsMemoryNeedsWithinFivePercent) {
  const DramTiming& t = preset_timing(DramPreset::ddr4_2666);
  const std::pair<ChannelModel, double> models[]{
      {SimpleChannel{.bytes = 64, .cycles = 3, .latency = 30}, 1.0},
      {DramChannel{.preset = DramPreset::ddr4_2666}, 1.0 - 1.0 * t.tRFC / t.tREFI}};
  for (const auto& [model, share] : models) {
    const OffChipCase made = streamed(model);
    ASSERT_EQ(violations(made.chip, made.mapping), std::vector<std::string>{});
    const Outcome fast = run_off_chip(made, {});
    const double bound =
        64.0 * 64 * 200 / (peak_bytes_per_second(made.chip.memory->channels, 1000) / 1e9 * share);
    EXPECT_GE(static_cast<double>(fast.result.cycles), bound * 0.99);
    EXPECT_LE(static_cast<double>(fast.result.cycles), bound * 1.05);
    expect_alike(run_off_chip(made, {.engine = Engine::reference}), fast, "reference");
  }
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
