// SPDX-License-Identifier: Apache-2.0
#include "sim/reference/pcu.h"

#include <algorithm>

#include "rda/check.h"

namespace rda::sim::reference {
namespace {

int find(const std::vector<Port>& ports, int stream) {
  const auto found = std::ranges::find(ports, stream, &Port::stream);
  return found == ports.end() ? -1 : static_cast<int>(found - ports.begin());
}

}  // namespace

int find_input(const ProgramModule& program, int stream) {
  return find(program.program().inputs, stream);
}

int find_output(const ProgramModule& program, int stream) {
  return find(program.program().outputs, stream);
}

Pcu::Pcu(sc_core::sc_module_name, Context& context, const PcuUnit& unit, Datapath* datapath,
         UnitTrace trace)
    : UnitTile(context, trace),
      program_("program", context,
               {.program = unit.program, .datapath = datapath, .trace = program_of(trace)}) {}

void Pcu::tick() { ++result_.activity[program_.tick(result_)]; }

InPort& Pcu::input(int stream) {
  const int port = find_input(program_, stream);
  RDA_CHECK(port >= 0, name());
  return program_.inputs[static_cast<std::size_t>(port)];
}

OutPort& Pcu::output(int stream) {
  const int port = find_output(program_, stream);
  RDA_CHECK(port >= 0, name());
  return program_.outputs[static_cast<std::size_t>(port)];
}

std::int64_t Pcu::tokens_sent(int stream) const {
  const int port = find_output(program_, stream);
  return port < 0 ? 0 : program_.tokens_sent()[static_cast<std::size_t>(port)];
}

}  // namespace rda::sim::reference
