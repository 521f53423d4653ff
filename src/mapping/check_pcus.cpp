// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "mapping/boxes.h"
#include "mapping/latency.h"
#include "mapping/violations.h"

namespace rda::mapping {
namespace {

/// Powers of two of an fp32 sum.
constexpr int kMostScale = 126;

class PcuCheck {
 public:
  PcuCheck(Inspection& inspection, const Unit& unit, const PcuUnit& pcu)
      : inspection_(inspection), unit_(unit), pcu_(pcu), inputs_(count(pcu.program.inputs)) {}

  void run() {
    for (const auto* ports : {&pcu_.program.inputs, &pcu_.program.outputs})
      for (const Port& port : *ports)
        if (port.access) inspection_.add(port_name(unit_, port), "a memory access in a PCU (none)");
    if (pcu_.dot)
      dot(*pcu_.dot);
    else
      element_wise();
    if (pcu_.stages > inspection_.chip.pcu.stages)
      inspection_.add(unit_.name, "{} stages (the chip's PCUs have {})", pcu_.stages,
                      inspection_.chip.pcu.stages);
  }

 private:
  template <typename T>
  static int count(const std::vector<T>& of) {
    return static_cast<int>(of.size());
  }
  const Port& input(int number) const {
    return pcu_.program.inputs[static_cast<std::size_t>(number)];
  }

  void expect_pipeline(int stages, int latency, std::string_view why) {
    if (pcu_.stages != stages)
      inspection_.add(unit_.name, "{} stages used ({} {})", pcu_.stages, why, stages);
    if (pcu_.program.latency != latency)
      inspection_.add(unit_.name, "latency {} ({} {})", pcu_.program.latency, why, latency);
  }

  // Dot units.

  void dot(const DotProduct& dot) {
    const Format format = dot.weights_format;
    if (bits(format) != bits(dot.activations_format))
      inspection_.add(unit_.name, "weights of {} bits, activations of {} (the same width)",
                      bits(format), bits(dot.activations_format));
    dot_formats(dot);
    if (!pcu_.operations.empty()) inspection_.add(unit_.name, "operations in a dot unit (none)");
    const int addends = most_addends(dot);
    expect_pipeline(dot_stages(inspection_.chip, format, addends),
                    dot_latency(inspection_.chip, format, addends),
                    addends > 0 ? "a dot unit of this format with its addends has"
                                : "a dot unit of this format has");
    if (format == Format::int8 && dot.scales.size() != pcu_.program.outputs.size())
      inspection_.add(unit_.name, "{} scales (one for each of {} outputs)", dot.scales.size(),
                      pcu_.program.outputs.size());
    for (const int scale : dot.scales)
      if (scale < -kMostScale || scale > kMostScale)
        inspection_.add(unit_.name, "scale {} ({} to {})", scale, -kMostScale, kMostScale);
    if (!dot_roles(dot)) return;
    dot_firings(dot);
    for (const Port& output : pcu_.program.outputs)
      if (inspection_.kind(output) == TokenKind::vector)
        inspection_.add(port_name(unit_, output), "a vector out of a dot unit (a scalar)");
  }

  // What the datapath has a map-reduce unit for.
  void dot_formats(const DotProduct& dot) {
    const bool integers = dot.weights_format == Format::int8;
    for (const Format format : {dot.weights_format, dot.activations_format})
      if (format == Format::int32)
        inspection_.add(unit_.name, "multiplies int32 (floats, or int8 by int8)");
    if (integers != (dot.activations_format == Format::int8))
      inspection_.add(unit_.name, "weights in {}, activations in {} (int8 only by int8)",
                      word(dot.weights_format), word(dot.activations_format));
    if (bits(dot.accumulate) < 16 || (dot.accumulate == Format::int32 && !integers))
      inspection_.add(unit_.name, "accumulates {} in {} (fp32, bf16, fp16, or int8 in int32)",
                      word(dot.weights_format), word(dot.accumulate));
  }

  bool dot_roles(const DotProduct& dot) {
    std::vector<int> roles(pcu_.program.inputs.size(), 0);
    for (const auto* numbers : {&dot.weights, &dot.operands})
      for (const int i : *numbers) {
        if (i < 0 || i >= inputs_) {
          inspection_.add(unit_.name, "multiplies input {} (there are {})", i, inputs_);
          return false;
        }
        ++roles[static_cast<std::size_t>(i)];
      }
    for (int i = 0; i < inputs_; ++i) role(dot, i, roles[static_cast<std::size_t>(i)]);
    return true;
  }

