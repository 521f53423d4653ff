// SPDX-License-Identifier: Apache-2.0
#include "flow/mapping_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/gather.h"
#include "base/text.h"
#include "flow/mapping_contents.h"
#include "flow/mapping_refusal.h"
#include "graph/reduction.h"
#include "rda/error.h"

namespace rda::flow {
namespace {

/// Compares a mapping with the graph of the workload it is said to be of.
class MappingFileCheck : MappingRefusal {
 public:
  MappingFileCheck(const std::string& file, const Mapping& mapping, const Graph& graph)
      : MappingRefusal(file, graph.name),
        mapping_(mapping),
        graph_(graph),
        contents_(*this, graph, mapping.reduction.interpolation) {}

  void head() const {
    same("/steps", mapping_.steps, graph_.steps_of_run());
    same("/repeat", mapping_.repetitions(), graph_.repeat);
    same("/batch", mapping_.batch, graph_.batch);
    same("/macs", mapping_.macs, macs_of_run(graph_));
  }

  /// What a report says of the mapping, as far as only one value, or few, can be true; 0: not said.
  void labels() const {
    std::int64_t rows = 0;
    for (const Node& node : graph_.nodes) rows = std::max(rows, node.size);
    if (mapping_.hu > rows)
      fail("/hu", "{} (a layer of the workload {} has {} rows)", mapping_.hu, graph_.name, rows);
    const int hv = mapping_.reduction.rows_in_lanes ? mapping_.reduction.lanes : 1;
    if (mapping_.hv != hv) fail("/hv", "{} (a vector of sums has {} rows)", mapping_.hv, hv);
    const auto product = std::ranges::find(graph_.nodes, Op::matvec, &Node::op);
    if (product == graph_.nodes.end()) return;
    if (const int rv = columns_per_token(product->formats); mapping_.rv != 0 && mapping_.rv != rv)
      fail("/rv", "{} (a {} has {} values)", mapping_.rv,
           mapping_.reduction.rows_in_lanes ? "word" : "vector", rv);
  }

  /// What relies on the mapping being legal.
  void body(const Chip& chip) {
    reduction(chip);
    for (const Buffer& buffer : mapping_.memory) hold("off-chip buffer " + buffer.name, buffer);
    for (const Unit& unit : mapping_.units) check(unit);
    for (const Output& output : graph_.outputs)
      if (const int sinks = sinks_[output.tensor]; sinks != 1 && !output.handed_over)
        fail("/units", "{} is received by {} sink ports (exactly 1 is needed)", output.tensor,
             sinks);
    contents_.require_whole();
  }

 private:
  /// Values of a token of the port.
  std::int64_t lanes(const Port& port) const {
    const bool vector = mapping_.streams[port.stream].kind == TokenKind::vector;
    return vector ? mapping_.reduction.lanes : 1;
  }
  /// Columns of a row in a token that is multiplied.
  int columns_per_token(const Formats& formats) const {
    return graph::map_reduce_format(formats, mapping_.reduction).values_per_vector();
  }
  int values_per_vector(const Formats& formats) const {
    ReductionOrder whole = mapping_.reduction;
    whole.rows_in_lanes = false;
    return graph::map_reduce_format(formats, whole).values_per_vector();
  }

  void reduction(const Chip& chip) const {
    const auto chip_has = [&](const std::string& pointer, const auto& got, const auto& want) {
      if (got != want) fail(pointer, "{} (the chip {} has {})", got, chip.name, want);
    };
    chip_has("/reduction/lanes", mapping_.reduction.lanes, chip.pcu.lanes);
    chip_has("/reduction/packing", mapping_.reduction.packing, chip.pcu.packing);
    chip_has("/reduction/interpolation", mapping_.reduction.interpolation, chip.pmu.interpolation);
    std::map<std::string, int> gates;  // vectors
    for (const Node& product : graph_.nodes)
      if (product.op == Op::matvec)
        gates[product.gate] +=
            vectors_for(graph_.nodes[product.args[0]].size, columns_per_token(product.formats));
    for (const auto& [gate, cuts] : mapping_.reduction.cuts)
      if (!gates.contains(gate))
        fail("/reduction/cuts/" + gate, "the workload {} has no such gate", graph_.name);
    for (const auto& [gate, vectors] : gates) {
      const auto found = mapping_.reduction.cuts.find(gate);
      if (found == mapping_.reduction.cuts.end())
        fail("/reduction/cuts", "{} is missing (a gate of the workload)", gate);
      const std::vector<int>& cuts = found->second;
      if (cuts.size() < 2 || cuts.front() != 0 || cuts.back() != vectors ||
          !std::ranges::is_sorted(cuts))
        fail("/reduction/cuts/" + gate, "must ascend from 0 to {}, the gate's vectors", vectors);
    }
  }

  void hold(const std::string& where, const Buffer& buffer) {
    for (const Content& content : buffer.contents) contents_.hold(where, content);
  }

  void check(const Unit& unit) {
    for (const Buffer& buffer : unit.buffers)
      hold("unit " + unit.name + ", buffer " + buffer.name, buffer);
    for (const Program& program : unit.programs)
      std::visit([&](const auto& work) { check(unit, program, work); }, program.work);
  }

