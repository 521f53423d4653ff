// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <vector>

#include "rda/error.h"
#include "rda/explain.h"
#include "rda/simulate.h"
#include "rda/tracer.h"
#include "support/hand_mapping.h"

namespace rda {

/// An entry of a chain in short.
struct Entry {
  Cycle from, cycles;
  std::string what, unit;
  std::int64_t count = 0;
  friend bool operator==(const Entry&, const Entry&) = default;
};
inline void PrintTo(const Entry& entry, std::ostream* out) {
  *out << "{" << entry.from << ", " << entry.cycles << ", " << entry.what << ", " << entry.unit
       << ", " << entry.count << "}";
}

inline std::vector<Entry> entries(const Explanation& e) {
  std::vector<Entry> entries;
  for (const ChainEntry& p : e.chain)
    entries.push_back({p.from, p.cycles, p.what, p.unit, p.count});
  return entries;
}

/// The trace of the first steps of a run.
inline Trace traced(const test::HandMapping& m, const Mapping& mapping, std::int64_t steps,
                    Engine engine = Engine::fast) {
  check(m.chip, mapping);
  SimulateOptions options;
  options.engine = engine;
  options.steps = steps;
  Tracer tracer(mapping);
  simulate(m.chip, mapping, m.tensors, options, &tracer);
  return tracer.take();
}

/// Simulates up to the end of a step and explains it.
inline Explanation explained(const test::HandMapping& m, std::int64_t step,
                             Engine engine = Engine::fast) {
  const Mapping mapping = m.finished();
  return explain_step(m.chip, mapping, traced(m, mapping, step + 1, engine), step);
}

/// Cycles of the summary by category.
inline Cycle share(const Explanation& e, ChainCategory category) {
  Cycle cycles = 0;
  for (const ChainShare& s : e.summary)
    if (s.category == category) cycles += s.cycles;
  return cycles;
}

}  // namespace rda
