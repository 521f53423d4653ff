// SPDX-License-Identifier: Apache-2.0
#include "flow/mapping_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/gather.h"
#include "base/text.h"
#include "flow/verify.h"
#include "graph/operators.h"
#include "graph/reduction.h"
#include "rda/error.h"

namespace rda::flow {
namespace {

constexpr std::size_t kMostShown = 400;  // bytes of a message: names come from the file

/// A tensor that memories hold at the start, and how often its elements are there.
struct Held {
  std::int64_t rows, cols;
  Format format;
  bool needed;  ///< as a whole: weights and biases
  std::int64_t elements = 0;
};

/// The rows of a state that are tapped.
struct Taps {
  Format format = Format::fp32;
  std::vector<bool> rows;
};

/// Compares a mapping with the graph of the workload it is said to be of.
class MappingFileCheck {
 public:
  MappingFileCheck(const std::string& file, const Mapping& mapping, const Graph& graph)
      : file_(file), mapping_(mapping), graph_(graph) {}

  void head() const {
    same("/steps", mapping_.steps, graph_.steps);
    same("/batch", mapping_.batch, graph_.batch);
    same("/macs", mapping_.macs, macs_per_item(graph_) * items());
  }

  /// What a report says of the mapping, as far as only one value, or few, can be true; 0: not said.
  void labels() const {
    std::int64_t rows = 0;
    for (const Node& node : graph_.nodes) rows = std::max(rows, node.size);
    if (mapping_.hu > rows)
      fail("/hu", "{} (a layer of the workload {} has {} rows)", mapping_.hu, graph_.name, rows);
    const auto product = std::ranges::find(graph_.nodes, Op::matvec, &Node::op);
    if (product == graph_.nodes.end()) return;
    if (const int rv = values_per_vector(product->formats); mapping_.rv != 0 && mapping_.rv != rv)
      fail("/rv", "{} (a vector has {} values)", mapping_.rv, rv);
  }

  /// What relies on the mapping being legal.
  void body(const Chip& chip) {
    reduction(chip);
    find_tensors();
    for (const Unit& unit : mapping_.units) check(unit);
    for (const Output& output : graph_.outputs)
      if (const int sinks = sinks_[output.tensor]; sinks != 1)
        fail("/units", "{} is received by {} sink ports (exactly 1 is needed)", output.tensor,
             sinks);
    for (const auto& [name, held] : held_)
      if (held.needed && held.elements < held.rows * held.cols)
        fail("/units", "{} of the {} elements of {} are in memories (all)", held.elements,
             held.rows * held.cols, name);
    for (const std::string& state : tapped_states(graph_))
      if (std::ranges::count(taps_[state].rows, false) > 0 || taps_[state].rows.empty())
        fail("/units", "not every row of state {} has a tap (verification compares it)", state);
  }

 private:
  template <typename... Args>
  [[noreturn]] void fail(const std::string& pointer, fmt::format_string<Args...> problem,
                         Args&&... args) const {
    throw ConfigError(file_, one_line(pointer, kMostShown),
                      one_line(fmt::format(problem, std::forward<Args>(args)...), kMostShown));
  }
  template <typename T>
  void same(const std::string& pointer, const T& got, const T& want) const {
    if (got == want) return;
    fail(pointer, "{} (the workload {} needs {})", got, graph_.name, want);
  }
  void same_format(const std::string& where, Format got, Format want) const {
    if (got != want)
      fail("/units", "{}: format {} (the workload {} needs {})", where, word(got), graph_.name,
           word(want));
  }
  [[noreturn]] void no_tensor(const std::string& where, const std::string& tensor) const {
    fail("/units", "{}: the workload {} has no tensor {} here", where, graph_.name, tensor);
  }

  std::int64_t items() const { return graph_.steps * graph_.batch; }
  int values_per_vector(const Formats& formats) const {
    return graph::map_reduce_format(formats, mapping_.reduction).values_per_vector();
  }

