// SPDX-License-Identifier: Apache-2.0
// Dot units and the PMUs that stream their weights: one dot unit for each gate, position u and
// column slice.
#include <fmt/format.h>

#include <algorithm>

#include "mapper/index.h"
#include "mapper/memories.h"
#include "mapper/slices.h"
#include "mapping/latency.h"

namespace rda::mapper {
namespace {

/// A dot unit under construction. It computes all rows of its first slice, then of the next slice.
struct DotUnit {
  Builder& b;
  std::string name;
  int u, number;  ///< position, and number among the dot units of this gate and position
  std::vector<Slice> slices;  ///< one for each pass

  int tokens() const { return slices.front().hi - slices.front().lo; }
  int passes() const { return static_cast<int>(slices.size()); }
  NodeId row_node() const { return slices.front().pieces.front().product; }
  std::int64_t rows() const { return b.rows_of(row_node(), u); }
  /// Bytes from one row of weights to the next in one pass. With rows in lanes an odd number of
  /// words: so the rows of a vector lie in different banks.
  std::int64_t pitch() const {
    const std::int64_t bytes = std::int64_t{tokens()} * b.operand_bytes();
    return b.plan.vectors() && bytes / 4 % 2 == 0 ? bytes + 4 : bytes;
  }
  /// Bytes of the weights of one element in one pass.
  std::int64_t element_bytes() const { return b.plan.hv * pitch(); }

