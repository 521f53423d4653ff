// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <cstdint>

#include "page/floorplan.h"
#include "page/step.h"
#include "rda/simulate.h"
#include "rda/tracer.h"
#include "support/hand_mapping.h"

namespace rda::page {

/// tests/derived/02: a source, a PCU of five stages, a sink.
inline test::HandMapping chain(std::int64_t steps, std::int64_t tokens) {
  test::HandMapping m(1, 4);
  m.steps(steps);
  m.source("in", {0, 0}, steps * tokens);
  m.pcu("X", {0, 2}, {steps * tokens}, 5).in("x").out("y").element_wise();
  m.sink("out", {0, 3}, steps * tokens);
  m.vector("x", "in", {"X.x"}, {{{0, 0}, {0, 1}, {0, 2}}});
  m.vector("y", "X.y", {"out"}, {{{0, 2}, {0, 3}}});
  return m;
}

/// Simulates up to the end of a step.
inline StepActivity step_of(const test::HandMapping& m, std::int64_t step) {
  const Mapping mapping = m.finished();
  SimulateOptions options;
  options.steps = step + 1;
  Tracer tracer(mapping);
  simulate(m.chip, mapping, m.tensors, options, &tracer);
  return step_of(m.chip, mapping, tracer.trace(), step);
}

/// Simulates all.
inline Report report_of(const test::HandMapping& m, const Mapping& mapping) {
  return make_report(m.chip, mapping, simulate(m.chip, mapping, m.tensors), {}, "");
}

}  // namespace rda::page