  void reduction(const Chip& chip) const {
    const auto chip_has = [&](const std::string& pointer, const auto& got, const auto& want) {
      if (got != want) fail(pointer, "{} (the chip {} has {})", got, chip.name, want);
    };
    chip_has("/reduction/lanes", mapping_.reduction.lanes, chip.pcu.lanes);
    chip_has("/reduction/packing", mapping_.reduction.packing, chip.pcu.packing);
    std::map<std::string, int> gates;  // vectors
    for (const Node& product : graph_.nodes)
      if (product.op == Op::matvec)
        gates[product.gate] +=
            vectors_for(graph_.nodes[product.args[0]].size, values_per_vector(product.formats));
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

  void find_tensors() {
    for (const Node& n : graph_.nodes) {
      const Formats& formats = n.formats;
      if (n.op == Op::matvec)
        held_[n.tensor] = {n.size, graph_.nodes[n.args[0]].size, formats.weights, true};
      if (n.op == Op::bias) held_[n.tensor] = {n.size, 1, Format::fp32, true};
      if (n.op == Op::state) {
        held_[n.tensor] = {graph_.batch, n.size, formats.state, false};
        taps_[n.name] = {formats.state, std::vector<bool>(static_cast<std::size_t>(n.size))};
      }
      if (graph::class_of(n.op) == graph::OpClass::table)
        held_[fmt::format("table.{}", word(n.op))] = {kTableEntries, 1, Format::fp32, true};
    }
  }

  void check(const Unit& unit) {
    for (const Buffer& buffer : unit.buffers)
      for (const Content& content : buffer.contents)
        hold("unit " + unit.name + ", buffer " + buffer.name, content);
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

  void check(const Unit& unit, const Program& program, const MemoryAccess&) {
    for (const Port& port : program.inputs)
      if (port.access && !port.access->tap.empty())
        tap("unit " + unit.name + ", port " + port.name, program, port);
  }

  void check(const Unit&, const Program&, const ExternalAccess&) const {}

  void hold(const std::string& where, const Content& content) {
    const auto found = held_.find(content.tensor);
    if (found == held_.end()) no_tensor(where, content.tensor);
    if (content.rows == 0 || content.cols == 0) return;
    Held& held = found->second;
    const std::int64_t rows = content.first_row + (content.rows - 1) * content.row_step + 1;
    const std::int64_t cols = content.first_col + (content.cols - 1) * content.col_step + 1;
    if (rows > held.rows || cols > held.cols)
      fail("/units", "{}: needs {} of [{}, {}] at least (the workload's is [{}, {}])", where,
           content.tensor, rows, cols, held.rows, held.cols);
    if (held.needed) same_format(where, content.format, held.format);
    held.elements += content.rows * content.cols;
  }

  void tap(const std::string& where, const Program& write, const Port& port) {
    const Access& access = *port.access;
    const auto found = taps_.find(access.tap);
    if (found == taps_.end()) no_tensor(where, access.tap);
    same_format(where, access.format, found->second.format);
    const Box inside = write.where(port).clip(access.keep);
    const auto loop = [&](int level) {
      return level < 0 ? Extent{0, 1} : inside[static_cast<std::size_t>(level)];
    };
    const Extent rows = loop(access.slot_level - 1);
    const Extent turns = loop(access.tap_turn == 0 ? -1 : access.slot_level - 2);
    for (std::int64_t i = rows.lo; i < rows.hi; ++i)
      for (std::int64_t turn = turns.lo; turn < turns.hi; ++turn)
        tap_row(where, found->second.rows, access.tap,
                access.tap_row + i * access.tap_step + turn * access.tap_turn);
  }

  void tap_row(const std::string& where, std::vector<bool>& tapped, const std::string& state,
               std::int64_t row) const {
    if (row >= static_cast<std::int64_t>(tapped.size()))
      fail("/units", "{}: row {} of {} (the workload's has {})", where, row, state, tapped.size());
    tapped[static_cast<std::size_t>(row)] = true;
  }

  void check(const Unit& unit, const Program& program, const PortTransfer& transfer) {
    const std::string where =
        "unit " + unit.name + ", port " + std::to_string(std::get<EdgePort>(unit.place).port);
    const bool sends = program.inputs.empty();
    const Port& port = sends ? program.outputs.front() : program.inputs.front();
    const Node& node = sends ? input_of(where, transfer) : output_of(where, transfer);
    const std::int64_t size = node.size;
    same_format(where, transfer.format, node.formats.activations);
    const bool vectors = mapping_.streams[port.stream].kind == TokenKind::vector;
    const std::int64_t row = vectors_for(size, vectors ? values_per_vector(node.formats) : 1);
    if (transfer.tokens_per_item != row || program.firings() != row * items())
      fail("/units", "{}: {} tokens, {} a row (the workload {} needs {}, {} a row)", where,
           program.firings(), transfer.tokens_per_item, graph_.name, row * items(), row);
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

  const std::string& file_;
  const Mapping& mapping_;
  const Graph& graph_;
  std::map<std::string, Held> held_;
  std::map<std::string, Taps> taps_;  ///< by state
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
