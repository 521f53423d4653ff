// SPDX-License-Identifier: Apache-2.0
// Sequences of a batch that share the rows of weights from off-chip memory.
#include "mapper/shared_sequences.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "base/ceil_div.h"
#include "mapper/builder.h"
#include "mapper/fits.h"
#include "mapper/index.h"
#include "mapper/levels.h"
#include "mapping/index.h"
#include "mapping/latency.h"

namespace rda::mapper {
namespace {

bool is_kept_for_all(const Graph& graph) {
  return std::ranges::any_of(graph.nodes, [&](const Node& node) {
    return std::ranges::any_of(node.args, [&](NodeId arg) {
      return graph.nodes[arg].op != Op::constant && graph.nodes[arg].size == 1 && node.size > 1 &&
             is_elementwise(node.op);
    });
  });
}

/// Puts a loop over sequences into the programs of a mapping of fewer sequences: around the loops
/// of one row, and inside the loop over rows.
class SharedLoop {
 public:
  SharedLoop(const Chip& chip, Mapping& mapping, int sequences)
      : chip_(chip), mapping_(mapping), sequences_(sequences) {}

  void add() {
    for (Unit& unit : mapping_.units) {
      if (unit.kind == UnitKind::ag) {
        if (mapping::moves_sequence(unit)) add_sequences(unit.programs.front());
        continue;
      }
      widen_buffers(unit);
      for (Program& program : unit.programs)
        if (!brings_weights(unit, program)) add(unit, program);
    }
    mapping_.batch *= sequences_;
    mapping_.macs *= sequences_;
  }

 private:
  /// Whether it writes rows from off-chip memory, which come once for all sequences.
  static bool brings_weights(const Unit& unit, const Program& program) {
    const auto* access = std::get_if<MemoryAccess>(&program.work);
    return unit.origin.role == Role::weights && access && access->writes;
  }

  /// The number of the loop over items: the outermost one of a repetition.
  int item_loop(const Program& program) const {
    return static_cast<int>(program.space.rank()) - (mapping_.repetitions() > 1 ? 2 : 1);
  }

  /// Whether a buffer has a slot for each item. Rings and weights have none.
  bool is_of_items(const Unit& unit, int buffer) const {
    if (unit.origin.role == Role::weights) return false;
    const auto counts_items = [&](const Program& program, const Port& port) {
      const auto* restart = port.access && port.access->restart ? &*port.access->restart : nullptr;
      const bool restarts = restart && restart->buffer == buffer;
      return port.access && (port.access->buffer == buffer || restarts) &&
             port.access->slot_level == item_loop(program);
    };
    return std::ranges::any_of(unit.programs, [&](const Program& program) {
      return std::ranges::any_of(program.inputs,
                                 [&](const Port& port) { return counts_items(program, port); }) ||
             std::ranges::any_of(program.outputs,
                                 [&](const Port& port) { return counts_items(program, port); });
    });
  }

  /// A slot gets room for all sequences, one behind the other.
  void widen_buffers(Unit& unit) {
    of_items_.clear();
    distance_.clear();
    for (std::size_t i = 0; i < unit.buffers.size(); ++i) {
      Buffer& buffer = unit.buffers[i];
      of_items_.push_back(is_of_items(unit, static_cast<int>(i)));
      distance_.push_back(buffer.slot_bytes);
      if (!of_items_.back()) continue;
      if (i > 0) {
        const Buffer& before = unit.buffers[i - 1];
        buffer.offset =
            round_up(before.offset + before.slots * before.slot_bytes, chip_.pmu.row_bytes());
      }
      buffer.slot_bytes *= sequences_;
      std::vector<Content> contents;
      for (const Content& content : buffer.contents)
        for (int sequence = 0; sequence < sequences_; ++sequence) {
          Content& own = contents.emplace_back(content);
          own.offset += sequence * distance_.back();
          own.first_row = content.first_row * sequences_ + sequence;
        }
      buffer.contents = std::move(contents);
    }
  }

  void add(const Unit& unit, Program& program) {
    if (std::holds_alternative<PortTransfer>(program.work)) {
      program.space.extents.front() *= sequences_;
      return;
    }
    const bool input = takes_input(program);
    const Place place{item_loop(program) - (input ? 0 : 1),
                      input || unit.origin.role == Role::weights};
    program.space.extents.insert(program.space.extents.begin() + place.loop, sequences_);
    for (std::vector<Port>* ports : {&program.inputs, &program.outputs})
      for (Port& port : *ports) add(port, place);
    program.latency = mapping::latency_of(chip_, program);
  }

