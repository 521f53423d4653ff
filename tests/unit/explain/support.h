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

/// Simulates up to the end of a step and explains it.
inline Explanation explained(const test::HandMapping& m, std::int64_t step,
                             Engine engine = Engine::fast) {
  const Mapping mapping = m.finished();
  check(m.chip, mapping);
  SimulateOptions options;
  options.engine = engine;
  options.steps = step + 1;
  Tracer tracer(mapping);
  simulate(m.chip, mapping, m.tensors, options, &tracer);
  return explain_step(m.chip, mapping, tracer.trace(), step);
}

/// Cycles of the summary by category.
inline Cycle share(const Explanation& e, ChainCategory category) {
  Cycle cycles = 0;
  for (const ChainShare& s : e.summary)
    if (s.category == category) cycles += s.cycles;
  return cycles;
}

}  // namespace rda
