// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "explain/measured.h"
#include "rda/describe.h"
#include "regress/profile.h"

namespace rda::regress {

/// A sum that differs between two runs.
struct Change {
  std::string what;
  std::int64_t before = 0, now = 0;
  std::int64_t by() const { return now - before; }
  static void describe(auto& self, auto& visit) {
    visit("what", self.what, Doc{"name of the sum"});
    visit("before", self.before, Doc{"value in the first run, or the recorded value"});
    visit("now", self.now, Doc{"value in the second run, or the value now"});
  }
};

/// The differences between two runs, the largest change first.
struct Where {
  std::string cause;              ///< a kind of `spent`, "mapping", or empty if there is none
  std::vector<std::string> says;  ///< the cause in sentences
  std::int64_t chain_steps =
      0;  ///< number of first steps that `spent` and `chain` cover; 0: no chain
  std::vector<Change>
      spent;  ///< cycles of the chain by kind; the changes add up to the change of all cycles
  std::vector<Change> chain;           ///< the same by group of units or streams
  std::vector<Change> units, streams;  ///< columns of groups (regress/profile.h)
  static void describe(auto& self, auto& visit) {
    visit("cause", self.cause, Doc{"kind that changed most, or mapping"});
    visit("says", self.says, Doc{"the cause in sentences"});
    visit("chain_steps", self.chain_steps, Range{0},
          Doc{"number of first steps that spent and chain cover"});
    visit("spent", self.spent, Doc{"cycles of the critical chain by kind"});
    visit("chain", self.chain, Doc{"cycles of the critical chain by group"});
    visit("units", self.units, Doc{"figures of groups of units"});
    visit("streams", self.streams, Doc{"figures of groups of streams"});
  }
};

/// Finds the differences between two runs of the same work. Each list has at most `most` rows,
/// except `spent`.
Where where(const Profile& before, const Profile& now, std::size_t most = 5);

}  // namespace rda::regress
