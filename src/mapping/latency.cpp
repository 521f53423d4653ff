// SPDX-License-Identifier: Apache-2.0
#include "mapping/latency.h"

#include <algorithm>
#include <bit>

#include "base/ceil_div.h"

namespace rda::mapping {
namespace {

int stages_before_tree(const Chip& chip, Format values) {
  if (!chip.pcu.packing) return 1;  // every value is multiplied as a 32-bit word
  switch (bits(values)) {
    case 8:
      return chip.pcu.fused ? 2 : 5;
    case 16:
      return chip.pcu.fused ? 1 : 3;
    default:
      return 1;
  }
}

bool looks_up_entry(const Program& program) {
  return std::ranges::any_of(program.outputs, [](const Port& port) {
    return port.access && port.access->looks_up_entry();
  });
}

/// Levels of the tree over the lanes of a PCU: ceil(log2(lanes)).
int tree_levels(const Chip& chip) {
  return std::bit_width(static_cast<unsigned>(chip.pcu.lanes - 1));
}

/// Cycles of a firing in a PCU that spends `cycles` in the `used` stages that do something.
int in_pcu(const PcuConfig& pcu, int used, int cycles) {
  const int idle = pcu.latency == PcuLatency::all_stages ? std::max(0, pcu.stages - used) : 0;
  return cycles + idle;
}

// The value that an output carries: −1 is the result of the last operation, or input 0 without
// operations.
int carried_value(const Program& program, const Operations& work, const Port& output) {
  if (output.value >= 0) return output.value;
  if (work.operations.empty()) return 0;
  return static_cast<int>(program.inputs.size() + work.operations.size()) - 1;
}

// The inputs of a turn group count as one value, that of the first input.
int first_of_turns(const Program& program, int value) {
  if (value < 0 || value >= static_cast<int>(program.inputs.size())) return value;
  const int first = program.input(value).turn_of;
  return first < 0 ? value : first;
}

/// The structural stages and the latency of a program.
struct Pipeline {
  int stages, latency;
};

struct PipelineOf {
  const Chip& chip;
  const Program& program;

  Pipeline operator()(const DotProduct& dot) const {
    const int addends = most_addends(dot);
    return {dot_stages(chip, dot.weights_format, addends, dot.rows_in_lanes),
            dot_latency(chip, dot.weights_format, addends, dot.rows_in_lanes)};
  }
  Pipeline operator()(const Operations& work) const {
    const int levels = std::max(1, tree_levels(chip));
    int stages = 0, cycles = 0;
    for (const Operation& operation : work.operations) {
      const bool tree = reduces_lanes(operation.op);
      stages += tree && !chip.pcu.folded ? levels : 1;
      cycles += tree ? levels : 1;
    }
    stages = std::max(1, stages);
    return {stages, in_pcu(chip.pcu, stages, std::max(1, cycles))};
  }
  Pipeline operator()(const MemoryAccess& access) const {
    const int stages = address_stages(program);
    const int behind = looks_up_entry(program) ? interpolation_cycles(chip) : 0;
    return {stages, stages + (access.writes ? 1 : chip.pmu.read_latency) + behind};
  }
  Pipeline operator()(const PortTransfer&) const { return {0, 0}; }
  Pipeline operator()(const ExternalAccess&) const {
    const int stages = address_stages(program);
    return {stages, stages};
  }
};

}  // namespace

int tree_latency(const Chip& chip) { return tree_levels(chip) + 1; }

int dot_stages(const Chip& chip, Format values, int addends, bool rows_in_lanes) {
  const bool one = chip.pcu.folded || rows_in_lanes;
  return stages_before_tree(chip, values) + (one ? 1 : tree_latency(chip)) + addends;
}

int dot_latency(const Chip& chip, Format values, int addends, bool rows_in_lanes) {
  return in_pcu(
      chip.pcu, dot_stages(chip, values, addends, rows_in_lanes),
      stages_before_tree(chip, values) + (rows_in_lanes ? 1 : tree_latency(chip)) + addends);
}

int most_addends(const DotProduct& dot) {
  std::size_t most = 0;
  for (const auto& of_output : dot.addends) most = std::max(most, of_output.size());
  return static_cast<int>(most);
}

int stages_used(const Chip& chip, const Program& program) {
  return std::visit(PipelineOf{chip, program}, program.work).stages;
}

int latency_of(const Chip& chip, const Program& program) {
  return std::visit(PipelineOf{chip, program}, program.work).latency;
}

int interval_of(const Chip& chip, const Mapping& mapping, UnitKind kind, const Program& program) {
  const Hardware hardware = hardware_of(chip, kind);
  int interval = 1;
  for (const auto* ports : {&program.inputs, &program.outputs})
    for (const Port& port : *ports)
      interval = std::max(interval, hardware.interval[mapping.streams[port.stream].kind]);
  return interval;
}

int registers_needed(const Program& program, const Operations& work) {
  const int inputs = static_cast<int>(program.inputs.size());
  const int operations = static_cast<int>(work.operations.size());
  // A value exists from stage `born` on (an input from stage 0) and is last read by stage
  // `last_use`. Outputs read after the last stage.
  std::vector<int> last_use(static_cast<std::size_t>(inputs + operations), -1);
  const auto use = [&](int value, int stage) {
    value = first_of_turns(program, value);
    if (value >= 0 && value < inputs + operations) {
      auto& last = last_use[static_cast<std::size_t>(value)];
      last = std::max(last, stage);
    }
  };
  for (int i = 0; i < operations; ++i) {
    work.operations[static_cast<std::size_t>(i)].for_each_operand(
        [&](int value) { use(value, i); });
  }
  for (const Port& output : program.outputs) use(carried_value(program, work, output), operations);

  int most = 0;
  for (int stage = 0; stage <= operations; ++stage) {
    int live = 0;
    for (int value = 0; value < inputs + operations; ++value) {
      const int born = value < inputs ? 0 : value - inputs + 1;
      if (born <= stage && last_use[static_cast<std::size_t>(value)] >= stage) ++live;
    }
    most = std::max(most, live);
  }
  return most;
}

std::vector<int> turn_group(const Program& program, int leader) {
  std::vector<int> group{leader};
  for (std::size_t i = 0; i < program.inputs.size(); ++i)
    if (program.inputs[i].turn_of == leader) group.push_back(static_cast<int>(i));
  return group;
}

int entry_bytes(const Chip& chip) { return chip.pmu.interpolation ? 4 * kQuadraticWords : 4; }

int interpolation_cycles(const Chip& chip) {
  return chip.pmu.interpolation ? kInterpolationSteps : 0;
}

int entry_reads(const Chip& chip, bool vector) {
  return ceil_div(entry_bytes(chip) / 4, vector ? 1 : chip.pmu.banks);
}

int address_stages(const Program& program) {
  std::vector<bool> strided(program.space.rank());
  bool rows = false;
  const auto visit = [&](const Port& port) {
    if (!port.access) return;
    rows = rows || port.access->row;
    const auto& strides = port.access->strides;
    for (std::size_t l = 0; l < std::min(strides.size(), strided.size()); ++l)
      if (strides[l] != 0) strided[l] = true;
  };
  for (const Port& port : program.inputs) visit(port);
  for (const Port& port : program.outputs) visit(port);
  const int loops = static_cast<int>(std::ranges::count(strided, true)) + (rows ? 2 : 0);
  return std::max(looks_up_entry(program) ? 2 : 1, loops);
}

}  // namespace rda::mapping
