// SPDX-License-Identifier: Apache-2.0
#include "sim/datapath_work.h"

namespace rda::sim {

ProgramPorts::ProgramPorts(const Program& program) : program_(program) {
  for (const Port& output : program.outputs) made_.push_back(program.moves(output));
}

int ProgramPorts::on_turn(int input, Index index) const {
  for (std::size_t i = static_cast<std::size_t>(input); i < program_.inputs.size(); ++i) {
    const Port& port = program_.inputs[i];
    const bool in_group = static_cast<int>(i) == input || port.turn_of == input;
    if (in_group && port.where.contains(index)) return static_cast<int>(i);
  }
  return -1;
}

Value ProgramPorts::value_on_turn(int input, Index index, std::span<const Value> inputs) const {
  const int turn = on_turn(input, index);
  return turn < 0 ? nullptr : inputs[static_cast<std::size_t>(turn)];
}

}  // namespace rda::sim
