// SPDX-License-Identifier: Apache-2.0
#include "sim/reference/grid_unit.h"

#include <fmt/format.h>

#include <algorithm>

#include "rda/check.h"

namespace rda::sim::reference {
namespace {

/// The number of the port at a stream; the number of ports if none is at it.
std::size_t find(const std::vector<Port>& ports, StreamId stream) {
  return static_cast<std::size_t>(std::ranges::find(ports, stream, &Port::stream) - ports.begin());
}

}  // namespace

GridUnit::GridUnit(sc_core::sc_module_name, Context& context, const Setup& setup)
    : UnitTile(context, setup) {
  for (std::size_t p = 0; p < setup.unit.programs.size(); ++p)
    programs_.push_back(
        std::make_unique<ProgramModule>(fmt::format("program_{}", p).c_str(), context, setup, p));
}

/// The unit's activity is the first of its programs' activities in the order active, conflict,
/// blocked, idle, starved, which is the order of the enumerators. Without a program it is idle.
void GridUnit::tick() {
  Activity first = programs_.empty() ? Activity::idle : Activity::starved;
  for (const auto& program : programs_) first = std::min(first, program->tick(result_));
  did(first);
}

bool GridUnit::is_counting_down() const {
  return std::ranges::any_of(programs_,
                             [](const auto& program) { return program->is_counting_down(); });
}

std::vector<Blockage> GridUnit::blockages() const {
  std::vector<Blockage> blockages;
  for (const auto& program : programs_) blockages.push_back(program->blockage());
  return blockages;
}

InPort& GridUnit::input(StreamId stream) {
  for (const auto& program : programs_) {
    const std::size_t port = find(program->program().inputs, stream);
    if (port < program->inputs.size()) return program->inputs[port];
  }
  throw InternalError(std::string(name()) + ": has no input for a stream that it reads");
}

OutPort& GridUnit::output(StreamId stream) {
  for (const auto& program : programs_) {
    const std::size_t port = find(program->program().outputs, stream);
    if (port < program->outputs.size()) return program->outputs[port];
  }
  throw InternalError(std::string(name()) + ": has no output for a stream that it writes");
}

std::int64_t GridUnit::tokens_sent(StreamId stream) const {
  std::int64_t tokens = 0;
  for (const auto& program : programs_) {
    const std::size_t port = find(program->program().outputs, stream);
    if (port < program->tokens_sent().size()) tokens += program->tokens_sent()[port];
  }
  return tokens;
}

}  // namespace rda::sim::reference
