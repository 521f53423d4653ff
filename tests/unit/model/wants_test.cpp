// SPDX-License-Identifier: Apache-2.0
// A probe hears what it wants, also of the periods that are skipped.
#include <gtest/gtest.h>

#include <optional>
#include <tuple>
#include <vector>

#include "rda/simulate.h"
#include "support/chain.h"

namespace rda {
namespace {

/// Notes the numbers of firings that made tokens.
class MadeTokens final : public Probe {
 public:
  explicit MadeTokens(bool nothing_else) : nothing_else_(nothing_else) {}
  bool wants(Heard kind) const override { return !nothing_else_ || kind == Heard::made; }
  void made(ProgramOf program, std::size_t /*output*/, Events firings) override {
    for (std::int64_t n = 0; n < firings.count; ++n)
      heard.emplace_back(program.unit.number(), firings.at(n));
  }
  void interval(UnitId, Activity, Cycle, Cycle) override { ++intervals; }

  std::vector<std::tuple<int, std::int64_t>> heard;
  int intervals = 0;

 private:
  bool nothing_else_;
};

TEST(Wants, LeavesOutOtherKindsAndRepeatsWhatPeriodsMadeAllTheSame) {
  const test::HandMapping chain = test::chain(400, 5);
  const Mapping mapping = chain.finished();
  MadeTokens all(false), made(true);
  SimulationNotes notes;
  simulate(chain.chip, mapping, chain.tensors, {}, &all);
  simulate(chain.chip, mapping, chain.tensors, {}, &made, &notes);
  EXPECT_GT(notes.cycles_skipped, 0);
  EXPECT_EQ(made.heard.size(), 2u * 400 * 5) << "of the source and of the PCU";
  EXPECT_EQ(made.heard, all.heard);
  EXPECT_GT(all.intervals, 0);
  EXPECT_EQ(made.intervals, 0);
}

}  // namespace
}  // namespace rda
