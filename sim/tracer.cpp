// SPDX-License-Identifier: Apache-2.0
#include "rda/tracer.h"

namespace rda {

Tracer::Tracer(const Mapping& mapping) {
  for (const Unit& unit : mapping.units) {
    auto& programs = trace_.units.emplace_back();
    for (const Program& program : unit.programs)
      programs.push_back({.fired = {},
                          .banks = {},
                          .popped = std::vector<Series>(program.inputs.size()),
                          .made = std::vector<Series>(program.outputs.size()),
                          .put = std::vector<Series>(program.outputs.size())});
  }
}

void Tracer::fired(ProgramOf program, Events cycles, int bank_cycles) {
  of(program).fired.push(cycles);
  of(program).banks.push({bank_cycles, 0, cycles.count});
}

void Tracer::popped(ProgramOf program, std::size_t input, Events cycles) {
  of(program).popped[input].push(cycles);
}

void Tracer::made(ProgramOf program, std::size_t output, Events firings) {
  of(program).made[output].push(firings);
}

void Tracer::put(ProgramOf program, std::size_t output, Events cycles) {
  of(program).put[output].push(cycles);
}

}  // namespace rda
