// SPDX-License-Identifier: Apache-2.0
// Random graphs whose items repeat: runs with fast-forward, without it and in the reference engine
// give the same results, with any other options.
#include <gtest/gtest.h>

#include "property/suite.h"
#include "property/support_repeat.h"

namespace rda::test {
namespace {

/// Graphs of a part that reach their end. Graphs in between that do not are tested as well.
constexpr int kEnded = 25;

/// The outcomes of the three ways to run a case, which must be the same.
struct Three {
  Outcome forward, fast, reference;
};

Three run_three(const Case& c, SimulateOptions options) {
  Three three;
  three.forward = run(c, options);
  options.fast_forward = false;
  three.fast = run(c, options);
  options.engine = Engine::reference;
  three.reference = run(c, options);
  expect_same(three.fast, three.reference);
  expect_same(three.forward, three.reference);
  EXPECT_EQ(three.fast.cycles_skipped, 0);
  EXPECT_EQ(three.reference.cycles_skipped, 0);
  return three;
}

/// A part of the repeated graphs: a range of seeds of its own.
class RepeatedGraphs : public testing::TestWithParam<std::uint64_t> {
 protected:
  /// `check` says whether the run came to its end; it is called until `ended` have.
  template <class Check>
  static void for_each(Check&& check, int ended = kEnded) {
    std::uint64_t seed = 10'000 * GetParam();
    for (int left = ended * static_cast<int>(scale()); left > 0 && !HasFailure(); ++seed) {
      SCOPED_TRACE("repeated graph " + std::to_string(seed));
      left -= check(repeated_graph(seed)) ? 1 : 0;
    }
  }
};

INSTANTIATE_TEST_SUITE_P(Long, RepeatedGraphs, testing::Range<std::uint64_t>(0, 2));
INSTANTIATE_TEST_SUITE_P(Slow, RepeatedGraphs, testing::Range<std::uint64_t>(2, 22));

TEST_P(RepeatedGraphs, AreLegal) {
  for_each([](const Case& c) {
    EXPECT_EQ(violations(c.chip, c.mapping), std::vector<std::string>{});
    return true;
  });
}

TEST_P(RepeatedGraphs, AreTheSameWithFastForwardWithoutItAndToTheReference) {
  int ended = 0, skipped = 0;
  for_each([&](const Case& c) {
    const Three three = run_three(c, plain_options(c));
    ended += three.forward.ok();
    skipped += three.forward.ok() && three.forward.cycles_skipped > 0;
    return three.forward.ok();
  });
  RecordProperty("ended", ended);
  RecordProperty("skipped", skipped);
  EXPECT_GE(100 * skipped, 80 * ended);
}

/// Options that may be combined as one likes.
SimulateOptions any_options(const Case& c) {
  Random random(c.seed + 0x0b7);
  SimulateOptions options{.max_cycles = kEnoughCycles};
  if (chance(random, 40)) options.verify_steps = random.uniform_int(1, 6);
  if (chance(random, 40)) options.steps = random.uniform_int(1, c.mapping.steps + 1);
  if (chance(random, 50)) options.disturbance = periodic_stalls(c, c.seed);
  if (chance(random, 15)) options.disturbance.stall_period = 0;
  if (chance(random, 50)) options.disturbance.shuffle_seed = c.seed + 1;
  if (chance(random, 40)) {
    options.ideal = all_ideal(c.mapping);
    const bool all = chance(random, 40);
    for (std::size_t s = 0; s < options.ideal.size(); ++s)
      options.ideal[s] = all || chance(random, 60);
  }
  return options;
}

TEST_P(RepeatedGraphs, AreTheSameUnderOptionsDrawnAtRandom) {
  for_each([](const Case& c) { return run_three(c, any_options(c)).forward.ok(); });
}

/// Mappings of workloads have tables, N-buffers of state and one recurrence.
TEST_P(RepeatedGraphs, AreTheSameWhereAWorkloadIsMapped) {
  int left = kEnded / 4 * static_cast<int>(scale());
  for (std::uint64_t seed = 10'000 * GetParam(); left > 0 && !HasFailure(); ++seed) {
    SCOPED_TRACE("random workload " + std::to_string(seed));
    const auto c = random_workload(seed, 20 + static_cast<std::int64_t>(seed % 17));
    if (!c) continue;
    --left;
    run_three(*c, plain_options(*c));
    run_three(*c, any_options(*c));
  }
}

/// The last cycle, the one before it, and others that lie where cycles would be skipped.
TEST_P(RepeatedGraphs, ReachALimitOfCyclesInTheSameCycle) {
  for_each(
      [](const Case& c) {
        SimulateOptions options = plain_options(c);
        options.fast_forward = false;
        const Outcome plain = run(c, options);
        if (!plain.ok()) return false;
        options.fast_forward = true;
        Random random(c.seed);
        const Cycle cycles = plain.result.cycles;
        for (const Cycle limit : {cycles + 1, cycles, cycles - 1, random.uniform_int(1, cycles)}) {
          options.max_cycles = std::max<Cycle>(limit, 1);
          run_three(c, options);
        }
        return true;
      },
      kEnded / 5);
}

}  // namespace
}  // namespace rda::test
