// SPDX-License-Identifier: Apache-2.0
// Dot units and the PMUs that stream their weights: one dot unit for each gate, unit u and column
// slice.
#include <fmt/format.h>

#include <algorithm>

#include "mapper/builder.h"
#include "mapping/latency.h"

namespace rda::mapper {
namespace {

/// The part of a product's columns that a slice holds, in vectors of the gate's columns laid end to
/// end.
struct Piece {
  int product;  ///< matvec node
  int lo, hi;   ///< vectors of the gate
  int begin;    ///< the product's first vector in the gate
  int sum;      ///< node that adds this product up
  int scale;    ///< power of two of the partial sum (int8)
};

int sum_of(const Graph& graph, int product) {
  for (std::size_t i = 0; i < graph.nodes.size(); ++i)
    if (graph.nodes[i].op == Op::sum &&
        std::ranges::find(graph.nodes[i].args, product) != graph.nodes[i].args.end())
      return static_cast<int>(i);
  throw WorkloadError(graph.nodes[Builder::index(product)].name, "no sum takes this product");
}

/// The products of a gate that have columns in slice [lo, hi), in the order of the columns.
std::vector<Piece> pieces_of(const Builder& b, const std::string& gate, int lo, int hi) {
  std::vector<Piece> pieces;
  int begin = 0;
  for (std::size_t i = 0; i < b.graph.nodes.size(); ++i) {
    const Node& product = b.graph.nodes[i];
    if (product.op != Op::matvec || product.gate != gate) continue;
    const Node& operand = b.node(product.args[0]);
    const int end = begin + vectors_for(operand.size, b.unrolling.rv);
    if (begin < hi && lo < end)
      pieces.push_back({static_cast<int>(i), std::max(lo, begin), std::min(hi, end), begin,
                        sum_of(b.graph, static_cast<int>(i)),
                        product.weight_scale + operand.scale});
    begin = end;
  }
  return pieces;
}

/// One dot unit in the making.
struct DotUnit {
  Builder& b;
  std::string name;
  std::string gate;
  int u, lo, hi;
  std::vector<Piece> pieces;

