// SPDX-License-Identifier: Apache-2.0
#include "sim/tracing.h"

namespace rda::sim {

void prepare(Trace& trace, const Mapping& mapping) {
  trace = {};
  for (const Unit& unit : mapping.units) {
    auto& programs = trace.units.emplace_back();
    for (const Program& program : unit.programs)
      programs.push_back({.fired = {},
                          .banks = {},
                          .popped = std::vector<Series>(program.inputs.size()),
                          .made = std::vector<Series>(program.outputs.size()),
                          .put = std::vector<Series>(program.outputs.size())});
  }
}

std::int64_t tokens_of_steps(const Mapping& mapping, const Program& sink, std::int64_t steps) {
  const std::int64_t tokens = sink.firings();
  if (steps <= 0 || steps >= mapping.steps) return tokens;
  // tokens · steps / mapping.steps, rounded up; the product may need more than 64 bits.
  __extension__ using Wide = unsigned __int128;
  const auto all = static_cast<Wide>(mapping.steps);
  const Wide product = static_cast<Wide>(tokens) * static_cast<Wide>(steps);
  return static_cast<std::int64_t>((product + all - 1) / all);
}

}  // namespace rda::sim
