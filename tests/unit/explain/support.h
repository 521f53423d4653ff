// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <vector>

#include "rda/error.h"
#include "rda/explain.h"
#include "rda/simulate.h"
#include "support/hand_mapping.h"

namespace rda {

/// A part of a chain in short: when, how long, what, whose.
struct Part {
  Cycle from, cycles;
  std::string what, unit;
  std::int64_t count = 0;
  friend bool operator==(const Part&, const Part&) = default;
};
inline void PrintTo(const Part& part, std::ostream* out) {
  *out << "{" << part.from << ", " << part.cycles << ", " << part.what << ", " << part.unit << ", "
       << part.count << "}";
}

inline std::vector<Part> parts(const Explanation& e) {
  std::vector<Part> parts;
  for (const ChainPart& p : e.chain) parts.push_back({p.from, p.cycles, p.what, p.unit, p.count});
  return parts;
}

/// Simulates up to the end of a step and explains it.
inline Explanation explained(const test::HandMapping& m, std::int64_t step,
                             Engine engine = Engine::fast) {
  const Mapping mapping = m.finished();
  check(m.chip, mapping);
  SimulateOptions options;
  options.engine = engine;
  options.steps = step + 1;
  Trace trace;
  simulate(m.chip, mapping, m.tensors, options, &trace);
  return explain_step(m.chip, mapping, trace, step);
}

/// Cycles of the summary by category.
inline Cycle share(const Explanation& e, ChainCategory category) {
  Cycle cycles = 0;
  for (const ChainShare& s : e.summary)
    if (s.category == category) cycles += s.cycles;
  return cycles;
}

}  // namespace rda
