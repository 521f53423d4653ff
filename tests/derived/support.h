// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <vector>

#include "rda/simulate.h"
#include "support/hand_mapping.h"

namespace rda {
/// How the runner names an entry.
void PrintTo(Engine engine, std::ostream* out);
}  // namespace rda

namespace rda::derived {

using test::at_index;
using test::HandMapping;

/// The cycles of a unit; what is left out is 0.
struct Counts {
  Cycle active = 0, blocked = 0, conflict = 0, idle = 0, starved = 0;
  friend bool operator==(const Counts&, const Counts&) = default;
};
std::ostream& operator<<(std::ostream& out, const Counts& counts);

/// The track-cycles of a stream's links between switches.
struct Tracks {
  Cycle carrying = 0, held = 0;
  friend bool operator==(const Tracks&, const Tracks&) = default;
};
std::ostream& operator<<(std::ostream& out, const Tracks& tracks);

/// A scenario of tests/derived, once for each engine. The numbers were derived by hand from
/// docs/timing-model.md; they are changed only where the .md next to the test is corrected.
class Scenario : public testing::TestWithParam<Engine> {
 protected:
  /// Runs a mapping that has to be legal; every unit's counts have to sum to the run's cycles.
  /// Tokens carry values in the first `verify_steps` steps.
  void run(const HandMapping& scenario, std::int64_t verify_steps = 0);
  /// The message of the deadlock a legal mapping has to run into.
  std::string deadlock(const HandMapping& scenario);

  /// The next run has these streams on the ideal network.
  void put_on_ideal_network(const HandMapping& scenario, const std::vector<std::string>& streams);
  void put_all_on_ideal_network(const HandMapping& scenario) {
    ideal_ = all_ideal(scenario.mapping);
  }

  Cycle cycles() const { return result_.cycles; }
  /// How long each of the first repetitions took at the first sink.
  std::vector<Cycle> repetitions() const { return result_.repetitions.at(0).first; }
  /// Of both programs of a PMU: the result does not tell them apart.
  std::int64_t firings(const std::string& unit) const;
  Counts unit(const std::string& name) const;
  Tracks stream(const std::string& name) const;
  /// Starved cycles of an address generator in which it waits for a burst.
  Cycle memory_cycles(const std::string& unit) const;
  /// What all channels did together.
  ChannelResult channels() const;
  /// The values that were taken of a tensor.
  std::vector<double> values(const std::string& tensor) const { return result_.values.at(tensor); }

 private:
  RunResult simulated(const HandMapping& scenario, std::int64_t verify_steps = 0);

  std::vector<std::string> units_, streams_;
  std::vector<bool> ideal_;
  RunResult result_;
};

inline const auto kEngines = testing::Values(Engine::fast, Engine::reference);
std::string engine_name(const testing::TestParamInfo<Engine>& info);

/// A PMU data port: byte strides of the loops, innermost first, and the level that counts items.
Access access(std::vector<std::int64_t> strides, int slot_level, int first_slot = 0);

}  // namespace rda::derived
