// SPDX-License-Identifier: Apache-2.0
#include "unit/page/support.h"

namespace rda::page {
namespace {

using Counts = std::vector<std::int64_t>;

const GateActivity& gate(const StepActivity& step, const std::string& name) {
  for (const GateActivity& row : step.gates)
    if (row.gate == name) return row;
  throw std::out_of_range(name);
}

/// Step 0 takes cycles 0 to 16 (tests/derived/02): the source sends from cycle 0, the PCU fires
/// from cycle 4, the sink takes from cycle 12.
TEST(StepActivity, IsEachCycleWithAFiring) {
  const StepActivity step = step_of(chain(4, 5), 0);
  EXPECT_EQ(step.interval, 1);
  EXPECT_EQ(step.explanation.cycles, 17);
  EXPECT_EQ(gate(step, "source").active,
            (Counts{1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}));
  EXPECT_EQ(gate(step, "pcu").active, (Counts{0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}));
  EXPECT_EQ(gate(step, "sink").active, (Counts{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1}));
}

/// A step of 5000 cycles in intervals of 3: 1666 whole ones, and one of 2 cycles.
TEST(StepActivity, OfALongStepIsAddedUpInIntervals) {
  const StepActivity step = step_of(chain(2, 5000), 1);
  ASSERT_EQ(step.explanation.cycles, 5000);
  EXPECT_EQ(step.interval, 3);
  const Counts& active = gate(step, "source").active;
  ASSERT_EQ(active.size(), 1667u);
  EXPECT_EQ(active.front(), 3);
  EXPECT_EQ(active.back(), 2);
}

TEST(StepActivity, AddsUpTheUnitsOfAGate) {
  test::HandMapping m(1, 4);
  m.steps(1);
  for (const char* end : {"a", "b"}) {
    m.source(std::string("from ") + end, {0, 0}, 5);
    m.sink(std::string("to ") + end, {0, 1}, 5);
    m.vector(end, std::string("from ") + end, {std::string("to ") + end}, {{{0, 0}, {0, 1}}});
  }
  m.chip.stream.sources.spacing = m.chip.stream.sinks.spacing = 0;
  m.chip.stream.sources.side = m.chip.stream.sinks.side = Side::south;
  const StepActivity step = step_of(m, 0);
  EXPECT_EQ(gate(step, "source").units, 2);
  EXPECT_EQ(gate(step, "source").active, (Counts{2, 2, 2, 2, 2, 0, 0, 0}));
}

}  // namespace
}  // namespace rda::page
