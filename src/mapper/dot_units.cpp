// SPDX-License-Identifier: Apache-2.0
// Dot units: one for each gate, position u and column slice.
#include <fmt/format.h>

#include <algorithm>

#include "mapper/dot_unit.h"
#include "mapper/weight_memories.h"
#include "mapping/latency.h"

namespace rda::mapper {
namespace {

/// Adds the weights of each piece, which is multiplied with a sequence: all rows in one memory.
void add_sequences(const DotUnit& dot, Program& program, DotProduct& product) {
  for (std::size_t piece = 0; piece < dot.slices.front().pieces.size(); ++piece) {
    Port in = port(fmt::format("weights{}", piece), add_sequence_weights(dot, piece));
    in.where =
        dot.columns(0, dot.slices.front().pieces[piece].lo, dot.slices.front().pieces[piece].hi);
    for (const Bound& bound : dot.b.ragged(dot.row_node(), dot.u, 1).bounds) in.where.add(bound);
    product.weights.push_back(static_cast<int>(program.inputs.size()));
    program.inputs.push_back(std::move(in));
  }
}

void add_operands(const DotUnit& dot, Program& program, DotProduct& product) {
  Builder& b = dot.b;
  for (int pass = 0; pass < dot.passes(); ++pass)
    for (const Piece& piece : dot.slices[index(pass)].pieces) {
      const NodeId operand = b.node(piece.product).args[0];
      Port in = port(b.node(operand).name, b.product_operand(piece.product, piece.lo - piece.begin,
                                                             piece.hi - piece.begin));
      in.where = dot.columns(pass, piece.lo, piece.hi);
      product.operands.push_back(static_cast<int>(program.inputs.size()));
      program.inputs.push_back(std::move(in));
    }
}

/// Neighbouring tokens [lo, hi) of one pass that go into the same sum with the same scale.
struct PartialSum {
  int pass, lo, hi;
  NodeId sum;
  int scale;
};

std::vector<PartialSum> partial_sums_of(const DotUnit& dot) {
  std::vector<PartialSum> partials;
  for (int pass = 0; pass < dot.passes(); ++pass)
    for (const Piece& piece : dot.slices[index(pass)].pieces) {
      const bool goes_on = !partials.empty() && partials.back().pass == pass &&
                           partials.back().sum == piece.sum && partials.back().scale == piece.scale;
      if (goes_on)
        partials.back().hi = piece.hi;
      else
        partials.push_back({pass, piece.lo, piece.hi, piece.sum, piece.scale});
    }
  return partials;
}

/// Whether columns of the gate from token `hi` on, or those of a later gate, also go into this sum.
bool more_behind(const Builder& b, const std::string& gate, NodeId sum, int hi) {
  const auto& cuts = b.mapping.reduction.cuts;
  for (auto later = cuts.find(gate); later != cuts.end(); ++later, hi = 0)
    if (std::ranges::any_of(slice_of(b, later->first, hi, later->second.back()).pieces,
                            [&](const Piece& piece) { return piece.sum == sum; }))
      return true;
  return false;
}

/// The addends of a partial sum in a chain of dot units: the sum of the earlier slices or, in the
/// first slice, the arguments of the sum that are no products.
std::vector<StreamId> addends_of(Builder& b, const PartialSum& partial, int u) {
  const auto carried = b.partial_sums.find({partial.sum, u});
  if (carried != b.partial_sums.end()) return carried->second;
  std::vector<StreamId> addends;
  for (const NodeId arg : b.node(partial.sum).args)
    if (b.node(arg).op != Op::matvec)
      for (const Builder::Operand& operand :
           b.element_operand(arg, {u, u + 1}, b.when[partial.sum].phase))
        addends.push_back(operand.stream);
  return addends;
}

/// Adds the input ports of the addends of output `out`. They are read in the firing that makes its
/// token.
void add_addends(const DotUnit& dot, const PartialSum& partial, const Port& out, Program& program,
                 DotProduct& product) {
  std::vector<int>& numbers = product.addends.emplace_back();
  for (const StreamId stream : addends_of(dot.b, partial, dot.u)) {
    numbers.push_back(static_cast<int>(program.inputs.size()));
    Port in = port(fmt::format("add{}", program.inputs.size()), stream, 0, out.where);
    const Slice& slice = dot.slices[index(partial.pass)];
    std::erase_if(in.where.bounds, [](const Bound& bound) { return bound.loop == 0; });
    if (dot.tokens() > 1) in.where.add({0, partial.hi - slice.lo - 1, partial.hi - slice.lo});
    program.inputs.push_back(std::move(in));
  }
}

void add_partial_sums(const DotUnit& dot, Program& program, DotProduct& product) {
  Builder& b = dot.b;
  const std::string& gate = b.node(dot.row_node()).gate;
  std::vector<NodeId> of_unit;
  for (const PartialSum& partial : partial_sums_of(dot)) {
    if (b.plan.chained() && std::ranges::find(of_unit, partial.sum) != of_unit.end())
      throw MappingError("sums",
                         fmt::format("{}: a chain needs products of one scale in a slice (units "
                                     "would fit)",
                                     dot.name));
    of_unit.push_back(partial.sum);
    const bool last = b.plan.chained() && !more_behind(b, gate, partial.sum, partial.hi);
    const StreamId stream =
        last ? b.value(partial.sum, {dot.u, dot.u + 1})
             : b.add_stream(fmt::format("{}.sum{}", dot.name, program.outputs.size()),
                            b.plan.element_kind(), 1.0 / b.stages[partial.sum].row_cycles);
    Port out = port(fmt::format("sum{}", program.outputs.size()), stream, 1,
                    dot.columns(partial.pass, partial.lo, partial.hi));
    for (const Bound& bound : b.ragged(dot.row_node(), dot.u, 1).bounds) out.where.add(bound);
    std::vector<StreamId>& partials = b.partial_sums[{partial.sum, dot.u}];
    if (b.plan.chained()) {
      if (partials.empty()) b.partial_sums.erase({partial.sum, dot.u});
      add_addends(dot, partial, out, program, product);
      b.partial_sums[{partial.sum, dot.u}] = {stream};
    } else {
      partials.push_back(stream);
    }
    product.scales.push_back(partial.scale);
    program.outputs.push_back(std::move(out));
  }
}

void add_dot_unit(const DotUnit& dot, WeightMemories& weights) {
  Builder& b = dot.b;
  const Formats& formats = b.node(dot.row_node()).formats;
  Program program;
  // The operand is sent to all positions in every row group, so each position has all row groups.
  program.space = dot.space(b.rows(dot.row_node()));
  DotProduct product{formats.weights, formats.activations, formats.accumulate, {}, {}, {}, {}};
  product.rows_in_lanes = b.plan.vectors();
  if (b.node(dot.row_node()).args.size() == 2)
    add_sequences(dot, program, product);
  else
    weights.add(dot, program, product);
  add_operands(dot, program, product);
  add_partial_sums(dot, program, product);
  program.work = std::move(product);
  program.latency = mapping::latency_of(b.chip, program);
  Unit pcu = new_unit(UnitKind::pcu, dot.name, dot.origin(Role::dot, {dot.u, dot.number}));
  pcu.programs.push_back(std::move(program));
  b.add_unit(std::move(pcu));
}

}  // namespace

std::vector<DotUnit> dot_units_of(Builder& b) {
  std::vector<DotUnit> dots;
  for (const auto& [gate, cuts] : b.mapping.reduction.cuts) {
    const auto slices = slices_of(b, gate, cuts);
    const int hu = b.hu(slices.front().front().pieces.front().product);
    for (int u = 0; u < hu; ++u)
      for (std::size_t s = 0; s < slices.size(); ++s)
        dots.push_back(
            {b, fmt::format("{}.dot[{}][{}]", gate, u, s), u, static_cast<int>(s), slices[s]});
  }
  return dots;
}

void add_dot_units(Builder& b) {
  const std::vector<DotUnit> dots = dot_units_of(b);
  WeightMemories weights(b, dots);
  for (const DotUnit& dot : dots) add_dot_unit(dot, weights);
  weights.finish();
}

}  // namespace rda::mapper
