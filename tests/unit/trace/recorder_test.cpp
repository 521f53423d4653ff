// SPDX-License-Identifier: Apache-2.0
#include "trace/recorder.h"

#include <gtest/gtest.h>

#include <string>

#include "base/paths.h"
#include "rda/simulate.h"
#include "support/chain.h"

namespace rda::trace {
namespace {

constexpr std::int64_t kNoLimit = 1000000;

/// Two PMUs of two programs each, which nothing simulates.
Mapping two_units() {
  Mapping mapping;
  for (const char* name : {"a", "b"})
    mapping.units.add({.name = name, .kind = UnitKind::pmu, .programs = {{}, {}}});
  return mapping;
}

/// "active 4+5 f5" of each slice.
std::string slices_of(const Recorder& recorder, UnitId unit) {
  std::string text;
  Recorder::Reader reader(recorder, unit);
  for (Slice slice; reader.next(slice);)
    text += std::string(word(slice.activity)) + ' ' + std::to_string(slice.from) + '+' +
            std::to_string(slice.cycles) + " f" + std::to_string(slice.firings) + "; ";
  return text;
}

class RecorderTest : public testing::Test {
 protected:
  Recorder recorder(Window window, std::int64_t most = kNoLimit) const {
    return Recorder(mapping_, {.chosen = {true, true}, .window = window, .most = most},
                    {temporary_folder(), "no remedy"});
  }
  /// Unit a is active in cycles 0 to 4 and 10, starved in 5, and idle in between; its programs fire
  /// in 0, 2, 4, 10 and in 0, 1, 2, 3.
  static void tell(Recorder& recorder) {
    recorder.interval(UnitId(0), Activity::active, 0, 3);
    recorder.fired({UnitId(0), 1}, {0, 1, 4}, 1);
    recorder.interval(UnitId(0), Activity::active, 3, 2);
    recorder.interval(UnitId(0), Activity::starved, 5, 1);
    recorder.interval(UnitId(0), Activity::idle, 6, 4);
    recorder.interval(UnitId(0), Activity::active, 10, 1);
    recorder.fired({UnitId(0), 0}, {0, 2, 3}, 1);
    recorder.fired({UnitId(0), 0}, {10, 0, 1}, 1);
    recorder.ended(11);
  }

  const Mapping mapping_ = two_units();
};

TEST_F(RecorderTest, JoinsWhatIsToldInPiecesAndLeavesOutIdleCycles) {
  Recorder all = recorder({});
  tell(all);
  EXPECT_EQ(slices_of(all, UnitId(0)), "active 0+5 f7; starved 5+1 f0; active 10+1 f1; ");
  EXPECT_EQ(slices_of(all, UnitId(1)), "");
  EXPECT_EQ(all.slices(), 3);
  EXPECT_EQ(all.cycles(), 11);
}

TEST_F(RecorderTest, KeepsTheCyclesOfItsWindowAlone) {
  Recorder some = recorder({.from = 2, .end = 6});
  tell(some);
  EXPECT_EQ(slices_of(some, UnitId(0)), "active 2+3 f4; starved 5+1 f0; ");
}

TEST_F(RecorderTest, OnlyCountsSlicesWhenThereAreMoreThanAllowed) {
  Recorder three = recorder({}, 3), two = recorder({}, 2);
  tell(three);
  tell(two);
  EXPECT_TRUE(three.is_complete());
  EXPECT_FALSE(two.is_complete());
  EXPECT_EQ(two.slices(), 3);
}

TEST_F(RecorderTest, KeepsMoreSlicesThanFitIntoABlockOfMemory) {
  Recorder many = recorder({});
  constexpr int kSlices = 1000;
  for (int n = 0; n < kSlices; ++n)
    for (const UnitId unit : {UnitId(0), UnitId(1)}) {
      many.interval(unit, Activity::active, 3 * n, 2);
      many.interval(unit, Activity::blocked, 3 * n + 2, 1);
      many.fired({unit, 0}, {3 * n + unit.number(), 0, 1}, 1);
    }
  many.ended(3 * kSlices);
  for (const UnitId unit : {UnitId(0), UnitId(1)}) {
    Recorder::Reader reader(many, unit);
    Slice slice;
    for (int n = 0; n < kSlices; ++n) {
      ASSERT_TRUE(reader.next(slice));
      EXPECT_EQ(slice.from, 3 * n);
      EXPECT_EQ(slice.firings, 1);
      ASSERT_TRUE(reader.next(slice));
      EXPECT_EQ(slice.activity, Activity::blocked);
      EXPECT_EQ(slice.firings, 0);
    }
    EXPECT_FALSE(reader.next(slice));
  }
}

/// By unit of a chain, the slices that an engine makes.
std::string slices_of_chain(Engine engine) {
  const test::HandMapping m = test::chain(1, 5);
  const Mapping mapping = m.finished();
  Recorder recorder(mapping, {.chosen = {true, true, true}, .most = kNoLimit},
                    {temporary_folder(), "no remedy"});
  simulate(m.chip, mapping, m.tensors, {.engine = engine}, &recorder);
  std::string text;
  for (const UnitId unit : mapping.units.ids()) text += slices_of(recorder, unit);
  return text;
}

TEST(Recorder, HearsTheSameOfBothEngines) {
  const std::string derived = "active 0+5 f5; active 4+5 f5; active 12+5 f5; ";
  EXPECT_EQ(slices_of_chain(Engine::fast), derived);
  EXPECT_EQ(slices_of_chain(Engine::reference), derived);
}

}  // namespace
}  // namespace rda::trace
