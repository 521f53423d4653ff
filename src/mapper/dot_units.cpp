// SPDX-License-Identifier: Apache-2.0
// Dot units and the PMUs that stream their weights: one dot unit for each gate, unit u and column
// slice.
#include <fmt/format.h>

#include <algorithm>

#include "mapper/builder.h"
#include "mapper/slices.h"
#include "mapping/latency.h"

namespace rda::mapper {
namespace {

/// One dot unit in the making. It runs through all rows of its first slice, then of the next one.
struct DotUnit {
  Builder& b;
  std::string name;
  int u;
  std::vector<Slice> slices;

  int vectors() const { return slices.front().hi - slices.front().lo; }
  int passes() const { return static_cast<int>(slices.size()); }
  int row_node() const { return slices.front().pieces.front().product; }
  std::int64_t rows() const { return b.rows_of(row_node(), u); }
  /// Bytes of one row in one pass.
  std::int64_t row_bytes() const { return std::int64_t{vectors()} * b.vector_bytes(); }

  std::vector<std::int64_t> loops(std::int64_t row_count) const {
    if (passes() == 1) return {vectors(), row_count, b.items()};
    return {vectors(), row_count, passes(), b.items()};
  }
  /// Where the unit is in vectors [lo, hi) of its slice of pass `pass`.
  std::vector<Bound> columns(int pass, int lo, int hi) const {
    const Slice& slice = slices[Builder::index(pass)];
    std::vector<Bound> where;
    if (lo > slice.lo || hi < slice.hi) where.push_back({0, lo - slice.lo, hi - slice.lo});
    if (passes() > 1) where.push_back({kPassLoop, pass, pass + 1});
    return where;
  }
};

/// Where a unit's weights lie for rows [first, first + rows), pass after pass.
std::vector<Content> weight_contents(const DotUnit& dot, std::int64_t first, std::int64_t rows) {
  std::vector<Content> contents;
  for (int pass = 0; pass < dot.passes(); ++pass) {
    const Slice& slice = dot.slices[Builder::index(pass)];
    for (const Piece& piece : slice.pieces) {
      const Node& product = dot.b.node(piece.product);
      Content c;
      c.tensor = product.tensor;
      c.offset =
          pass * rows * dot.row_bytes() + std::int64_t{piece.lo - slice.lo} * dot.b.vector_bytes();
      c.pitch = dot.row_bytes();
      c.first_row = dot.u + first * dot.b.plan.hu;
      c.row_step = dot.b.plan.hu;
      c.rows = rows;
      c.first_col = std::int64_t{piece.lo - piece.begin} * dot.b.plan.rv;
      c.cols = std::min<std::int64_t>(std::int64_t{piece.hi - piece.lo} * dot.b.plan.rv,
                                      dot.b.node(product.args[0]).size - c.first_col);
      c.format = dot.b.graph.formats.weights;
      c.scale = product.weight_scale;
      c.word_each = !dot.b.chip.pcu.packing;
      contents.push_back(c);
    }
  }
  return contents;
}

/// A PMU that streams rows [first, first + rows) of a dot unit's weights, a vector a cycle.
int add_weight_memory(const DotUnit& dot, int part, std::int64_t first, std::int64_t rows) {
  Builder& b = dot.b;
  PmuUnit pmu;
  pmu.buffers.push_back(
      {"weights", 0, dot.passes() * rows * dot.row_bytes(), 1, weight_contents(dot, first, rows)});
  Program& read = pmu.read.emplace();
  read.loops = dot.loops(rows);
  const int stream = b.add_stream(fmt::format("{}.w{}", dot.name, part), TokenKind::vector,
                                  static_cast<double>(dot.passes() * dot.vectors() * rows) /
                                      static_cast<double>(b.step_cycles()));
  Port out = port("weights", stream);
  Access& access = out.access.emplace();
  access.strides = {b.vector_bytes(), dot.row_bytes()};
  if (dot.passes() > 1) access.strides.push_back(rows * dot.row_bytes());
  access.slot_level = static_cast<int>(read.loops.size());
  read.outputs.push_back(out);
  read.latency = mapping::read_latency(b.chip, read);
  b.write_by(stream, b.add_unit(fmt::format("{}.weights{}", dot.name, part), std::move(pmu)));
  return stream;
}

void append(std::vector<Bound>& to, const std::vector<Bound>& more) {
  to.insert(to.end(), more.begin(), more.end());
}

void add_weights(const DotUnit& dot, PcuUnit& pcu) {
  Builder& b = dot.b;
  const std::int64_t in_one = b.chip.pmu.capacity_bytes() / (dot.passes() * dot.row_bytes());
  if (in_one == 0)
    throw MappingError(
        dot.name, fmt::format("one row of its weights takes {} bytes, a PMU has {} (a larger ru "
                              "or pmu.capacity_kb would fit)",
                              dot.passes() * dot.row_bytes(), b.chip.pmu.capacity_bytes()));
  for (std::int64_t first = 0, part = 0; first < dot.rows(); first += in_one, ++part) {
    const std::int64_t rows = std::min(in_one, dot.rows() - first);
    Port in = port(fmt::format("weights{}", part),
                   add_weight_memory(dot, static_cast<int>(part), first, rows));
    if (rows < b.rows(dot.row_node())) in.where = {{1, first, first + rows}};
    pcu.dot->weights.push_back(static_cast<int>(pcu.program.inputs.size()));
    pcu.program.inputs.push_back(std::move(in));
  }
}

void add_operands(const DotUnit& dot, PcuUnit& pcu) {
  Builder& b = dot.b;
  for (int pass = 0; pass < dot.passes(); ++pass)
    for (const Piece& piece : dot.slices[Builder::index(pass)].pieces) {
      const int operand = b.node(piece.product).args[0];
      Port in = port(b.node(operand).name,
                     b.vector_operand(operand, piece.lo - piece.begin, piece.hi - piece.begin,
                                      b.when[Builder::index(piece.product)].phase));
      in.where = dot.columns(pass, piece.lo, piece.hi);
      pcu.dot->operands.push_back(static_cast<int>(pcu.program.inputs.size()));
      pcu.program.inputs.push_back(std::move(in));
    }
}

/// Pieces of one slice that the same sum adds up with the same scale: one partial sum.
struct Run {
  int pass, lo, hi, sum, scale;
};

std::vector<Run> runs_of(const DotUnit& dot) {
  std::vector<Run> runs;
  for (int pass = 0; pass < dot.passes(); ++pass)
    for (const Piece& piece : dot.slices[Builder::index(pass)].pieces) {
      const bool goes_on = !runs.empty() && runs.back().pass == pass &&
                           runs.back().sum == piece.sum && runs.back().scale == piece.scale;
      if (goes_on)
        runs.back().hi = piece.hi;
      else
        runs.push_back({pass, piece.lo, piece.hi, piece.sum, piece.scale});
    }
  return runs;
}

/// Whether the columns behind vector `hi` of the gate have a product of this sum.
bool more_behind(const Builder& b, const std::string& gate, int sum, int hi) {
  const int end = b.mapping.reduction.cuts.at(gate).back();
  return std::ranges::any_of(slice_of(b, gate, hi, end).pieces,
                             [&](const Piece& piece) { return piece.sum == sum; });
}

/// What is added to a partial sum in a chain of dot units: the sum of the slices before, or, at the
/// chain's beginning, the sum's other arguments.
std::vector<int> addends_of(Builder& b, const Run& run, int u) {
  const auto carried = b.partial_sums.find({run.sum, u});
  if (carried != b.partial_sums.end()) return carried->second;
  std::vector<int> addends;
  for (const int arg : b.node(run.sum).args)
    if (b.node(arg).op != Op::matvec)
      for (const Builder::Operand& operand :
           b.scalar_operand(arg, {u, u + 1}, b.when[Builder::index(run.sum)].phase))
        addends.push_back(operand.stream);
  return addends;
}

/// Ports of the addends of output `out`, which are needed when it makes a token.
void add_addends(const DotUnit& dot, const Run& run, const Port& out, PcuUnit& pcu) {
  std::vector<int>& numbers = pcu.dot->addends.emplace_back();
  for (const int stream : addends_of(dot.b, run, dot.u)) {
    numbers.push_back(static_cast<int>(pcu.program.inputs.size()));
    Port in = port(fmt::format("add{}", pcu.program.inputs.size()), stream, 0, out.where);
    const Slice& slice = dot.slices[Builder::index(run.pass)];
    std::erase_if(in.where, [](const Bound& bound) { return bound.loop == 0; });
    if (dot.vectors() > 1) in.where.push_back({0, run.hi - slice.lo - 1, run.hi - slice.lo});
    pcu.program.inputs.push_back(std::move(in));
  }
}

void add_partial_sums(const DotUnit& dot, const std::string& gate, PcuUnit& pcu) {
  Builder& b = dot.b;
  std::vector<int> of_unit;
  for (const Run& run : runs_of(dot)) {
    if (b.plan.chained() && std::ranges::find(of_unit, run.sum) != of_unit.end())
      throw MappingError("sums",
                         fmt::format("{}: a chain needs products of one scale in a slice (units "
                                     "would fit)",
                                     dot.name));
    of_unit.push_back(run.sum);
    const bool last = b.plan.chained() && !more_behind(b, gate, run.sum, run.hi);
    const int stream =
        last ? b.value(run.sum, {dot.u, dot.u + 1})
             : b.add_stream(fmt::format("{}.sum{}", dot.name, pcu.program.outputs.size()),
                            TokenKind::scalar, 1.0 / b.row_cycles());
    Port out = port(fmt::format("sum{}", pcu.program.outputs.size()), stream, 1,
                    dot.columns(run.pass, run.lo, run.hi));
    append(out.where, b.ragged(dot.row_node(), dot.u, 1));
    std::vector<int>& partials = b.partial_sums[{run.sum, dot.u}];
    if (b.plan.chained()) {
      if (partials.empty()) b.partial_sums.erase({run.sum, dot.u});
      add_addends(dot, run, out, pcu);
      b.partial_sums[{run.sum, dot.u}] = {stream};
    } else {
      partials.push_back(stream);
    }
    pcu.dot->scales.push_back(run.scale);
    pcu.program.outputs.push_back(std::move(out));
  }
}

void add_dot_unit(const DotUnit& dot, const std::string& gate) {
  Builder& b = dot.b;
  const Formats& formats = b.graph.formats;
  PcuUnit pcu;
  // Every unit u runs through all rows, as the operand comes once for each row to all of them.
  pcu.program.loops = dot.loops(b.rows(dot.row_node()));
  pcu.dot = DotProduct{formats.weights, formats.activations, formats.accumulate, {}, {}, {}, {}};
  add_weights(dot, pcu);
  add_operands(dot, pcu);
  add_partial_sums(dot, gate, pcu);
  int behind = 0;  // stages behind the map-reduce
  for (const auto& addends : pcu.dot->addends)
    behind = std::max(behind, static_cast<int>(addends.size()));
  pcu.stages = mapping::dot_stages(b.chip, formats.weights, behind);
  pcu.program.latency = mapping::dot_latency(b.chip, formats.weights, behind);
  const Program program = pcu.program;
  const int unit = b.add_unit(dot.name, std::move(pcu));
  for (const Port& in : program.inputs) b.read_by(in.stream, unit);
  for (const Port& out : program.outputs) b.write_by(out.stream, unit);
}

}  // namespace

void add_dot_units(Builder& b) {
  for (const auto& [gate, cuts] : b.mapping.reduction.cuts) {
    const auto slices = slices_of(b, gate, cuts);
    for (int u = 0; u < b.plan.hu; ++u)
      for (std::size_t s = 0; s < slices.size(); ++s)
        add_dot_unit({b, fmt::format("{}.dot[{}][{}]", gate, u, s), u, slices[s]}, gate);
  }
}

}  // namespace rda::mapper
