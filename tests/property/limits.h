// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "property/suite.h"
#include "support/hand_mapping.h"

namespace rda::test {

using Lines = std::vector<std::string>;

inline Lines violations_of(const HandMapping& m) { return violations(m.chip, m.finished()); }

inline Outcome run_on(Engine engine, const HandMapping& m, SimulateOptions options) {
  options.engine = engine;
  return run_forked(m.chip, m.finished(), m.tensors, options);
}

/// The result of a legal mapping in both engines, and in the fast one without fast-forward.
inline Outcome alike(const HandMapping& m, SimulateOptions options = {}) {
  EXPECT_EQ(violations_of(m), Lines{});
  const Outcome want = run_on(Engine::reference, m, options);
  EXPECT_NE(want.exit_code, 70) << want.error;
  expect_same(run_on(Engine::fast, m, options), want);
  options.fast_forward = false;
  expect_same(run_on(Engine::fast, m, options), want);
  for (std::size_t u = 0; want.ok() && u < want.result.units.size(); ++u)
    EXPECT_EQ(want.result.units[u].activity.total(), want.result.cycles)
        << m.mapping.units[UnitId(u)].name;
  return want;
}

/// The program of a unit that has one.
inline Program& only_program(HandMapping& m, const std::string& unit) {
  return m.mapping.units[m.unit(unit)].programs.at(0);
}

/// A PCU that passes the tokens of a source on, on a chip with more resources than it needs.
inline HandMapping passes_on(std::int64_t tokens) {
  HandMapping m(2, 4);
  m.source("in", {0, 0}, tokens);
  m.pcu("X", {0, 2}, {tokens}, 1).in("x").out("y");
  m.sink("out", {0, 3}, tokens);
  m.scalar("x", "in", {"X.x"}, {{{0, 0}, {0, 1}, {0, 2}}});
  m.scalar("y", "X.y", {"out"}, {{{0, 2}, {0, 3}}});
  return m;
}

}  // namespace rda::test
