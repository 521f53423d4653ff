// SPDX-License-Identifier: Apache-2.0
#include "mapping/latency.h"
#include "mapping/violations.h"

namespace rda::mapping {
namespace {

class AccessCheck {
 public:
  AccessCheck(Inspection& inspection, const Unit& unit) : inspection_(inspection), unit_(unit) {}

  void none(const Program& program) {
    for (const auto* ports : {&program.inputs, &program.outputs})
      for (const Port& port : *ports)
        if (port.access)
          inspection_.add(port_name(unit_, port), "a memory access in a {} (must have none)",
                          word(unit_.kind));
  }

  void read(const Program& program) {
    std::vector<bool> is_index(program.inputs.size());
    for (const Port& output : program.outputs) {
      if (inspection_.kind(output) == TokenKind::control) {
        no_access(output);
      } else if (!output.access) {
        inspection_.add(port_name(unit_, output), "no memory access (every data port needs one)");
      } else {
        no_write_fields(output);
        if (output.access->look_up >= 0 || unit_.kind != UnitKind::pmu) no_restart(output);
        look_up_fields(output);
        if (output.access->look_up >= 0) look_up(program, output, is_index);
      }
    }
    look_ups_alone(program);
    for (std::size_t i = 0; i < program.inputs.size(); ++i) {
      const Port& input = program.inputs[i];
      no_access(input);
      if (inspection_.kind(input) != TokenKind::control && !is_index[i])
        inspection_.add(
            port_name(unit_, input),
            "a {} input of a read program (must be control, or the {} index of a look-up)",
            word(inspection_.kind(input)), word(inspection_.kind(input)));
    }
  }

  void write(const Program& program) {
    for (const Port& input : program.inputs) {
      if (inspection_.kind(input) == TokenKind::control)
        no_access(input);
      else if (!input.access)
        inspection_.add(port_name(unit_, input), "no memory access (every data port needs one)");
      else if (input.access->look_up >= 0)
        inspection_.add(port_name(unit_, input),
                        "a look-up in a write program (only reads look up)");
      else
        look_up_fields(input), no_restart(input);
    }
    for (const Port& output : program.outputs) {
      no_access(output);
      if (inspection_.kind(output) != TokenKind::control)
        inspection_.add(port_name(unit_, output),
                        "a {} output of a write program (must be control)",
                        word(inspection_.kind(output)));
    }
  }

 private:
  void no_access(const Port& port) {
    if (port.access)
      inspection_.add(port_name(unit_, port), "a memory access at a {} port (must have none)",
                      word(inspection_.kind(port)));
  }

  void no_write_fields(const Port& output) {
    if (!output.access->keep.is_whole() || !output.access->tap.empty())
      inspection_.add(port_name(unit_, output), "keep or tap at a read (only at writes)");
  }

  // The bank of a look-up depends on its index, which is known only when it reads. So bank
  // conflicts with another read of the firing cannot be computed in advance.
  void look_ups_alone(const Program& program) {
    for (std::size_t b = 0; b < program.outputs.size(); ++b)
      for (std::size_t a = 0; a < b; ++a) {
        const Port &first = program.outputs[a], &second = program.outputs[b];
        if (!first.access || !second.access) continue;
        if (first.access->look_up < 0 && second.access->look_up < 0) continue;
        if (meet(program.moves(first), program.moves(second)))
          inspection_.add(
              port_name(unit_, second),
              "reads in the same firing as {}, and one of the two looks up (a look-up must "
              "be the only read of a firing)",
              first.name);
      }
  }

  void no_restart(const Port& port) {
    if (port.access->restart)
      inspection_.add(port_name(unit_, port),
                      "a restart (only at a read of a pmu that looks nothing up)");
  }

  void look_up_fields(const Port& port) {
    const Access& access = *port.access;
    const bool looks_up = access.look_up >= 0;
    if (!looks_up && (access.function || access.row))
      inspection_.add(port_name(unit_, port), "a {} without a look-up (name its input in look_up)",
                      access.function ? "function" : "row");
    if (looks_up && access.function && access.row)
      inspection_.add(port_name(unit_, port), "a function and a row (one of the two)");
    if (access.row && (access.row->rows < 1 || access.row->first_row < 0))
      inspection_.add(port_name(unit_, port), "{} rows from row {} on (1 or more, from 0 on)",
                      access.row->rows, access.row->first_row);
    if (access.row && access.row->row_bytes % (inspection_.chip.pmu.banks * 4) != 0)
      inspection_.add(port_name(unit_, port), "rows {} bytes apart (a multiple of banks x 4 = {})",
                      access.row->row_bytes, inspection_.chip.pmu.banks * 4);
  }

  // An entry has the kind of its index; at a row, which a scalar names, lies a token of either
  // kind.
  void look_up(const Program& program, const Port& output, std::vector<bool>& is_index) {
    const int index = output.access->look_up;
    const bool of_row = output.access->row.has_value();
    const TokenKind kind = of_row ? TokenKind::scalar : inspection_.kind(output);
    if (index >= static_cast<int>(program.inputs.size()) ||
        inspection_.kind(program.input(index)) != kind)
      inspection_.add(port_name(unit_, output), "looks up by input {} (a {} by a {} input)", index,
                      of_row ? "row" : fmt::format("{} output", word(kind)), word(kind));
    else
      for (const int i : turn_group(program, index)) is_index[static_cast<std::size_t>(i)] = true;
  }

  Inspection& inspection_;
  const Unit& unit_;
};

}  // namespace

void check_accesses(Inspection& inspection) {
  for (const Unit& unit : inspection.mapping.units) {
    AccessCheck check(inspection, unit);
    for (const Program& program : unit.programs) {
      if (writes_memory(program))
        check.write(program);
      else if (reads_memory(program))
        check.read(program);
      else
        check.none(program);
    }
  }
}

}  // namespace rda::mapping
