// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <cstdint>

#include "page/floorplan.h"
#include "page/step.h"
#include "rda/simulate.h"
#include "rda/tracer.h"
#include "support/chain.h"

namespace rda::page {

using test::chain;

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