  /// The items of a sequence that is handed over lie in memory one behind the other.
  void add_sequences(Program& program) const {
    program.space.extents[1] *= sequences_;
    for (std::vector<Port>* ports : {&program.inputs, &program.outputs})
      for (Port& port : *ports) {
        if (!port.access) continue;
        Access& access = *port.access;
        if (access.strides.size() > 2) access.strides[2] *= sequences_;
        access.offset *= sequences_;
      }
  }

  /// Whether it stores the vectors of an input, which come item by item.
  bool takes_input(const Program& program) const {
    const auto from_source = [&](const Port& port) {
      const Unit& from = mapping_.units[mapping_.streams[port.stream].from];
      return from.kind == UnitKind::source || mapping::moves_sequence(from);
    };
    return std::ranges::any_of(program.inputs, from_source);
  }

  /// The loop over sequences becomes number `loop`. With `inside`, whatever the loop that had this
  /// number counted (rows of weights, items of an input) is still counted by it alone; otherwise
  /// (elements of a row group) by both.
  struct Place {
    int loop;
    bool inside;
    int moved(int level) const {
      return level > loop || (inside && level == loop) ? level + 1 : level;
    }
  };

  void add(Port& port, const Place& place) const {
    shift(port.where, place.loop);
    if (mapping_.streams[port.stream].is_local()) await_first(port, place);
    port.level = place.moved(port.level);
    if (!port.access) return;
    Access& access = *port.access;
    shift(access.keep, place.loop);
    if (access.restart && access.restart->loop >= place.loop) ++access.restart->loop;
    const auto loop = static_cast<std::size_t>(place.loop);
    const std::int64_t stride =
        of_items_[index(access.buffer)] ? distance_[index(access.buffer)] : 0;
    if (access.strides.size() > loop || stride > 0) {
      access.strides.resize(std::max(access.strides.size(), loop), 0);
      access.strides.insert(access.strides.begin() + place.loop, stride);
    }
    if (!access.tap.empty()) access.tap_sequences = sequences_;
    access.slot_level = place.moved(access.slot_level);
  }

  static void shift(Bounds& bounds, int loop) {
    for (Bound& bound : bounds.bounds)
      if (bound.loop >= loop) ++bound.loop;
  }

  /// A `full` or permit that is awaited once for all rows, or once for a row of weights or an item
  /// of an input, is awaited in the first sequence.
  static void await_first(Port& port, const Place& place) {
    const bool of_rows = std::ranges::any_of(
        port.where.bounds, [&](const Bound& bound) { return bound.loop == place.loop + 1; });
    const bool awaited = port.name == "full" || port.name == "permit";
    if (awaited && (of_rows || place.inside)) port.where.add({place.loop, 0, 1});
  }

  const Chip& chip_;
  Mapping& mapping_;
  const int sequences_;
  std::vector<bool> of_items_;          // by buffer of the unit at hand
  std::vector<std::int64_t> distance_;  // bytes of a sequence in a slot
};

}  // namespace

bool may_share_sequences(const Graph& graph, const Plan& plan, const Mapping& mapping) {
  const auto is_plain = [](const Node& node) {
    return node.op != Op::take && node.op != Op::gather && node.op != Op::score &&
           !is_reduce(node.op) && !node.initial.exists();
  };
  return graph.batch > 1 && mapping::streams_weights(mapping) && !plan.input_first() &&
         graph.has_one_domain() && std::ranges::all_of(graph.nodes, is_plain) &&
         !is_kept_for_all(graph);
}

void share_sequences(const Graph& graph, const Chip& chip, const Plan& plan, Mapping& mapping) {
  if (!may_share_sequences(graph, plan, mapping)) return;
  for (int sequences = graph.batch; sequences > 1; --sequences) {
    if (graph.batch % sequences != 0) continue;
    Graph groups = graph;
    groups.batch = graph.batch / sequences;
    Plan together = plan;
    together.sequences = sequences;
    Mapping shared;
    if (partition_problem(groups, chip, together, shared)) continue;
    SharedLoop(chip, shared, sequences).add();
    if (shortage(chip, shared)) continue;
    mapping = std::move(shared);
    return;
  }
}

}  // namespace rda::mapper
