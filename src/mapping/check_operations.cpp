// SPDX-License-Identifier: Apache-2.0
#include "base/ceil_div.h"
#include "mapping/latency.h"
#include "mapping/values.h"
#include "mapping/violations.h"

namespace rda::mapping {
namespace {

class OperationsCheck {
 public:
  OperationsCheck(Inspection& inspection, const Unit& unit, const Program& program,
                  const Operations& work)
      : inspection_(inspection),
        unit_(unit),
        program_(program),
        work_(work),
        vectors_(vector_values(inspection.mapping, program, work)),
        inputs_(static_cast<int>(program.inputs.size())) {}

  void run() {
    for (std::size_t i = 0; i < work_.operations.size(); ++i) {
      const Operation& operation = work_.operations[i];
      operation.for_each_operand([&](int value) { operand(static_cast<int>(i), value); });
      fields(i, operation);
      if (reduces_lanes(operation.op)) reduction(i, operation);
    }
    const int values = inputs_ + static_cast<int>(work_.operations.size());
    for (const Port& output : program_.outputs) {
      if (inspection_.kind(output) == TokenKind::control) continue;
      if (output.value < -1 || output.value >= values || values == 0)
        inspection_.add(port_name(unit_, output), "carries value {} (there are {})", output.value,
                        values);
    }
    const int needed = registers_needed(program_, work_);
    if (needed > inspection_.chip.pcu.registers)
      inspection_.add(unit_.name, "{} values live at once (the chip's PCUs have {} registers)",
                      needed, inspection_.chip.pcu.registers);
  }

 private:
  void operand(int operation, int value) {
    const int first = -static_cast<int>(work_.constants.size());
    if (value < first || value >= inputs_ + operation)
      inspection_.add(unit_.name, "operation {} reads value {} ({} to {})", operation, value, first,
                      inputs_ + operation - 1);
    else if (const auto v = static_cast<std::size_t>(value);
             value >= 0 && value < inputs_ &&
             inspection_.kind(program_.inputs[v]) == TokenKind::control)
      inspection_.add(unit_.name, "operation {} reads control input {} (a vector or scalar)",
                      operation, program_.inputs[v].name);
  }

  void fields(std::size_t number, const Operation& operation) {
    const std::string name = fmt::format("operation {}, {}", number, word(operation.op));
    const auto loops = static_cast<int>(program_.space.rank());
    if (operation.c != 0 && operands_of(operation.op) < 3)
      inspection_.add(unit_.name, "{}, has a third operand, {} (must be 0)", name, operation.c);
    if (!folds(operation.op) && operation.level != 0)
      inspection_.add(unit_.name, "{}, has level {} (must be 0: it does not fold)", name,
                      operation.level);
    if (folds(operation.op) && (operation.level < 1 || operation.level > loops))
      inspection_.add(unit_.name, "{}, has level {} (1 to {}, the number of loops)", name,
                      operation.level, loops);
    if (operation.rounding.has_value() != (operation.op == ScalarOp::round))
      inspection_.add(unit_.name, "{}, {} (round has it, and nothing else)", name,
                      operation.rounding ? "says how it rounds" : "does not say how it rounds");
    if (operation.rounding) rounding(name, *operation.rounding);
    if (!reduces_lanes(operation.op) && operation.elements != 0)
      inspection_.add(unit_.name, "{}, has {} elements (must be 0: it does not reduce lanes)", name,
                      operation.elements);
  }

  void rounding(const std::string& name, const RoundTo& to) {
    if (to.format == Format::int8 || to.format == Format::int32)
      inspection_.add(unit_.name, "{}, rounds to {} (a floating-point format)", name,
                      word(to.format));
    if (to.strides.size() > program_.space.rank())
      inspection_.add(unit_.name, "{}, has {} strides (at most {}, the number of loops)", name,
                      to.strides.size(), program_.space.rank());
    if (!to.noise.empty() && !inspection_.mapping.noise_seed)
      inspection_.add(unit_.name, "{}, rounds at random (the mapping needs a noise_seed)", name);
  }

  void reduction(std::size_t number, const Operation& operation) {
    const std::string name = fmt::format("operation {}, {}", number, word(operation.op));
    const auto value = static_cast<std::size_t>(operation.a);
    if (operation.a < 0 || (value < vectors_.size() && !vectors_[value]))
      inspection_.add(unit_.name, "{}, reduces value {}, no vector (must be a vector)", name,
                      operation.a);
    if (operation.elements == 0) return;
    const std::int64_t lanes = inspection_.chip.pcu.lanes;
    const std::int64_t firings = program_.space.rank() == 0 ? 0 : program_.space.extents.front();
    if (ceil_div(operation.elements, lanes) != firings)
      inspection_.add(
          unit_.name, "{}, has {} elements, in {} vectors of {} lanes (the innermost loop has {})",
          name, operation.elements, ceil_div(operation.elements, lanes), lanes, firings);
  }

  Inspection& inspection_;
  const Unit& unit_;
  const Program& program_;
  const Operations& work_;
  const std::vector<bool> vectors_;
  const int inputs_;
};

}  // namespace

void check_operations(Inspection& inspection) {
  for (const Unit& unit : inspection.mapping.units)
    for (const Program& program : unit.programs)
      if (const auto* work = std::get_if<Operations>(&program.work))
        OperationsCheck(inspection, unit, program, *work).run();
}

}  // namespace rda::mapping
