// SPDX-License-Identifier: Apache-2.0
#include "page/results.h"

#include <tuple>

#include "page/gates.h"
#include "unit/page/support.h"

namespace rda::page {
namespace {

using test::HandMapping;

/// Two PCUs of gates a and b, which send 5 tokens each from cycle 7 and from cycle 4 on: a source
/// at their own switch sends from cycle 0 on, so that they fire from cycle 2 on.
HandMapping two_gates() {
  HandMapping m(2, 4);
  m.steps(1);
  for (const auto& [gate, row, latency] : {std::tuple("a", 0, 5), std::tuple("b", 1, 2)}) {
    const std::string name = gate;
    m.source("to " + name, {row, 0}, 5);
    m.pcu(name, {row, 0}, {5}, latency).in("x").out("y").element_wise();
    m.scalar("x" + name, "to " + name, {name + ".x"}, {{{row, 0}}});
    m.mapping.units[m.unit(name)].origin.gate = name;
  }
  m.pcu("J", {0, 2}, {5}, 1).in("a").in("b").out("y").element_wise();
  m.sink("out", {0, 3}, 5);
  m.scalar("y", "J.y", {"out"}, {{{0, 2}, {0, 3}}});
  return m;
}

/// "gate first last slack" by gate.
std::vector<std::string> results(const HandMapping& m) {
  std::vector<std::string> texts;
  for (const GateResults& row : step_of(m, 0).results)
    texts.push_back(row.gate + " " + std::to_string(row.first) + " " + std::to_string(row.last) +
                    " " + (row.slack ? std::to_string(*row.slack) : "none"));
  return texts;
}

/// Over 4 and 5 links the first results are at J in cycles 11 and 9, the n-th ones n cycles later.
TEST(GateResults, HaveTheSlackOfWaitingForAnotherGate) {
  HandMapping m = two_gates();
  m.scalar("a", "a.y", {"J.a"}, {{{0, 0}, {0, 1}, {0, 2}}});
  m.scalar("b", "b.y", {"J.b"}, {{{1, 0}, {1, 1}, {1, 2}, {0, 2}}});
  EXPECT_EQ(results(m), (std::vector<std::string>{"a 7 11 0", "b 4 8 2"}));
}

/// A look-up takes a in cycle 10 + 2n and b behind it, in cycle 11 + 2n. Result 0 of b is there in
/// cycle 8 and waits until 11. That of a is at J a cycle before b's, but were it late, b would be.
TEST(GateResults, OfASharedLookUpHaveTheSlackOfThoseInTheNextTurns) {
  HandMapping m = two_gates();
  auto table = m.pmu("T", {0, 1});
  table.buffer({.name = "table", .slot_bytes = 4096}).read({2, 5}, 3);
  for (const int i : {0, 1}) {
    Access entry;
    entry.look_up = i;
    entry.slot_level = 2;
    const std::string name = i == 0 ? "a" : "b";
    table.in(name, {.where = {test::at_index(0, i)}})
        .out("o" + name, {.where = {test::at_index(0, i)}, .access = entry});
  }
  Origin& origin = m.mapping.units[m.unit("T")].origin;
  origin.gate = "a";
  origin.role = Role::look_up;
  m.scalar("a", "a.y", {"T.a"}, {{{0, 0}, {0, 1}}});
  m.scalar("b", "b.y", {"T.b"}, {{{1, 0}, {1, 1}, {0, 1}}});
  m.scalar("oa", "T.oa", {"J.a"}, {{{0, 1}, {0, 2}}});
  m.scalar("ob", "T.ob", {"J.b"}, {{{0, 1}, {0, 2}}});
  EXPECT_EQ(results(m), (std::vector<std::string>{"a 7 11 0", "b 4 8 3"}));
  const Mapping mapping = m.finished();
  EXPECT_EQ(shown_gate_of(mapping, m.unit("T")), "look-up a b");
  EXPECT_EQ(shown_gate_of(mapping, m.unit("a")), "a");
}

TEST(GateResults, AreNoneWithoutGates) { EXPECT_TRUE(step_of(chain(4, 5), 0).results.empty()); }

}  // namespace
}  // namespace rda::page
