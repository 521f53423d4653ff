// SPDX-License-Identifier: Apache-2.0
// Programs, memories and values at the limits of what is legal: both engines give the same result,
// or the check refuses the mapping.
#include "property/limits.h"

namespace rda::test {
namespace {

/// A PMU reads a word for each of `ports` scalar inputs of another PMU, in turn or all at once, and
/// takes a permit for each over a local stream.
HandMapping many_ports(int ports, bool in_turn) {
  HandMapping m(1, 4);
  m.chip.pmu.outputs = m.chip.pmu.inputs = {4, 64, 64};
  m.chip.network.tracks = {4, 64, 64};
  const std::int64_t firings = 3 * ports;
  auto a = m.pmu("A", {0, 1}).buffer({.name = "a", .slot_bytes = 4096});
  const auto where = [&](int i) { return in_turn ? Bounds{{0, i, i + 1}} : Bounds{}; };
  const Access word{.strides = {0, 4}, .slot_level = 2};
  a.write({ports, 3}, 2);
  for (int i = 0; i < ports; ++i) a.out("permit" + std::to_string(i), {.where = where(i)});
  a.read({ports, 3}, 2);
  for (int i = 0; i < ports; ++i) a.in("free" + std::to_string(i), {.where = where(i)});
  a.out("x", {.access = word});
  m.sink("out", {0, 3}, firings);
  for (int i = 0; i < ports; ++i) {
    const std::string n = std::to_string(i);
    m.local("local" + n, "A.permit" + n, "A.free" + n);
  }
  m.scalar("x", "A.x", {"out"}, {{{0, 1}, {0, 2}, {0, 3}}});
  return m;
}

TEST(Limits, AProgramMayHaveAnyNumberOfPorts) {
  for (const int ports : {63, 64, 65, 128, 129, 300})
    for (const bool in_turn : {false, true}) {
      SCOPED_TRACE(std::to_string(ports) + (in_turn ? " in turn" : " at once"));
      const Outcome outcome = alike(many_ports(ports, in_turn));
      ASSERT_TRUE(outcome.ok()) << outcome.error;
      EXPECT_EQ(outcome.result.units[0].firings, 2 * 3 * ports);
    }
}

/// Every input of an element-wise unit of 192 ports that come over the network: 64 of each kind.
TEST(Limits, AUnitMayUseAllPortsThatAChipCanHave) {
  HandMapping m(2, 4);
  m.chip.pmu.inputs = m.chip.pmu.outputs = {64, 64, 64};
  m.chip.network.tracks = {64, 64, 64};
  m.chip.pmu.banks = 16;
  m.chip.pcu.lanes = 64;
  m.chip.pmu.capacity_kb = 1024;
  auto from = m.pmu("from", {0, 1}).buffer({.name = "b", .slot_bytes = 65536});
  from.read({5}, 2);
  auto to = m.pmu("to", {1, 1}).buffer({.name = "b", .slot_bytes = 65536});
  for (int i = 0; i < 64; ++i) {
    const Access vector{.offset = 256 * i, .slot_level = 1};
    const Access word{.offset = 16384 + 4 * i, .slot_level = 1};
    from.out("v" + std::to_string(i), {.access = vector});
    from.out("s" + std::to_string(i), {.access = word});
    from.out("c" + std::to_string(i));
  }
  to.write({5}, 2);
  for (int i = 0; i < 64; ++i) {
    const Access vector{.offset = 256 * i, .slot_level = 1};
    const Access word{.offset = 16384 + 4 * i, .slot_level = 1};
    to.in("v" + std::to_string(i), {.access = vector});
    to.in("s" + std::to_string(i), {.access = word});
    to.in("c" + std::to_string(i));
  }
  to.out("done");
  m.sink("out", {1, 3}, 5);
  const HandMapping::Paths down{{{0, 1}, {1, 1}}};
  for (int i = 0; i < 64; ++i) {
    const std::string n = std::to_string(i);
    m.vector("v" + n, "from.v" + n, {"to.v" + n}, down);
    m.scalar("s" + n, "from.s" + n, {"to.s" + n}, down);
    m.control("c" + n, "from.c" + n, {"to.c" + n}, down);
  }
  m.control("done", "to.done", {"out"}, {{{1, 1}, {1, 2}, {1, 3}}});
  ASSERT_TRUE(alike(m, {.verify_steps = 1}).ok());
}

/// A PMU with buffers and without a program.
TEST(Limits, APmuWithoutAProgramIsIdle) {
  HandMapping m = passes_on(5);
  m.pmu("store", {0, 1}).buffer({.name = "kept", .slot_bytes = 64});
  const Outcome outcome = alike(m);
  ASSERT_TRUE(outcome.ok()) << outcome.error;
  const ActivityCounts& store = outcome.result.units[m.unit("store").index()].activity;
  EXPECT_EQ(store[Activity::idle], outcome.result.cycles);
}

// Loops, ranges, slots.

HandMapping with_loops(std::size_t loops) {
  HandMapping m = passes_on(64);
  Program& program = only_program(m, "X");
  std::vector<std::int64_t>& extents = program.space.extents;
  extents.assign(loops, 1);
  extents.front() = extents.back() = 8;
  program.inputs[0].level = static_cast<int>(loops) - 1;
  only_program(m, "in").space.extents = {8};
  return m;
}

TEST(Limits, SixteenLoopsRunAndSeventeenAreRefused) {
  EXPECT_TRUE(alike(with_loops(16)).ok());
  EXPECT_EQ(violations_of(with_loops(17)), Lines{"X: 17 loops (at most 16)"});
}

TEST(Limits, AProgramWithoutLoopsFiresOnce) {
  HandMapping m = passes_on(1);
  only_program(m, "X").space.extents = {};
  const Outcome outcome = alike(m);
  ASSERT_TRUE(outcome.ok());
  EXPECT_EQ(outcome.result.units[1].firings, 1);
}

TEST(Limits, AWriteProgramWithoutLoopsWritesOneToken) {
  HandMapping m = passes_on(1);
  m.source("kept", {1, 0}, 1);
  m.pmu("M", {1, 1})
      .buffer({.name = "b", .slot_bytes = 256})
      .write({}, 2)
      .in("k", {.access = Access{}});
  m.vector("k", "kept", {"M.k"}, {{{1, 0}, {1, 1}}});
  const Outcome outcome = alike(m);
  ASSERT_TRUE(outcome.ok()) << outcome.error;
  const UnitResult& memory = outcome.result.units[m.unit("M").index()];
  EXPECT_EQ(memory.firings, 1);
  EXPECT_EQ(memory.bytes_written, 4 * m.chip.pcu.lanes);
}

/// A port with an empty `where`, and a stream whose other end has an empty `where` too: neither
/// takes part in any firing.
TEST(Limits, APortMayTakePartInNoFiring) {
  HandMapping m(2, 4);
  m.source("in", {0, 0}, 6);
  m.pcu("none", {1, 0}, {4}, 1).in("k").out("n", {.where = {{0, 4, 4}}});
  m.pcu("X", {0, 2}, {3, 2}, 1)
      .in("x")
      .in("n", {.level = 2, .where = {{0, 2, 3}, {0, 0, 1}}})
      .out("y")
      .out("z", {.level = 1, .where = {{1, 1, 1}}});
  m.pcu("nothing", {1, 2}, {5}, 1).in("z", {.where = {{0, 0, 0}}});
  m.source("kept", {1, 0}, 4);
  m.sink("out", {0, 3}, 6);
  m.scalar("x", "in", {"X.x"}, {{{0, 0}, {0, 1}, {0, 2}}});
  m.scalar("k", "kept", {"none.k"}, {{{1, 0}}});
  m.scalar("n", "none.n", {"X.n"}, {{{1, 0}, {1, 1}, {1, 2}, {0, 2}}});
  m.scalar("y", "X.y", {"out"}, {{{0, 2}, {0, 3}}});
  m.scalar("z", "X.z", {"nothing.z"}, {{{0, 2}, {1, 2}}});
  const Outcome outcome = alike(m);
  ASSERT_TRUE(outcome.ok()) << outcome.error;
  for (const char* stream : {"n", "z"})
    EXPECT_EQ(outcome.result.streams[m.stream(stream).index()].tokens, 0) << stream;
}

/// A buffer of `slots` slots, through which the write program and the read program cycle together.
HandMapping with_slots(int slots) {
  HandMapping m(1, 4);
  m.chip.pmu.max_slots = 65536;
  m.chip.pmu.capacity_kb = 1024;
  m.source("in", {0, 0}, 100);
  m.pmu("M", {0, 1})
      .buffer({.name = "b", .slot_bytes = 4, .slots = slots})
      .read({100}, 2)
      .in("full")
      .out("permit")
      .out("y", {.access = Access{}})
      .write({100}, 2)
      .in("free")
      .in("x", {.access = Access{}})
      .out("made");
  m.sink("out", {0, 3}, 100);
  m.local("full", "M.made", "M.full");
  m.local("permit", "M.permit", "M.free", slots);
  m.scalar("x", "in", {"M.x"}, {{{0, 0}, {0, 1}}});
  m.scalar("y", "M.y", {"out"}, {{{0, 1}, {0, 2}, {0, 3}}});
  return m;
}

TEST(Limits, ABufferMayHaveAsManySlotsAsTheChipCounts) {
  EXPECT_TRUE(alike(with_slots(1)).ok());
  EXPECT_TRUE(alike(with_slots(65536)).ok());
  EXPECT_EQ(violations_of(with_slots(65537)), Lines{"M.b: 65537 slots (1 to 65536)"});
}

// Addresses.

/// The read touches memory only in its first firing; in the others its address lies far outside.
HandMapping strides_far(std::int64_t stride) {
  HandMapping m(2, 4);
  m.pmu("M", {0, 1})
      .buffer({.name = "b", .slot_bytes = 4096})
      .read({9}, 2)
      .out("y", {.where = {{0, 0, 1}}, .access = Access{.strides = {stride}, .slot_level = 1}})
      .out("z", {.access = Access{.strides = {4}, .slot_level = 1}});
  m.sink("out", {0, 3}, 1);
  m.sink("also", {1, 3}, 9);
  m.scalar("y", "M.y", {"out"}, {{{0, 1}, {0, 2}, {0, 3}}});
  m.scalar("z", "M.z", {"also"}, {{{0, 1}, {1, 1}, {1, 2}, {1, 3}}});
  return m;
}

TEST(Limits, AnAddressMayNotRunAwayWhereMemoryIsNotTouched) {
  constexpr std::int64_t kMost = std::int64_t{1} << 48;
  EXPECT_TRUE(alike(strides_far(kMost / 8)).ok());
  EXPECT_TRUE(alike(strides_far(-kMost / 8)).ok());
  EXPECT_EQ(violations_of(strides_far(kMost / 8 + 4)),
            Lines{"M.y: strides that take its address beyond 2^48 bytes in some firings"});
  EXPECT_EQ(violations_of(strides_far(-(std::int64_t{1} << 62))),
            Lines{"M.y: strides that take its address beyond 2^48 bytes in some firings"});
}

// Look-ups.

HandMapping two_reads(Bounds first, Bounds second, bool second_looks_up) {
  HandMapping m(2, 4);
  m.source("in", {0, 0}, 2);
  m.pmu("T", {0, 1})
      .buffer({.name = "table", .slot_bytes = 4 * kTableEntries})
      .read({2}, 3)
      .in("x")
      .out("a", {.where = std::move(first), .access = Access{.slot_level = 1, .look_up = 0}})
      .out("b", {.where = std::move(second),
                 .access = Access{.slot_level = 1, .look_up = second_looks_up ? 0 : -1}});
  m.sink("a", {0, 3}, 2);
  m.sink("b", {1, 3}, 2);
  m.scalar("x", "in", {"T.x"}, {{{0, 0}, {0, 1}}});
  m.scalar("a", "T.a", {"a"}, {{{0, 1}, {0, 2}, {0, 3}}});
  m.scalar("b", "T.b", {"b"}, {{{0, 1}, {1, 1}, {1, 2}, {1, 3}}});
  return m;
}

TEST(Limits, ALookUpIsAFiringsOnlyRead) {
  for (const bool second_looks_up : {false, true}) {
    EXPECT_EQ(
        violations_of(two_reads({}, {}, second_looks_up)),
        Lines{"T.b: reads in the same firing as a, and one of the two looks up (a look-up must be "
              "the only read of a firing)"});
    HandMapping m = two_reads({{0, 0, 1}}, {{0, 1, 2}}, second_looks_up);
    for (const char* sink : {"a", "b"}) only_program(m, sink).space.extents = {1};
    EXPECT_TRUE(alike(m).ok());
  }
}

// Values of both kinds.

/// Adds a vector and a scalar, and passes each on as the other kind.
TEST(Limits, AScalarIsInEveryLaneAndAVectorsLane0IsItsScalar) {
  HandMapping m(2, 4);
  m.chip.pcu.lanes = 4;
  m.source("v", {0, 0}, 1, "v").format = Format::fp32;
  m.source("s", {1, 0}, 1, "s").format = Format::fp32;
  m.pcu("X", {0, 2}, {1}, 1)
      .in("v")
      .in("s")
      .out("sum")
      .out("wide", {.value = 1})
      .operation(ScalarOp::add, 0, 1);
  m.pcu("Y", {1, 2}, {1}, 1).in("wide").out("lane");
  m.sink("sum", {0, 3}, 1, "sum").format = Format::fp32;
  m.sink("lane", {1, 3}, 1, "lane").format = Format::fp32;
  m.tensors["v"] = {1, 4, {1, 2, 3, 4}};
  m.tensors["s"] = {1, 1, {10}};
  m.vector("v", "v", {"X.v"}, {{{0, 0}, {0, 1}, {0, 2}}});
  m.scalar("s", "s", {"X.s"}, {{{1, 0}, {1, 1}, {1, 2}, {0, 2}}});
  m.vector("sum", "X.sum", {"sum"}, {{{0, 2}, {0, 3}}});
  m.vector("wide", "X.wide", {"Y.wide"}, {{{0, 2}, {1, 2}}});
  m.scalar("lane", "Y.lane", {"lane"}, {{{1, 2}, {1, 3}}});
  const Outcome outcome = alike(m, {.verify_steps = 1});
  ASSERT_TRUE(outcome.ok()) << outcome.error;
  EXPECT_EQ(outcome.result.values.at("sum"), (std::vector<double>{11, 12, 13, 14}));
  EXPECT_EQ(outcome.result.values.at("lane"), std::vector<double>{10});
}

// Stream ports.

TEST(Limits, APulseTakesAStreamPortOneInterval) {
  HandMapping m(1, 4);
  m.source("in", {0, 0}, 10);
  m.sink("out", {0, 3}, 10);
  m.chip.stream.sources.width_bits = 1;
  m.chip.stream.sources.interval = 7;
  m.control("x", "in", {"out"}, {{{0, 0}, {0, 1}, {0, 2}, {0, 3}}});
  const Outcome outcome = alike(m);
  ASSERT_TRUE(outcome.ok());
  EXPECT_EQ(outcome.result.cycles, 9 * 7 + 5 + 1);
}

}  // namespace
}  // namespace rda::test