  Space space(std::int64_t row_count) const {
    if (passes() == 1) return {{tokens(), row_count, b.items()}};
    return {{tokens(), row_count, passes(), b.items()}};
  }
  Origin origin(Role role, std::vector<int> index) const {
    return b.origin_of(row_node(), role, std::move(index));
  }
  /// Bounds of the firings that multiply tokens [lo, hi) of the gate in pass `pass`.
  Bounds columns(int pass, int lo, int hi) const {
    const Slice& slice = slices[index(pass)];
    Bounds where;
    if (lo > slice.lo || hi < slice.hi) where.add({0, lo - slice.lo, hi - slice.lo});
    if (passes() > 1) where.add({kPassLoop, pass, pass + 1});
    return where;
  }
};

/// The columns of a piece, without rows and offset.
Content weights_of(const DotUnit& dot, const Piece& piece) {
  const Node& product = dot.b.node(piece.product);
  const int columns = dot.b.columns(product.formats.weights);
  Content c;
  c.tensor = product.tensor;
  c.pitch = dot.pitch();
  c.first_col = std::int64_t{piece.lo - piece.begin} * columns;
  c.cols = std::min<std::int64_t>(std::int64_t{piece.hi - piece.lo} * columns,
                                  dot.b.node(product.args[0]).size - c.first_col);
  c.format = product.formats.weights;
  c.scale = product.weight_scale;
  c.word_each = !dot.b.chip.pcu.packing;
  return c;
}

/// Adds the rows [first, first + rows) of the unit's position, which lie from the content's offset
/// on: with one row an element as one content, otherwise as one for each element.
void add_rows(const DotUnit& dot, Content c, std::int64_t first, std::int64_t rows,
              std::vector<Content>& contents) {
  const Builder& b = dot.b;
  const int hu = b.hu(dot.row_node());
  if (!b.plan.vectors()) {
    c.first_row = dot.u + first * hu;
    c.row_step = hu;
    c.rows = rows;
    contents.push_back(c);
    return;
  }
  for (std::int64_t row = first; row < first + rows; ++row, c.offset += dot.element_bytes()) {
    const Builder::Rows lanes = b.rows_in(dot.row_node(), dot.u + row * hu);
    c.first_row = lanes.first;
    c.rows = lanes.last - lanes.first;
    contents.push_back(c);
  }
}

/// The contents of a weight buffer for rows [first, first + rows): one pass after the other.
std::vector<Content> weight_contents(const DotUnit& dot, std::int64_t first, std::int64_t rows) {
  std::vector<Content> contents;
  for (int pass = 0; pass < dot.passes(); ++pass) {
    const Slice& slice = dot.slices[index(pass)];
    for (const Piece& piece : slice.pieces) {
      Content c = weights_of(dot, piece);
      c.offset = pass * rows * dot.element_bytes() +
                 std::int64_t{piece.lo - slice.lo} * dot.b.operand_bytes();
      add_rows(dot, std::move(c), first, rows, contents);
    }
  }
  return contents;
}

/// Adds PMU number `part` of a dot unit's weights, which streams rows [first, first + rows), one
/// vector per cycle.
StreamId add_weight_memory(const DotUnit& dot, int part, std::int64_t first, std::int64_t rows) {
  Builder& b = dot.b;
  Program read;
  read.space = dot.space(rows);
  const StreamId stream = b.add_stream(fmt::format("{}.w{}", dot.name, part), TokenKind::vector,
                                       static_cast<double>(dot.passes() * dot.tokens() * rows) /
                                           static_cast<double>(b.stages.step_cycles));
  Port out = port("weights", stream);
  Access& access = out.access.emplace();
  access.strides = {b.operand_bytes(), dot.element_bytes()};
  if (b.plan.vectors()) access.lane_stride = static_cast<int>(dot.pitch());
  if (dot.passes() > 1) access.strides.push_back(rows * dot.element_bytes());
  access.slot_level = static_cast<int>(read.space.rank());
  read.outputs.push_back(out);
  Unit pmu = new_unit(UnitKind::pmu, fmt::format("{}.weights{}", dot.name, part),
                      dot.origin(Role::weights, {dot.u, dot.number, part}));
  pmu.buffers.push_back(
      {"weights", 0, dot.passes() * rows * dot.element_bytes(), 1, weight_contents(dot, first, rows)});
  add_read_program(b, pmu, std::move(read));
  b.add_unit(std::move(pmu));
  return stream;
}

void add_weights(const DotUnit& dot, Program& program, DotProduct& product) {
  Builder& b = dot.b;
  const std::int64_t in_one = b.chip.pmu.capacity_bytes() / (dot.passes() * dot.element_bytes());
  if (in_one == 0)
    throw MappingError(
        dot.name, fmt::format("one row of its weights takes {} bytes, a PMU has {} (a larger ru "
                              "or pmu.capacity_kb would fit)",
                              dot.passes() * dot.element_bytes(), b.chip.pmu.capacity_bytes()));
  for (std::int64_t first = 0, part = 0; first < dot.rows(); first += in_one, ++part) {
    const std::int64_t rows = std::min(in_one, dot.rows() - first);
    Port in = port(fmt::format("weights{}", part),
                   add_weight_memory(dot, static_cast<int>(part), first, rows));
    if (rows < b.rows(dot.row_node())) in.where = {{1, first, first + rows}};
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

/// Whether columns of the gate from token `hi` on also go into this sum.
bool more_behind(const Builder& b, const std::string& gate, NodeId sum, int hi) {
  const int end = b.mapping.reduction.cuts.at(gate).back();
  return std::ranges::any_of(slice_of(b, gate, hi, end).pieces,
                             [&](const Piece& piece) { return piece.sum == sum; });
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

void add_partial_sums(const DotUnit& dot, const std::string& gate, Program& program,
                      DotProduct& product) {
  Builder& b = dot.b;
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

void add_dot_unit(const DotUnit& dot, const std::string& gate) {
  Builder& b = dot.b;
  const Formats& formats = b.node(dot.row_node()).formats;
  Program program;
  // The operand is sent to all positions in every row group, so each position has all row groups.
  program.space = dot.space(b.rows(dot.row_node()));
  DotProduct product{formats.weights, formats.activations, formats.accumulate, {}, {}, {}, {}};
  product.rows_in_lanes = b.plan.vectors();
  add_weights(dot, program, product);
  add_operands(dot, program, product);
  add_partial_sums(dot, gate, program, product);
  program.work = std::move(product);
  program.latency = mapping::latency_of(b.chip, program);
  Unit pcu = new_unit(UnitKind::pcu, dot.name, dot.origin(Role::dot, {dot.u, dot.number}));
  pcu.programs.push_back(std::move(program));
  b.add_unit(std::move(pcu));
}

}  // namespace

void add_dot_units(Builder& b) {
  for (const auto& [gate, cuts] : b.mapping.reduction.cuts) {
    const auto slices = slices_of(b, gate, cuts);
    const int hu = b.hu(slices.front().front().pieces.front().product);
    for (int u = 0; u < hu; ++u)
      for (std::size_t s = 0; s < slices.size(); ++s)
        add_dot_unit(
            {b, fmt::format("{}.dot[{}][{}]", gate, u, s), u, static_cast<int>(s), slices[s]},
            gate);
  }
}

}  // namespace rda::mapper
