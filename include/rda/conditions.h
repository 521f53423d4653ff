// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "rda/describe.h"

namespace rda {

inline constexpr std::int64_t kAllSteps = -1;
inline constexpr std::int64_t kMostVerifySteps = 1'000'000'000'000;
inline constexpr std::int64_t kMostCandidates = 100000;  ///< that a search simulates

/// What else a report depends on, besides chip, workload and mapping options.
struct Conditions {
  std::int64_t verify_steps = 2;    ///< first steps whose values are compared, or kAllSteps
  std::int64_t search_budget = 16;  ///< most trials of policy `auto`
  std::int64_t max_cycles = 0;      ///< the run is stopped after so many; 0: never
  bool ideal_network = false;       ///< report as well what the network costs

  static void describe(auto& self, auto& visit) {
    visit("verify_steps", self.verify_steps, Range{kAllSteps, kMostVerifySteps},
          Doc{"number of first steps whose values are compared with the reference; -1: all",
              "steps"});
    visit(
        "search_budget", self.search_budget, Range{1, kMostCandidates},
        Doc{"most trials of auto (candidates placed and simulated), for the chip and for each part",
            "trials"});
    visit("max_cycles", self.max_cycles, Range{0, 9007199254740991.0},
          Doc{"number of cycles after which a run is stopped; 0: never", "cycles"});
    visit("ideal_network", self.ideal_network, Doc{"report also what the network costs"});
  }
};

}  // namespace rda
