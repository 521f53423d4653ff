// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "mapping/latency.h"
#include "mapping/violations.h"
#include "rda/limits.h"

namespace rda::mapping {
namespace {

constexpr std::size_t kMostLoops = 16;

bool is_index(std::int64_t number, std::size_t size) {
  return number >= 0 && number < static_cast<std::int64_t>(size);
}

class References {
 public:
  References(Inspection& inspection, const Unit& unit) : inspection_(inspection), unit_(unit) {}

  void program(const Program& program) {
    if (program.space.rank() > kMostLoops)
      inspection_.add(unit_.name, "{} loops (at most {})", program.space.rank(), kMostLoops);
    for (const std::int64_t extent : program.space.extents)
      if (extent < 1) inspection_.add(unit_.name, "loop extent {} (at least 1)", extent);
    if (program.latency < 0 || program.ii < 1)
      inspection_.add(unit_.name, "latency {}, ii {} (at least 0 and 1)", program.latency,
                      program.ii);
    for (std::size_t i = 0; i < program.inputs.size(); ++i) {
      port(program, program.inputs[i]);
      turn(program, i);
    }
    for (const Port& output : program.outputs) {
      port(program, output);
      if (output.turn_of != -1)
        inspection_.add(port_name(unit_, output), "turn_of {} at an output (must be -1)",
                        output.turn_of);
    }
    if (program.firings() > kMostCycles)
      inspection_.add(unit_.name, "more firings than the longest run has cycles ({})", kMostCycles);
  }

 private:
  void port(const Program& program, const Port& port) {
    const std::string where = port_name(unit_, port);
    if (!names_.insert(port.name).second)
      inspection_.add(where, "two ports have this name (unique in the unit)");
    if (const auto& streams = inspection_.mapping.streams; !streams.has(port.stream))
      inspection_.add(where, "stream {} does not exist (there are {})", port.stream.number(),
                      streams.size());
    if (!is_index(port.level, program.space.rank() + 1))
      inspection_.add(where, "level {} (0 to {}, the number of loops)", port.level,
                      program.space.rank());
    bounds(program, where, "where", port.where);
    if (port.access) access(program, where, *port.access);
  }

  void turn(const Program& program, std::size_t number) {
    const Port& input = program.inputs[number];
    if (input.turn_of == -1) return;
    const std::string where = port_name(unit_, input);
    if (!is_index(input.turn_of, number))
      inspection_.add(where, "turn_of {} (the number of an earlier input, or -1)", input.turn_of);
    else if (const Port& first = program.input(input.turn_of); first.turn_of != -1)
      inspection_.add(where,
                      "turn_of names {}, which has turn_of {} (name the first input of the group)",
                      first.name, first.turn_of);
  }

  void bounds(const Program& program, const std::string& where, std::string_view what,
              const Bounds& ranges) {
    for (const Bound& b : ranges.bounds) {
      if (!is_index(b.loop, program.space.rank()))
        inspection_.add(where, "{} names loop {} (there are {})", what, b.loop,
                        program.space.rank());
      else if (const auto extent = program.space.extents[static_cast<std::size_t>(b.loop)];
               b.lo < 0 || b.lo > b.hi || b.hi > extent)
        inspection_.add(where, "{} [{}, {}) of loop {} (within [0, {}))", what, b.lo, b.hi, b.loop,
                        extent);
    }
  }

  void access(const Program& program, const std::string& where, const Access& access) {
    bounds(program, where, "keep", access.keep);
    if (access.strides.size() > program.space.rank())
      inspection_.add(where, "{} strides (at most one for each of the {} loops)",
                      access.strides.size(), program.space.rank());
    if (!is_index(access.slot_level, program.space.rank() + 1))
      inspection_.add(where, "slot level {} (0 to {}, the number of loops)", access.slot_level,
                      program.space.rank());
    const std::vector<Buffer>& buffers = buffers_of(inspection_.mapping, unit_);
    const bool accesses = unit_.kind == UnitKind::pmu || unit_.kind == UnitKind::ag;
    if (accesses && !is_index(access.buffer, buffers.size()))
      inspection_.add(where, "buffer {} does not exist (there are {})", access.buffer,
                      buffers.size());
    if (access.restart) restart(program, where, *access.restart);
  }

  void restart(const Program& program, const std::string& where, const Restart& restart) {
    if (unit_.kind == UnitKind::pmu && !is_index(restart.buffer, unit_.buffers.size()))
      inspection_.add(where, "restarts in buffer {}, which does not exist (there are {})",
                      restart.buffer, unit_.buffers.size());
    if (!is_index(restart.loop, program.space.rank()))
      inspection_.add(where, "restarts by loop {} (there are {})", restart.loop,
                      program.space.rank());
    else if (const auto extent = program.space.extents[static_cast<std::size_t>(restart.loop)];
             restart.count < 1 || restart.count > extent)
      inspection_.add(where, "restarts for {} iterations (1 to {})", restart.count, extent);
  }

  Inspection& inspection_;
  const Unit& unit_;
  std::set<std::string> names_;
};

void check_stream(Inspection& inspection, const Stream& stream) {
  const auto& units = inspection.mapping.units;
  if (!units.has(stream.from))
    inspection.add(stream.name, "writing unit {} does not exist (there are {})",
                   stream.from.number(), units.size());
  if (stream.to.empty()) inspection.add(stream.name, "no reading unit (one or more)");
  std::set<UnitId> seen;
  for (const UnitId unit : stream.to) {
    if (!units.has(unit))
      inspection.add(stream.name, "reading unit {} does not exist (there are {})", unit.number(),
                     units.size());
    if (!seen.insert(unit).second)
      inspection.add(stream.name, "reading unit {} is named twice (once)", unit.number());
  }
}

}  // namespace

void check_references(Inspection& inspection) {
  if (inspection.mapping.steps % inspection.mapping.repetitions() != 0)
    inspection.add("steps", "{} of {} repetitions (equally many of each)", inspection.mapping.steps,
                   inspection.mapping.repetitions());
  for (const Unit& unit : inspection.mapping.units) {
    References references(inspection, unit);
    for (const Program& program : unit.programs) references.program(program);
  }
  for (const Stream& stream : inspection.mapping.streams) check_stream(inspection, stream);
}

}  // namespace rda::mapping
