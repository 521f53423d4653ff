// SPDX-License-Identifier: Apache-2.0
// What the placer sees of a run of one step: it takes as long as its longest path from a source to
// a sink.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "unit/mapper/support_timing.h"

namespace rda::mapper {
namespace {

/// A source, a memory of x, a dot unit, a memory that gathers h, and a sink.
struct OneStep : TimedNetList {
  UnitId source, x, dot, gather, sink;

  OneStep() {
    n.mapping.steps = 1;
    source = n.unit("source", UnitKind::source, {0, 0});
    x = memory("x", {0, 1}, 0);
    Program product;
    product.latency = 7;
    dot = n.unit("dot", UnitKind::pcu, {0, 2}, {product});
    gather = memory("gather", {0, 4}, 0);
    sink = n.unit("sink", UnitKind::sink, {0, 23});
    n.stream(TokenKind::vector, source, {x}, 0.1);
    n.stream(TokenKind::vector, x, {dot}, 0.5);
    n.stream(TokenKind::scalar, dot, {gather}, 0.1);
    n.stream(TokenKind::vector, gather, {sink}, 0.1);
  }

  /// A memory whose read program takes `reads` tokens from its write program, of which there are
  /// `initial` at the start.
  UnitId memory(const std::string& name, Site site, std::int64_t initial, std::int64_t reads = 1) {
    Program read, write;
    read.latency = 3;
    write.latency = 2;
    read.work = MemoryAccess{};
    write.work = MemoryAccess{.writes = true};
    read.space.extents = {reads};
    Port full;
    full.name = "full";
    full.stream = n.mapping.streams.end_id();
    read.inputs = {full};
    write.outputs = {full};
    const UnitId unit = n.unit(name, UnitKind::pmu, site, {read, write});
    n.mapping.units[unit].buffers.resize(1);
    n.stream(TokenKind::control, unit, {unit});
    n.mapping.streams[full.stream].carrier = Local{initial};
    return unit;
  }
};

TEST(OneStep, FollowsTheLongestPathFromTheSourceToTheSink) {
  OneStep one;
  const PlaceTiming timing = one.timing();
  EXPECT_EQ(timing.begin(one.x), 1 + 2);
  EXPECT_EQ(timing.arrival(one.x), 3 + 2 + 1 + 3);  // written, full, read
  EXPECT_EQ(timing.begin(one.dot), 9 + 3);
  EXPECT_EQ(timing.begin(one.gather), 12 + 7 + 4);
  EXPECT_EQ(timing.begin(one.sink), 23 + 6 + 21);
  EXPECT_EQ(timing.longest(), 50);
  EXPECT_EQ(timing.remaining(one.x), 50 - 3);
}

TEST(OneStep, PricesTheDistancesThatItWaitsFor) {
  OneStep one;
  one.timing();
  ASSERT_EQ(one.problem.nets.size(), 4u);
  for (const PlaceNet& net : one.problem.nets) {
    EXPECT_TRUE(net.timed);
    EXPECT_GT(net.delay, 0);
  }
}

TEST(OneStep, LeavesOutAStateThatIsReadBeforeItIsWritten) {
  OneStep one;
  const UnitId h = one.memory("h", {5, 5}, 1);
  one.n.stream(TokenKind::vector, h, {one.dot}, 0.5, true);
  one.n.stream(TokenKind::scalar, one.dot, {h}, 0.1, true);
  EXPECT_EQ(one.timing().longest(), 50);
  EXPECT_TRUE(one.problem.is_memory[h]);
}

/// Units where paths begin and end.
std::vector<UnitId> ends_of(OneStep& one) {
  one.timing();
  std::vector<UnitId> ends;
  for (const UnitId unit : one.problem.is_end.ids())
    if (one.problem.is_end[unit]) ends.push_back(unit);
  return ends;
}

TEST(OneStep, IsNotARunWithARecurrence) {
  OneStep one;
  EXPECT_EQ(ends_of(one), (std::vector{one.source, one.sink}));
  OneStep decoder;  // whose state is read again after it is written
  const UnitId h = decoder.memory("h", {5, 5}, 1, 2);
  decoder.n.stream(TokenKind::vector, h, {decoder.dot}, 0.5, true);
  decoder.n.stream(TokenKind::scalar, decoder.dot, {h}, 0.1, true);
  EXPECT_EQ(ends_of(decoder), std::vector{h});
  OneStep two = one;
  two.n.mapping.steps = 2;
  EXPECT_EQ(ends_of(two), std::vector<UnitId>{});
}

/// The lateness of the dot unit for x, of which it takes `tokens` tokens in a row of every `all`,
/// each for `level` loops of 4 firings.
int lateness(int tokens, int all, int level, std::int64_t steps = 1) {
  OneStep one;
  one.n.mapping.steps = steps;
  Program& dot = one.n.mapping.units[one.dot].programs.front();
  if (level == 1) dot.space.extents = {4};
  dot.space.extents.push_back(all);
  Port in;
  in.stream = StreamId(one.n.mapping.streams.size() - 3);
  if (tokens < all) in.where = {{level, 0, tokens}};
  in.level = level;
  dot.inputs = {in};
  one.n.mapping.streams[in.stream].rate = 1.0 * tokens / all / (level == 1 ? 4 : 1);
  one.timing();
  for (const PlaceNet& net : one.problem.nets)
    if (net.stream == in.stream) return net.lateness.back();
  return -1;
}

TEST(OneStep, LetsAReaderBeAsLateAsItTakesToEmptyItsFifo) {  // of 4 tokens, less 2 cycles
  EXPECT_EQ(lateness(64, 64, 0), 4 - 2);
  EXPECT_EQ(lateness(32, 64, 0), 4 - 2);  // all of a burst
  EXPECT_EQ(lateness(5, 10, 0), 4 - 2);
  EXPECT_EQ(lateness(4, 8, 0), 8 - 2);  // a burst and the pause behind it
  EXPECT_EQ(lateness(3, 6, 0), 6 + 1 - 2);
  EXPECT_EQ(lateness(1, 8, 0), 4 * 8 - 2);
  EXPECT_EQ(lateness(5, 10, 1), 4 * 4 - 2);
  EXPECT_EQ(lateness(4, 8, 1), 4 * 8 - 2);
}

/// Whether FIFOs can sustain a step in which a dot unit waits for `late` more cycles than its other
/// input of x does.
bool sustains(int late) {
  OneStep one;
  Program slow;
  slow.latency = late;
  const UnitId unit = one.n.unit("slow", UnitKind::pcu, {0, 3}, {slow});
  one.n.mapping.streams[StreamId(3)].to.push_back(unit);
  one.n.stream(TokenKind::vector, unit, {one.dot}, 0.5);
  one.timing();
  return can_be_sustained(one.problem);
}

TEST(OneStep, CannotBeSustainedIfAnInputIsLaterThanAFifoLasts) {
  EXPECT_TRUE(sustains(2));
  EXPECT_FALSE(sustains(40));
}

TEST(OneStep, IsTakenAsOneOfManyIfAsked) {
  OneStep one;
  EXPECT_TRUE(make_problem(large_chip(), one.n.mapping).one_step);
  const PlaceProblem many = make_problem(large_chip(), one.n.mapping, {}, false);
  EXPECT_FALSE(many.one_step);
  EXPECT_FALSE(many.is_end[one.source]);
}

TEST(OneStep, CountsTheMeanOfManySteps) { EXPECT_EQ(lateness(32, 64, 0, 2), 4 * 2 - 2); }

}  // namespace
}  // namespace rda::mapper
