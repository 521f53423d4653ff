// SPDX-License-Identifier: Apache-2.0
#include "mapper/builder.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/ceil_div.h"
#include "mapper/index.h"
#include "mapper/input_first.h"
#include "mapper/policy.h"
#include "rda/check.h"

namespace rda::mapper {
namespace {

/// The fields of a mapping that do not depend on its units.
Mapping empty_mapping(const Graph& graph, const Chip& chip, const Plan& plan,
                      const Stages& stages) {
  Mapping mapping;
  mapping.chip = chip.name;
  mapping.workload = graph.name;
  mapping.hu = plan.hu;
  mapping.hv = plan.hv;
  mapping.ru = plan.ru;
  mapping.rv = values_per_vector(graph, chip) / plan.hv;
  mapping.steps = graph.steps_of_run();
  if (graph.repeat > 1) mapping.repeat = graph.repeat;
  if (std::ranges::any_of(graph.nodes, &Node::stochastic))
    mapping.noise_seed = static_cast<std::int64_t>(graph.noise_seed);
  mapping.batch = graph.batch;
  mapping.macs = macs_of_run(graph);
  mapping.reduction.lanes = chip.pcu.lanes;
  mapping.reduction.rows_in_lanes = plan.vectors();
  mapping.reduction.packing = chip.pcu.packing;
  mapping.reduction.interpolation = chip.pmu.interpolation;
  mapping.reduction.bias_first = plan.chained() || plan.input_first();
  mapping.reduction.cuts = stages.cuts;
  return mapping;
}

}  // namespace

Builder::Builder(const Graph& g, const Chip& c, const Plan& p)
    : graph(p.input_first() ? split_sums(g) : g),
      chip(c),
      plan(p),
      stages(graph, c, p),
      when(schedule(graph, p.products)),
      mapping(empty_mapping(g, c, p, stages)),
      bundles(plan_bundles(graph, chip, when, plan, stages)) {}

namespace {

/// Puts the loop over repetitions around all others. Items are counted on, and so are slots.
void repeat(Unit& unit, std::int64_t times) {
  for (Program& program : unit.programs) {
    if (std::holds_alternative<PortTransfer>(program.work)) {
      program.space.extents.front() *= times;
      continue;
    }
    const auto loops = static_cast<int>(program.space.rank());
    program.space.extents.push_back(times);
    for (std::vector<Port>* ports : {&program.inputs, &program.outputs})
      for (Port& port : *ports) {
        if (!port.access || port.access->slot_level < loops) continue;
        const bool is_kept =
            unit.kind == UnitKind::pmu && unit.buffers[index(port.access->buffer)].slots > 1;
        if (!is_kept) port.access->slot_level = loops + 1;
      }
  }
}

}  // namespace

UnitId Builder::add_unit(Unit unit) {
  if (graph.repeat > 1) repeat(unit, graph.repeat);
  const UnitId number = mapping.units.end_id();
  for (const Program& program : unit.programs) {
    for (const Port& in : program.inputs) mapping.streams[in.stream].to.push_back(number);
    for (const Port& out : program.outputs) mapping.streams[out.stream].from = number;
  }
  return mapping.units.add(std::move(unit));
}

StreamId Builder::add_stream(std::string name, TokenKind kind, double rate) {
  Stream stream;
  stream.name = std::move(name);
  stream.kind = kind;
  stream.rate = std::min(rate, 1.0);
  return mapping.streams.add(std::move(stream));
}

StreamId Builder::add_local(std::string name, std::int64_t initial) {
  const StreamId stream = add_stream(std::move(name), TokenKind::control, 0);
  mapping.streams[stream].carrier = Local{initial};
  return stream;
}

Origin Builder::origin_of(NodeId n, Role role, std::vector<int> index) const {
  Origin origin = node(n).origin;
  origin.role = role;
  origin.index = std::move(index);
  return origin;
}

StreamId Builder::value(NodeId n, Bundle bundle) {
  const auto [it, is_new] = values_.try_emplace({n, bundle.begin});
  if (is_new)
    it->second =
        add_stream(node(n).name + index_text(bundle), plan.element_kind(), bundle_rate(n, bundle));
  return it->second;
}

std::vector<Builder::Operand> Builder::element_operand(NodeId n, Bundle wanted, int phase) {
  const bool stored = bundles.through_memory(n, when[n], phase);
  std::vector<Operand> operands;
  if (any_bundle(node(n).op)) {
    operands.push_back({memory_read(n, wanted, phase), wanted});
    return operands;
  }
  // A sum unit serves one position. It reads a stored value at this position alone, not in the
  // bundles that other readers take from the memory.
  const bool alone = wanted.count() == 1;
  const std::vector<Bundle> own = stored && alone ? std::vector{wanted} : std::vector<Bundle>{};
  for (const Bundle& bundle : stored ? alone ? own : bundles.stored.at(n) : bundles_of(n))
    if (wanted.begin <= bundle.begin && bundle.end <= wanted.end)
      operands.push_back({stored ? memory_read(n, bundle, phase) : value(n, bundle), bundle});
  return operands;
}

StreamId Builder::memory_read(NodeId n, Bundle bundle, int phase) {
  std::vector<Operand>& reads = scalar_reads[{n, phase}];
  for (const Operand& read : reads)
    if (read.bundle == bundle) return read.stream;
  const StreamId stream = add_stream(fmt::format("{}{}.{}{}", node(n).name, index_text(bundle),
                                                 bundle.count() == 1 ? "read" : "turns", phase),
                                     is_index(graph, n) ? TokenKind::scalar : plan.element_kind(),
                                     bundle_rate(n, bundle));
  reads.push_back({stream, bundle});
  return stream;
}

StreamId Builder::product_operand(NodeId product, int lo, int hi) {
  const NodeId n = node(product).args[0];
  const int phase = when[product].phase;
  const VectorRead read{n, phase, lo, hi, node(product).formats.activations, stages.of[product]};
  const auto found = vector_reads.find(read);
  if (found != vector_reads.end()) return found->second;
  const auto others = std::ranges::count_if(
      vector_reads, [&](const auto& entry) { return entry.first.is_named_as(read); });
  return vector_reads[read] = add_stream(fmt::format("{}[{}:{}].read{}{}", node(n).name, lo, hi,
                                                     phase, VectorRead::suffix(others)),
                                         plan.vectors() ? TokenKind::scalar : TokenKind::vector,
                                         static_cast<double>(hi - lo) / stages[product].row_cycles);
}

StreamId Builder::initial_vectors(NodeId initial, Format format) {
  const auto [read, is_new] = initial_reads.try_emplace({initial, format});
  if (is_new)
    read->second = add_stream(fmt::format("{}.{}", node(initial).name, word(format)),
                              TokenKind::vector, rate_of(0));
  return read->second;
}

StreamId Builder::written(const std::string& tensor) {
  const auto [found, is_new] = written_.try_emplace(tensor);
  if (is_new) found->second = add_stream(tensor + ".written", TokenKind::control, rate_of(1));
  return found->second;
}

std::int64_t Builder::rows_of(NodeId n, int u) const { return ceil_div(elements(n) - u, hu(n)); }

Bounds Builder::ragged(NodeId n, int u, int row_loop) const {
  if (rows_of(n, u) == rows(n)) return {};
  return {{row_loop, 0, rows_of(n, u)}};
}

Unit new_unit(UnitKind kind, std::string name, Origin origin) {
  Unit unit;
  unit.kind = kind;
  unit.name = std::move(name);
  unit.origin = std::move(origin);
  return unit;
}

Port port(std::string name, StreamId stream, int level, Bounds where) {
  Port p;
  p.name = std::move(name);
  p.stream = stream;
  p.level = level;
  p.where = std::move(where);
  return p;
}

Space TurnLoops::space(std::int64_t items) const {
  if (turns == 1) return {{rows, items}};
  return {{turns, rows, items}};
}

Bounds TurnLoops::bounds(const Builder& b, NodeId node, Bundle bundle, int first) const {
  Bounds where;
  if (bundle.count() < turns) where.add({0, first, first + bundle.count()});
  const std::int64_t there = b.rows_of(node, bundle.begin);
  if (there < rows) where.add({turns == 1 ? 0 : 1, 0, there});
  return where;
}

int add_turn_inputs(const Builder& b, Program& program, const std::string& name, NodeId node,
                    const std::vector<Builder::Operand>& operands, Bundle bundle, int first,
                    const TurnLoops& loops) {
  const int named = static_cast<int>(program.inputs.size());
  for (const Builder::Operand& operand : operands) {
    const int turn = first + operand.bundle.begin - bundle.begin;
    Port in = port(operands.size() == 1 ? name : name + index_text(operand.bundle), operand.stream,
                   0, loops.bounds(b, node, operand.bundle, turn));
    if (static_cast<int>(program.inputs.size()) > named) in.turn_of = named;
    program.inputs.push_back(std::move(in));
  }
  return named;
}

}  // namespace rda::mapper