  static bool is_addend(const DotProduct& dot, int input) {
    return std::ranges::any_of(dot.addends, [&](const std::vector<int>& of_output) {
      return std::ranges::find(of_output, input) != of_output.end();
    });
  }

  // Multiplied so many times, or added, or a control token.
  void role(const DotProduct& dot, int number, int multiplied) {
    const Port& port = input(number);
    const TokenKind kind = inspection_.kind(port);
    if (multiplied > 1)
      inspection_.add(port_name(unit_, port), "multiplied {} times (weight or operand)",
                      multiplied);
    const bool added = is_addend(dot, port.turn_of < 0 ? number : port.turn_of);
    if (multiplied > 0 && added)
      inspection_.add(port_name(unit_, port), "multiplied and added (one of both)");
    const TokenKind wanted = multiplied > 0 ? TokenKind::vector
                             : added        ? TokenKind::scalar
                                            : TokenKind::control;
    if (kind != wanted)
      inspection_.add(port_name(unit_, port),
                      "a {} token is {} (vectors are multiplied, scalars added, control tokens "
                      "neither)",
                      word(kind),
                      multiplied > 0 ? "multiplied"
                      : added        ? "added"
                                     : "neither multiplied nor added");
  }

  // One operand in every firing, and one of the weights at most.
  void dot_firings(const DotProduct& dot) {
    std::int64_t covered = 0;
    for (const int i : dot.operands) {
      Port every_firing = input(i);
      every_firing.level = 0;
      if (__builtin_add_overflow(covered, tokens(pcu_.program, every_firing), &covered))
        covered = kUncountable;
    }
    apart(dot.weights, "weights");
    apart(dot.operands, "operands");
    if (covered != firings(pcu_.program))
      inspection_.add(unit_.name, "operands in {} of {} firings (one in each)", covered,
                      firings(pcu_.program));
  }

  void apart(const std::vector<int>& numbers, std::string_view what) {
    for (std::size_t a = 0; a < numbers.size(); ++a)
      for (std::size_t b = a + 1; b < numbers.size(); ++b)
        if (meet(where_box(pcu_.program, input(numbers[a])),
                 where_box(pcu_.program, input(numbers[b]))))
          inspection_.add(unit_.name, "{} {} and {} meet in a firing (one at most)", what,
                          input(numbers[a]).name, input(numbers[b]).name);
  }

  // Element-wise units.

  void element_wise() {
    const int stages = operation_stages(pcu_);
    expect_pipeline(stages, stages, "one for each operation and at least one:");
    for (int i = 0; i < count(pcu_.operations); ++i) {
      const Operation& operation = pcu_.operations[static_cast<std::size_t>(i)];
      operand(i, operation.a);
      if (operation.op != ScalarOp::relu) operand(i, operation.b);
    }
    const int values = inputs_ + count(pcu_.operations);
    for (const Port& output : pcu_.program.outputs) {
      if (inspection_.kind(output) == TokenKind::control) continue;
      if (output.value < -1 || output.value >= values || values == 0)
        inspection_.add(port_name(unit_, output), "carries value {} (there are {})", output.value,
                        values);
    }
    if (const int needed = registers_needed(pcu_); needed > inspection_.chip.pcu.registers)
      inspection_.add(unit_.name, "{} values live at once (the chip's PCUs have {} registers)",
                      needed, inspection_.chip.pcu.registers);
  }

  void operand(int operation, int value) {
    if (value < 0 || value >= inputs_ + operation)
      inspection_.add(unit_.name, "operation {} reads value {} (0 to {})", operation, value,
                      inputs_ + operation - 1);
    else if (value < inputs_ && inspection_.kind(input(value)) == TokenKind::control)
      inspection_.add(unit_.name, "operation {} reads control input {} (a vector or scalar)",
                      operation, input(value).name);
  }

  Inspection& inspection_;
  const Unit& unit_;
  const PcuUnit& pcu_;
  const int inputs_;
};

}  // namespace

void check_pcus(Inspection& inspection) {
  for (const Unit& unit : inspection.mapping.units)
    if (const auto* pcu = std::get_if<PcuUnit>(&unit.body)) PcuCheck(inspection, unit, *pcu).run();
}

}  // namespace rda::mapping
