// SPDX-License-Identifier: Apache-2.0
// Mappings at the edge of what is legal: both engines run them alike, or the check refuses them.
#include <gtest/gtest.h>

#include "property/suite.h"
#include "support/hand_mapping.h"

namespace rda::test {
namespace {

using Lines = std::vector<std::string>;

Lines violations_of(const HandMapping& m) { return violations(m.chip, m.mapping); }

Outcome run_on(Engine engine, const HandMapping& m, SimulateOptions options) {
  options.engine = engine;
  return run_forked(m.chip, m.mapping, m.tensors, options);
}

/// What both engines say of a legal mapping, the fast one also without fast-forward.
Outcome alike(const HandMapping& m, SimulateOptions options = {}) {
  EXPECT_EQ(violations_of(m), Lines{});
  const Outcome want = run_on(Engine::reference, m, options);
  EXPECT_NE(want.exit_code, 70) << want.error;
  expect_same(run_on(Engine::fast, m, options), want);
  options.fast_forward = false;
  expect_same(run_on(Engine::fast, m, options), want);
  for (std::size_t u = 0; want.ok() && u < want.result.units.size(); ++u)
    EXPECT_EQ(want.result.units[u].activity.total(), want.result.cycles) << m.mapping.units[u].name;
  return want;
}

/// A PCU that passes on what comes from a source, with a chip that allows for more than it needs.
HandMapping passes_on(std::int64_t tokens) {
  HandMapping m(2, 4);
  m.source("in", {0, 0}, tokens);
  m.pcu("X", {0, 2}, {tokens}, 1).in("x").out("y");
  m.sink("out", {0, 3}, tokens);
  m.scalar("x", "in", {"X.x"}, {{{0, 0}, {0, 1}, {0, 2}}});
  m.scalar("y", "X.y", {"out"}, {{{0, 2}, {0, 3}}});
  return m;
}

/// A PMU reads a word for each of `ports` scalar inputs of another PMU, in turn or all at once, and
/// takes a permit for each over a local stream.
HandMapping many_ports(int ports, bool in_turn) {
  HandMapping m(1, 4);
  m.chip.pmu.outputs = m.chip.pmu.inputs = {4, 64, 64};
  m.chip.network.tracks = {4, 64, 64};
  const std::int64_t firings = 3 * ports;
  auto a = m.pmu("A", {0, 1}).buffer({.name = "a", .slot_bytes = 4096});
  const auto where = [&](int i) {
    return in_turn ? std::vector<Bound>{{0, i, i + 1}} : std::vector<Bound>{};
  };
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

/// A PMU that keeps buffers and runs nothing.
TEST(Limits, APmuWithoutAProgramIsIdle) {
  HandMapping m = passes_on(5);
  m.pmu("store", {0, 1}).buffer({.name = "kept", .slot_bytes = 64});
  const Outcome outcome = alike(m);
  ASSERT_TRUE(outcome.ok()) << outcome.error;
  const ActivityCounts& store = outcome.result.units[m.unit("store")].activity;
  EXPECT_EQ(store[Activity::idle], outcome.result.cycles);
}

}  // namespace
}  // namespace rda::test
