// SPDX-License-Identifier: Apache-2.0
#include "sim/tracing.h"

namespace rda::sim {
namespace {

ProgramTrace entry(std::size_t inputs, std::size_t outputs) {
  return {.fired = {},
          .banks = {},
          .popped = std::vector<Series>(inputs),
          .made = std::vector<Series>(outputs),
          .put = std::vector<Series>(outputs)};
}

ProgramTrace entry(const Program& program) {
  return entry(program.inputs.size(), program.outputs.size());
}

std::vector<ProgramTrace> entries(const UnitBody& body) {
  if (const auto* pcu = std::get_if<PcuUnit>(&body)) return {entry(pcu->program)};
  if (std::holds_alternative<SourceUnit>(body)) return {entry(0, 1)};
  if (std::holds_alternative<SinkUnit>(body)) return {entry(1, 0)};
  const auto& pmu = std::get<PmuUnit>(body);
  std::vector<ProgramTrace> programs;
  if (pmu.read) programs.push_back(entry(*pmu.read));
  if (pmu.write) programs.push_back(entry(*pmu.write));
  return programs;
}

}  // namespace

void prepare(Trace& trace, const Mapping& mapping) {
  trace = {};
  for (const Unit& unit : mapping.units) trace.units.push_back(entries(unit.body));
}

std::int64_t tokens_of_steps(const Mapping& mapping, const SinkUnit& sink, std::int64_t steps) {
  if (steps <= 0 || steps >= mapping.steps) return sink.tokens;
  // tokens · steps / mapping.steps, rounded up; the product may need more than 64 bits.
  __extension__ using Wide = unsigned __int128;
  const auto all = static_cast<Wide>(mapping.steps);
  const Wide product = static_cast<Wide>(sink.tokens) * static_cast<Wide>(steps);
  return static_cast<std::int64_t>((product + all - 1) / all);
}

}  // namespace rda::sim