  int vectors() const { return hi - lo; }
  int row_node() const { return pieces.front().product; }
  std::int64_t rows() const { return b.rows_of(row_node(), u); }
  std::int64_t row_bytes() const { return std::int64_t{vectors()} * b.vector_bytes(); }
};

/// Where a slice's weights lie for rows [first, first + rows) of its unit.
std::vector<Content> weight_contents(const DotUnit& dot, std::int64_t first, std::int64_t rows) {
  std::vector<Content> contents;
  for (const Piece& piece : dot.pieces) {
    const Node& product = dot.b.node(piece.product);
    Content c;
    c.tensor = product.tensor;
    c.offset = std::int64_t{piece.lo - dot.lo} * dot.b.vector_bytes();
    c.pitch = dot.row_bytes();
    c.first_row = dot.u + first * dot.b.unrolling.hu;
    c.row_step = dot.b.unrolling.hu;
    c.rows = rows;
    c.first_col = std::int64_t{piece.lo - piece.begin} * dot.b.unrolling.rv;
    c.cols = std::min<std::int64_t>(std::int64_t{piece.hi - piece.lo} * dot.b.unrolling.rv,
                                    dot.b.node(product.args[0]).size - c.first_col);
    c.format = dot.b.graph.formats.weights;
    c.scale = product.weight_scale;
    c.word_each = !dot.b.chip.pcu.packing;
    contents.push_back(c);
  }
  return contents;
}

/// A PMU that streams rows [first, first + rows) of a dot unit's weights, a vector a cycle.
int add_weight_memory(const DotUnit& dot, int part, std::int64_t first, std::int64_t rows) {
  Builder& b = dot.b;
  PmuUnit pmu;
  pmu.buffers.push_back(
      {"weights", 0, rows * dot.row_bytes(), 1, weight_contents(dot, first, rows)});
  Program& read = pmu.read.emplace();
  read.loops = {dot.vectors(), rows, b.items()};
  const int stream = b.add_stream(
      fmt::format("{}.w{}", dot.name, part), TokenKind::vector,
      static_cast<double>(dot.vectors() * rows) / static_cast<double>(b.step_cycles()));
  Port out = port("weights", stream);
  out.access.emplace().strides = {b.vector_bytes(), dot.row_bytes()};
  out.access->slot_level = 3;
  read.outputs.push_back(out);
  read.latency = mapping::read_latency(b.chip, read);
  b.write_by(stream, b.add_unit(fmt::format("{}.weights{}", dot.name, part), std::move(pmu)));
  return stream;
}

/// The ranges of loop 0 in which a piece, or a run of pieces, is at work; none if that is always.
std::vector<Bound> columns(const DotUnit& dot, int lo, int hi) {
  if (lo == dot.lo && hi == dot.hi) return {};
  return {{0, lo - dot.lo, hi - dot.lo}};
}

void append(std::vector<Bound>& to, const std::vector<Bound>& more) {
  to.insert(to.end(), more.begin(), more.end());
}

void add_weights(const DotUnit& dot, PcuUnit& pcu, std::vector<int>& streams) {
  Builder& b = dot.b;
  const std::int64_t in_one = b.chip.pmu.capacity_bytes() / dot.row_bytes();
  if (in_one == 0)
    throw MappingError(
        dot.name, fmt::format("one row of its weights takes {} bytes, a PMU has {} (a larger ru "
                              "or pmu.capacity_kb would fit)",
                              dot.row_bytes(), b.chip.pmu.capacity_bytes()));
  for (std::int64_t first = 0, part = 0; first < dot.rows(); first += in_one, ++part) {
    const std::int64_t rows = std::min(in_one, dot.rows() - first);
    Port in = port(fmt::format("weights{}", part),
                   add_weight_memory(dot, static_cast<int>(part), first, rows));
    if (rows < b.rows(dot.row_node())) in.where = {{1, first, first + rows}};
    pcu.dot->weights.push_back(static_cast<int>(pcu.program.inputs.size()));
    streams.push_back(in.stream);
    pcu.program.inputs.push_back(std::move(in));
  }
}

void add_operands(const DotUnit& dot, PcuUnit& pcu, std::vector<int>& streams) {
  Builder& b = dot.b;
  for (const Piece& piece : dot.pieces) {
    const int operand = b.node(piece.product).args[0];
    Port in = port(b.node(operand).name,
                   b.vector_operand(operand, piece.lo - piece.begin, piece.hi - piece.begin,
                                    b.when[Builder::index(piece.product)].phase));
    in.where = columns(dot, piece.lo, piece.hi);
    pcu.dot->operands.push_back(static_cast<int>(pcu.program.inputs.size()));
    streams.push_back(in.stream);
    pcu.program.inputs.push_back(std::move(in));
  }
}

/// One partial sum for each run of pieces that the same sum adds up with the same scale.
void add_partial_sums(const DotUnit& dot, PcuUnit& pcu) {
  Builder& b = dot.b;
  for (std::size_t i = 0; i < dot.pieces.size();) {
    std::size_t end = i + 1;
    while (end < dot.pieces.size() && dot.pieces[end].sum == dot.pieces[i].sum &&
           dot.pieces[end].scale == dot.pieces[i].scale)
      ++end;
    const int stream = b.add_stream(fmt::format("{}.sum{}", dot.name, pcu.program.outputs.size()),
                                    TokenKind::scalar, 1.0 / b.row_cycles());
    Port out = port(fmt::format("sum{}", pcu.program.outputs.size()), stream, 1,
                    columns(dot, dot.pieces[i].lo, dot.pieces[end - 1].hi));
    append(out.where, b.ragged(dot.row_node(), dot.u, 1));
    pcu.program.outputs.push_back(out);
    pcu.dot->scales.push_back(dot.pieces[i].scale);
    b.partial_sums[{dot.pieces[i].sum, dot.u}].push_back(stream);
    i = end;
  }
}

void add_dot_unit(const DotUnit& dot) {
  Builder& b = dot.b;
  const Formats& formats = b.graph.formats;
  PcuUnit pcu;
  pcu.stages = mapping::dot_stages(b.chip, formats.weights);
  pcu.program.latency = mapping::dot_latency(b.chip, formats.weights);
  // Every unit u runs through all rows, as the operand comes once for each row to all of them.
  pcu.program.loops = {dot.vectors(), b.rows(dot.row_node()), b.items()};
  pcu.dot = DotProduct{formats.weights, formats.activations, formats.accumulate, {}, {}, {}, {}};
  std::vector<int> inputs;
  add_weights(dot, pcu, inputs);
  add_operands(dot, pcu, inputs);
  add_partial_sums(dot, pcu);
  std::vector<int> outputs;
  for (const Port& out : pcu.program.outputs) outputs.push_back(out.stream);
  const int unit = b.add_unit(dot.name, std::move(pcu));
  for (const int stream : inputs) b.read_by(stream, unit);
  for (const int stream : outputs) b.write_by(stream, unit);
}

}  // namespace

void add_dot_units(Builder& b) {
  for (const auto& [gate, cuts] : b.mapping.reduction.cuts)
    for (int u = 0; u < b.unrolling.hu; ++u)
      for (std::size_t s = 0; s + 1 < cuts.size(); ++s)
        add_dot_unit({b, fmt::format("{}.dot[{}][{}]", gate, u, s), gate, u, cuts[s], cuts[s + 1],
                      pieces_of(b, gate, cuts[s], cuts[s + 1])});
}

}  // namespace rda::mapper
