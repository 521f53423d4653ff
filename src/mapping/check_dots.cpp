// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "mapping/latency.h"
#include "mapping/violations.h"

namespace rda::mapping {
namespace {

/// Largest exponent of a scale, of an fp32 sum.
constexpr int kMostScale = 126;

class DotCheck {
 public:
  DotCheck(Inspection& inspection, const Unit& unit, const Program& program, const DotProduct& dot)
      : inspection_(inspection),
        unit_(unit),
        program_(program),
        dot_(dot),
        inputs_(static_cast<int>(program.inputs.size())) {}

  void run() {
    const Format format = dot_.weights_format;
    if (bits(format) != bits(dot_.activations_format))
      inspection_.add(unit_.name, "weights of {} bits, activations of {} (the same width)",
                      bits(format), bits(dot_.activations_format));
    formats();
    if (format == Format::int8 && dot_.scales.size() != program_.outputs.size())
      inspection_.add(unit_.name, "{} scales (one for each of {} outputs)", dot_.scales.size(),
                      program_.outputs.size());
    for (const int scale : dot_.scales)
      if (scale < -kMostScale || scale > kMostScale)
        inspection_.add(unit_.name, "scale {} ({} to {})", scale, -kMostScale, kMostScale);
    if (!multiplied_inputs()) return;
    firings();
    for (const Port& output : program_.outputs)
      if (const TokenKind kind = inspection_.kind(output);
          kind != TokenKind::control && kind != sum_kind())
        inspection_.add(port_name(unit_, output), "a {} output of a dot unit (must be a {})",
                        word(kind), word(sum_kind()));
  }

 private:
  TokenKind sum_kind() const { return dot_.rows_in_lanes ? TokenKind::vector : TokenKind::scalar; }
  TokenKind operand_kind() const {
    return dot_.rows_in_lanes ? TokenKind::scalar : TokenKind::vector;
  }
  bool is_operand(int number) const {
    return std::ranges::find(dot_.operands, number) != dot_.operands.end();
  }

  const Port& input(int number) const { return program_.input(number); }

  // The formats that a map-reduce unit supports.
  void formats() {
    const bool integers = dot_.weights_format == Format::int8;
    for (const Format format : {dot_.weights_format, dot_.activations_format})
      if (format == Format::int32)
        inspection_.add(unit_.name, "multiplies int32 (floats, or int8 by int8)");
    if (integers != (dot_.activations_format == Format::int8))
      inspection_.add(unit_.name, "weights in {}, activations in {} (int8 only by int8)",
                      word(dot_.weights_format), word(dot_.activations_format));
    if (bits(dot_.accumulate) < 16 || (dot_.accumulate == Format::int32 && !integers))
      inspection_.add(unit_.name, "accumulates {} in {} (fp32, bf16, fp16, or int8 in int32)",
                      word(dot_.weights_format), word(dot_.accumulate));
  }

  bool multiplied_inputs() {
    std::vector<int> times(program_.inputs.size(), 0);
    for (const auto* numbers : {&dot_.weights, &dot_.operands})
      for (const int i : *numbers) {
        if (i < 0 || i >= inputs_) {
          inspection_.add(unit_.name, "multiplies input {} (there are {})", i, inputs_);
          return false;
        }
        ++times[static_cast<std::size_t>(i)];
      }
    for (int i = 0; i < inputs_; ++i) use_of(i, times[static_cast<std::size_t>(i)]);
    return true;
  }

  bool is_addend(int input) const {
    return std::ranges::any_of(dot_.addends, [&](const std::vector<int>& of_output) {
      return std::ranges::find(of_output, input) != of_output.end();
    });
  }

  // An input is multiplied once, added, or a control token. `multiplied`: how many times.
  void use_of(int number, int multiplied) {
    const Port& port = input(number);
    const TokenKind kind = inspection_.kind(port);
    if (multiplied > 1)
      inspection_.add(port_name(unit_, port),
                      "multiplied {} times (once: as a weight or as an operand)", multiplied);
    const bool added = is_addend(port.turn_of < 0 ? number : port.turn_of);
    if (multiplied > 0 && added)
      inspection_.add(port_name(unit_, port), "multiplied and added (only one of them)");
    const TokenKind wanted = multiplied == 0      ? (added ? sum_kind() : TokenKind::control)
                             : is_operand(number) ? operand_kind()
                                                  : TokenKind::vector;
    if (kind != wanted)
      inspection_.add(port_name(unit_, port),
                      "a {} token is {} ({} are multiplied, {}s added, "
                      "control tokens neither)",
                      word(kind),
                      multiplied > 0 ? "multiplied"
                      : added        ? "added"
                                     : "neither multiplied nor added",
                      dot_.rows_in_lanes ? "vectors of weights and scalars" : "vectors",
                      word(sum_kind()));
  }

  // Every firing reads one operand, and at most one input of weights.
  void firings() {
    std::int64_t covered = 0;
    for (const int i : dot_.operands) {
      if (__builtin_add_overflow(covered, program_.where(input(i)).count(), &covered))
        covered = kUncountable;
    }
    apart(dot_.weights, "weights");
    apart(dot_.operands, "operands");
    if (covered != program_.firings())
      inspection_.add(unit_.name, "operands in {} of {} firings (one operand in each)", covered,
                      program_.firings());
  }

  void apart(const std::vector<int>& numbers, std::string_view what) {
    for (std::size_t a = 0; a < numbers.size(); ++a)
      for (std::size_t b = a + 1; b < numbers.size(); ++b)
        if (meet(program_.where(input(numbers[a])), program_.where(input(numbers[b]))))
          inspection_.add(unit_.name, "{} {} and {} are used in the same firing (at most one)",
                          what, input(numbers[a]).name, input(numbers[b]).name);
  }

  Inspection& inspection_;
  const Unit& unit_;
  const Program& program_;
  const DotProduct& dot_;
  const int inputs_;
};

}  // namespace

void check_dots(Inspection& inspection) {
  for (const Unit& unit : inspection.mapping.units)
    for (const Program& program : unit.programs)
      if (const auto* dot = std::get_if<DotProduct>(&program.work))
        DotCheck(inspection, unit, program, *dot).run();
}

}  // namespace rda::mapping
