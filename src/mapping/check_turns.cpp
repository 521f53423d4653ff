// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "mapping/latency.h"
#include "mapping/violations.h"

namespace rda::mapping {
namespace {

/// Checks the turn groups of one program: their inputs, and the operations and look-ups that use
/// them.
class TurnCheck {
 public:
  TurnCheck(Inspection& inspection, const Unit& unit, const Program& program)
      : inspection_(inspection), unit_(unit), program_(program) {}

  void groups() {
    for (int i = 0; i < inputs(); ++i) {
      const Port& later = input(i);
      if (later.turn_of < 0) continue;
      const Port& first = input(later.turn_of);
      if (inspection_.kind(first) != inspection_.kind(later))
        inspection_.add(port_name(unit_, later),
                        "a {} in a turn group with {}, a {} (all of one kind)",
                        word(inspection_.kind(later)), first.name, word(inspection_.kind(first)));
      for (const int other : turn_group(program_, later.turn_of))
        if (other < i && meet(program_.where(input(other)), program_.where(later)))
          inspection_.add(
              port_name(unit_, later),
              "is read in a firing that also reads {} (at most one input of a turn group)",
              input(other).name);
    }
  }

  void operations(const Operations& work) {
    for (const Operation& operation : work.operations)
      operation.for_each_operand([&](int value) { names_leader(value); });
    for (const Port& output : program_.outputs) {
      if (inspection_.kind(output) == TokenKind::control) continue;
      names_leader(output.value);
      const std::vector<bool> used = values_used(work, output);
      for (int i = 0; i < inputs(); ++i)
        if (used[static_cast<std::size_t>(i)]) covers(i, output);
    }
  }

  void look_ups() {
    for (const Port& output : program_.outputs) {
      if (!output.access || output.access->look_up < 0) continue;
      names_leader(output.access->look_up);
      if (output.access->look_up < inputs()) covers(output.access->look_up, output);
    }
  }

 private:
  int inputs() const { return static_cast<int>(program_.inputs.size()); }
  const Port& input(int number) const { return program_.input(number); }

  void names_leader(int value) {
    if (value >= 0 && value < inputs() && input(value).turn_of >= 0)
      inspection_.add(unit_.name,
                      "uses {}, a later input of a turn group (name its first input, {})",
                      input(value).name, input(input(value).turn_of).name);
  }

  // By value: whether the token of the output depends on it.
  std::vector<bool> values_used(const Operations& work, const Port& output) const {
    const auto first_result = program_.inputs.size();
    std::vector<bool> used(first_result + work.operations.size());
    const auto use = [&](int value) {
      if (value >= 0 && static_cast<std::size_t>(value) < used.size())
        used[static_cast<std::size_t>(value)] = true;
    };
    const bool last = output.value < 0 && !work.operations.empty();
    use(last ? static_cast<int>(used.size()) - 1 : std::max(output.value, 0));
    for (std::size_t value = used.size(); value-- > first_result;) {
      if (used[value]) work.operations[value - first_result].for_each_operand(use);
    }
    return used;
  }

  // An input of the group is read in every firing that makes a token of this output.
  void covers(int leader, const Port& output) {
    const auto group = turn_group(program_, leader);
    if (group.size() < 2) return;
    std::vector<Box> boxes;
    for (const int i : group) boxes.push_back(program_.where(input(i)));
    if (!covered(program_.moves(output), boxes))
      inspection_.add(
          port_name(unit_, output),
          "uses the turn group of {}, of which no input is inside its where in some firings "
          "that make a token",
          input(leader).name);
  }

  Inspection& inspection_;
  const Unit& unit_;
  const Program& program_;
};

}  // namespace

void check_turns(Inspection& inspection) {
  for (const Unit& unit : inspection.mapping.units)
    for (const Program& program : unit.programs) {
      TurnCheck check(inspection, unit, program);
      check.groups();
      if (const auto* work = std::get_if<Operations>(&program.work)) check.operations(*work);
      if (reads_memory(program)) check.look_ups();
    }
}

}  // namespace rda::mapping
