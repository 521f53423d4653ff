// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "mapping/latency.h"
#include "mapping/violations.h"

namespace rda::mapping {
namespace {

/// Whether a unit can do a work, and which units can, for messages.
struct Fit {
  bool fits;
  std::string_view on;  ///< the units that can
};

struct FitOf {
  UnitKind kind;
  const Program& program;

  Fit operator()(const DotProduct&) const { return {kind == UnitKind::pcu, "a pcu"}; }
  Fit operator()(const Operations&) const { return {kind == UnitKind::pcu, "a pcu"}; }
  Fit operator()(const MemoryAccess&) const { return {kind == UnitKind::pmu, "a pmu"}; }
  Fit operator()(const PortTransfer&) const {
    const bool sends = program.inputs.empty() && program.outputs.size() == 1;
    const bool takes = program.inputs.size() == 1 && program.outputs.empty();
    return {(kind == UnitKind::source && sends) || (kind == UnitKind::sink && takes),
            "a source with one output, or a sink with one input"};
  }
  Fit operator()(const ExternalAccess&) const { return {kind == UnitKind::ag, "an ag"}; }
};

std::string_view kind_of(const Work& work) {
  return std::visit([](const auto& what) { return what.kKind; }, work);
}

/// Checks the number of programs: one, or for a PMU at most one that reads and one that writes.
void check_numbers(Inspection& inspection, const Unit& unit) {
  if (unit.kind != UnitKind::pmu) {
    if (unit.programs.size() != 1)
      inspection.add(unit.name, "{} programs (a {} has one)", unit.programs.size(),
                     word(unit.kind));
    if (!unit.buffers.empty())
      inspection.add(unit.name, "buffers in a {} (only in a pmu)", word(unit.kind));
    return;
  }
  const auto reads = std::ranges::count_if(unit.programs, reads_memory);
  const auto writes = std::ranges::count_if(unit.programs, writes_memory);
  if (reads > 1 || writes > 1)
    inspection.add(unit.name, "{} programs that read and {} that write (at most one each)", reads,
                   writes);
  else if (reads == 1 && writes == 1 && writes_memory(unit.programs.front()))
    inspection.add(unit.name, "the program that writes comes first (the program that reads must)");
}

/// How messages name one of the unit's programs: only those of a PMU need a name.
std::string title(const Unit& unit, const Program& program) {
  if (unit.kind != UnitKind::pmu) return "";
  return writes_memory(program) ? "write " : "read ";
}

void check_pipeline(Inspection& inspection, const Unit& unit, const Program& program) {
  const Hardware hardware = hardware_of(inspection.chip, unit.kind);
  const int stages = stages_used(inspection.chip, program);
  const int latency = latency_of(inspection.chip, program);
  const std::string name = title(unit, program);
  if (stages > hardware.stages)
    inspection.add(unit.name, "{} {}stages (the chip's {}s have {})", stages, name, word(unit.kind),
                   hardware.stages);
  if (program.latency != latency)
    inspection.add(unit.name, "{}latency {} (its {} stages make it {})", name, program.latency,
                   stages, latency);
}

/// Checks that a stream port moves a token in every firing, as the engines assume.
void check_stream_port(Inspection& inspection, const Unit& unit, const Program& program) {
  const int interval = interval_of(inspection.chip, inspection.mapping, unit.kind, program);
  if (program.ii != interval)
    inspection.add(unit.name, "ii {} (a token takes {} cycles at the chip's stream ports)",
                   program.ii, interval);
  for (const auto* ports : {&program.inputs, &program.outputs})
    for (const Port& port : *ports)
      if (const std::int64_t tokens = program.tokens(port); tokens != program.firings())
        inspection.add(port_name(unit, port),
                       "{} tokens in {} firings (a stream port moves one in each)", tokens,
                       program.firings());
}

void check_program(Inspection& inspection, const Unit& unit, const Program& program) {
  const Fit fit = std::visit(FitOf{unit.kind, program}, program.work);
  if (!fit.fits) {
    inspection.add(unit.name, "{} in a {} with {} inputs and {} outputs (must be in {})",
                   kind_of(program.work), word(unit.kind), program.inputs.size(),
                   program.outputs.size(), fit.on);
    return;
  }
  check_pipeline(inspection, unit, program);
  if (!program.has_pipeline()) check_stream_port(inspection, unit, program);
}

}  // namespace

void check_programs(Inspection& inspection) {
  for (const Unit& unit : inspection.mapping.units) {
    check_numbers(inspection, unit);
    for (const Program& program : unit.programs) check_program(inspection, unit, program);
  }
}

}  // namespace rda::mapping