  void check(const Unit& unit, const Program&, const DotProduct& dot) const {
    const Formats& formats = formats_of_products(unit.origin);
    same_format(unit.name, dot.weights_format, formats.weights);
    same_format(unit.name, dot.activations_format, formats.activations);
    same_format(unit.name, dot.accumulate, formats.accumulate);
  }

  void check(const Unit&, const Program&, const Operations&) const {}

  void check(const Unit& unit, const Program& program, const MemoryAccess&) { taps(unit, program); }
  void check(const Unit& unit, const Program& program, const ExternalAccess&) {
    taps(unit, program);
  }

  void taps(const Unit& unit, const Program& program) {
    for (const Port& port : program.inputs)
      if (port.access && !port.access->tap.empty())
        contents_.tap("unit " + unit.name + ", port " + port.name, program, port, lanes(port));
  }

  void check(const Unit& unit, const Program& program, const PortTransfer& transfer) {
    const std::string where =
        "unit " + unit.name + ", port " + std::to_string(std::get<EdgePort>(unit.place).port);
    const bool sends = program.inputs.empty();
    const Port& port = sends ? program.outputs.front() : program.inputs.front();
    // A sink of pulses says when a sequence that is handed over is in memory.
    if (mapping_.streams[port.stream].kind == TokenKind::control) return;
    const Node& node = sends ? input_of(where, transfer) : output_of(where, transfer);
    const std::int64_t size = node.size;
    same_format(where, transfer.format, node.formats.activations);
    const bool vectors = mapping_.streams[port.stream].kind == TokenKind::vector;
    const std::int64_t row = vectors_for(size, vectors ? values_per_vector(node.formats) : 1);
    const std::int64_t tokens = row * graph_.items_of(node) * graph_.repeat;
    if (transfer.tokens_per_item != row || program.firings() != tokens)
      fail("/units", "{}: {} tokens, {} a row (the workload {} needs {}, {} a row)", where,
           program.firings(), transfer.tokens_per_item, graph_.name, tokens, row);
  }

  /// The formats of the products of a unit's layer.
  const Formats& formats_of_products(const Origin& origin) const {
    const auto product = std::ranges::find_if(graph_.nodes, [&](const Node& n) {
      return n.op == Op::matvec && (origin.layer < 0 || n.origin.layer == origin.layer);
    });
    return (product == graph_.nodes.end() ? graph_.nodes.front() : *product).formats;
  }

  /// The input that a source sends.
  const Node& input_of(const std::string& where, const PortTransfer& source) const {
    const auto input = std::ranges::find_if(graph_.nodes, [&](const Node& n) {
      return n.op == Op::input && n.tensor == source.tensor;
    });
    if (input == graph_.nodes.end()) no_tensor(where, source.tensor);
    return *input;
  }

  /// The output that a sink takes.
  const Node& output_of(const std::string& where, const PortTransfer& sink) {
    const auto output = std::ranges::find(graph_.outputs, sink.tensor, &Output::tensor);
    if (output == graph_.outputs.end()) no_tensor(where, sink.tensor);
    ++sinks_[sink.tensor];
    return graph_.nodes[output->node];
  }

  const Mapping& mapping_;
  const Graph& graph_;
  MappingContents contents_;
  std::map<std::string, int> sinks_;  ///< by tensor
};

void check_all(const std::string& file, const Mapping& mapping, const Chip& chip,
               const Graph& graph) {
  MappingFileCheck checked(file, mapping, graph);
  checked.head();
  check_legal(file, mapping, chip);
  checked.body(chip);
  checked.labels();
}

/// Says whose mapping a file has.
std::string of_others(const std::string& file, const Mapping& mapping, const Chip& chip,
                      const Graph& graph) {
  return fmt::format("{} is a mapping of {} on {}, not of {} on {} (rdasim map makes one): ",
                     one_line(file, kMostShown), one_line(mapping.workload, kMostShown),
                     one_line(mapping.chip, kMostShown), graph.name, chip.name);
}

/// The mapping as one of this run, whose names a report says.
Mapping named(Mapping mapping, const Chip& chip, const Graph& graph) {
  mapping.workload = graph.name;
  mapping.chip = chip.name;
  return mapping;
}

}  // namespace

void check_legal(const std::string& file, const Mapping& mapping, const Chip& chip) {
  try {
    check(chip, mapping);
  } catch (const MappingError& error) {
    const auto illegal = [&](std::string_view what) {
      return fmt::format("is not legal on {}: {}", chip.name, one_line(what, kMostShown));
    };
    throw with_further(MappingError(file, illegal(error.what())), error,
                       [&](const std::string& line) { return file + ": " + illegal(line); });
  }
}

Mapping load_checked(const std::string& file, const Chip& chip, const Graph& graph) {
  Mapping mapping = load_mapping(file);
  if (mapping.workload == graph.name && mapping.chip == chip.name) {
    check_all(file, mapping, chip, graph);
    return mapping;
  }
  try {  // names are for people, so a mapping of another name may still fit
    check_all(file, mapping, chip, graph);
  } catch (const Error& error) {
    // One cause for all of its problems: the first is enough.
    throw Error(error.exit_code, of_others(file, mapping, chip, graph) + error.what());
  }
  return named(std::move(mapping), chip, graph);
}

}  // namespace rda::flow
