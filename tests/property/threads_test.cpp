// SPDX-License-Identifier: Apache-2.0
// Simulations in threads of one process: nothing is shared between them but what they read.
#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "property/suite.h"
#include "property/support_repeat.h"

namespace rda::test {
namespace {

constexpr int kThreads = 8;

TEST(Threads, GiveWhatEachSimulationGivesAlone) {
  const int count = 24 * static_cast<int>(scale());
  std::vector<Case> cases;
  std::vector<Outcome> alone;
  for (int i = 0; i < count; ++i) {
    const auto seed = static_cast<std::uint64_t>(i);
    cases.push_back(i % 2 == 0 ? random_graph(seed) : repeated_graph(seed));
    alone.push_back(run(cases.back(), {}));
  }
  // Each case in each thread, so that several simulate the same mapping at once.
  std::vector<std::vector<Outcome>> together(kThreads, std::vector<Outcome>(cases.size()));
  std::atomic<int> waiting = kThreads;
  {
    std::vector<std::jthread> threads;
    for (auto& outcomes : together)
      threads.emplace_back([&] {
        --waiting;
        while (waiting > 0) std::this_thread::yield();
        for (std::size_t i = 0; i < cases.size(); ++i) outcomes[i] = run(cases[i], {});
      });
  }
  for (const auto& outcomes : together)
    for (std::size_t i = 0; i < cases.size(); ++i) {
      SCOPED_TRACE("case " + std::to_string(i));
      expect_same(outcomes[i], alone[i]);
    }
}

}  // namespace
}  // namespace rda::test
