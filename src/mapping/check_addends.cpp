// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "mapping/latency.h"
#include "mapping/violations.h"

namespace rda::mapping {
namespace {

/// Checks the addends of a dot unit.
class AddendCheck {
 public:
  AddendCheck(Inspection& inspection, const Unit& unit, const Program& program,
              const DotProduct& dot)
      : inspection_(inspection), unit_(unit), program_(program), dot_(dot) {}

  void run() {
    if (!references()) return;
    for (std::size_t o = 0; o < dot_.addends.size(); ++o)
      for (const int addend : dot_.addends[o]) whenever_made(program_.outputs[o], addend);
    for (int i = 0; i < inputs(); ++i)
      if (const auto boxes = boxes_added(i); !boxes.empty()) only_when_made(i, boxes);
  }

 private:
  int inputs() const { return static_cast<int>(program_.inputs.size()); }
  const Port& input(int number) const { return program_.input(number); }

  bool references() {
    const std::size_t before = inspection_.found.size();
    if (dot_.addends.size() > program_.outputs.size())
      inspection_.add(unit_.name, "addends of {} outputs (there are {})", dot_.addends.size(),
                      program_.outputs.size());
    for (const auto& of_output : dot_.addends)
      for (const int addend : of_output) {
        if (addend < 0 || addend >= inputs())
          inspection_.add(unit_.name, "adds input {} (there are {})", addend, inputs());
        else if (input(addend).turn_of >= 0)
          inspection_.add(unit_.name,
                          "adds {}, a later input of a turn group (name its first input, {})",
                          input(addend).name, input(input(addend).turn_of).name);
      }
    return inspection_.found.size() == before;
  }

  // The firings that add the input: those that make a token of an output with this addend.
  std::vector<Box> boxes_added(int addend) const {
    std::vector<Box> boxes;
    for (std::size_t o = 0; o < dot_.addends.size(); ++o) {
      const auto& of_output = dot_.addends[o];
      if (std::ranges::find(of_output, addend) == of_output.end()) continue;
      boxes.push_back(program_.moves(program_.outputs[o]));
    }
    return boxes;
  }

  std::vector<Box> group_boxes(int leader) const {
    std::vector<Box> boxes;
    for (const int i : turn_group(program_, leader)) boxes.push_back(program_.where(input(i)));
    return boxes;
  }

  void whenever_made(const Port& output, int addend) {
    if (!covered(program_.moves(output), group_boxes(addend)))
      inspection_.add(port_name(unit_, output),
                      "adds {}, which is not inside its where in all {} firings that make a token",
                      input(addend).name, program_.moves(output).count());
  }

  // Outputs that share an addend make their tokens in the same firings, or have no such firing in
  // common.
  void only_when_made(int addend, std::vector<Box> boxes) {
    for (std::size_t b = 0; b < boxes.size(); ++b)
      for (std::size_t a = b; a-- > 0;)
        if (meet(boxes[a], boxes[b])) {
          if (boxes[a] != boxes[b]) {
            inspection_.add(unit_.name,
                            "outputs that add {} share some of their firings (all or "
                            "none)",
                            input(addend).name);
            return;
          }
          boxes.erase(boxes.begin() + static_cast<std::ptrdiff_t>(b--));
          break;
        }
    for (const int i : turn_group(program_, addend))
      if (!covered(program_.where(input(i)), boxes))
        inspection_.add(port_name(unit_, input(i)),
                        "inside its where in {} firings, in some of which it is not added",
                        program_.where(input(i)).count());
  }

  Inspection& inspection_;
  const Unit& unit_;
  const Program& program_;
  const DotProduct& dot_;
};

}  // namespace

void check_addends(Inspection& inspection) {
  for (const Unit& unit : inspection.mapping.units)
    for (const Program& program : unit.programs)
      if (const auto* dot = std::get_if<DotProduct>(&program.work))
        AddendCheck(inspection, unit, program, *dot).run();
}

}  // namespace rda::mapping
