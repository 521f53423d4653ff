// SPDX-License-Identifier: Apache-2.0
// PMUs that stream the weights of dot units.
#include <fmt/format.h>

#include <algorithm>

#include "mapper/dot_unit.h"
#include "mapper/memories.h"

namespace rda::mapper {
namespace {

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

/// Adds the weights of rows [first, first + rows), which lie from byte `base` on: one pass after
/// the other.
void add_contents(const DotUnit& dot, std::int64_t base, std::int64_t first, std::int64_t rows,
                  std::vector<Content>& contents) {
  for (int pass = 0; pass < dot.passes(); ++pass) {
    const Slice& slice = dot.slices[index(pass)];
    for (const Piece& piece : slice.pieces) {
      Content c = weights_of(dot, piece);
      c.offset = base + pass * rows * dot.element_bytes() +
                 std::int64_t{piece.lo - slice.lo} * dot.b.operand_bytes();
      add_rows(dot, std::move(c), first, rows, contents);
    }
  }
}

}  // namespace

WeightMemories::Part WeightMemories::part(const DotUnit& dot, std::int64_t first,
                                          std::int64_t rows) {
  const auto number = static_cast<int>(parts_.size());
  const double tokens = static_cast<double>(dot.passes() * dot.tokens() * rows);
  const StreamId stream = b_.add_stream(fmt::format("{}.w{}", dot.name, number), TokenKind::vector,
                                        tokens / static_cast<double>(b_.stages.step_cycles));
  return parts_.emplace_back(Part{dot, first, rows, stream, number});
}

/// Adds a PMU that streams the rows of one part after those of another.
void WeightMemories::add_memory(const std::vector<Part>& parts) {
  const DotUnit& dot = parts.front().dot;
  std::int64_t all = 0;
  for (const Part& part : parts) all += part.rows;
  Program read;
  read.space = dot.space(all);
  Buffer buffer{"weights", 0, dot.passes() * all * dot.element_bytes(), 1, {}};
  std::int64_t base = 0, row = 0;
  for (const Part& part : parts) {
    Port out = port(parts.size() == 1 ? "weights" : fmt::format("weights{}", row), part.stream);
    if (part.rows < all) out.where = {{1, row, row + part.rows}};
    Access& access = out.access.emplace();
    access.offset = base - row * dot.element_bytes();
    access.strides = {b_.operand_bytes(), dot.element_bytes()};
    if (b_.plan.vectors()) access.lane_stride = static_cast<int>(dot.pitch());
    if (dot.passes() > 1) access.strides.push_back(part.rows * dot.element_bytes());
    access.slot_level = static_cast<int>(read.space.rank());
    read.outputs.push_back(std::move(out));
    add_contents(part.dot, base, part.first, part.rows, buffer.contents);
    base += dot.passes() * part.rows * dot.element_bytes();
    row += part.rows;
  }
  const int number = parts.front().number;
  Unit pmu = new_unit(UnitKind::pmu, fmt::format("{}.weights{}", dot.name, number),
                      dot.origin(Role::weights, {dot.u, dot.number, number}));
  pmu.buffers.push_back(std::move(buffer));
  add_read_program(b_, pmu, std::move(read));
  b_.add_unit(std::move(pmu));
}

WeightMemories::Rhythm WeightMemories::rhythm(const DotUnit& dot) const {
  const NodeId row = dot.row_node();
  return {b_.stages.of[row], b_.when[row].phase, dot.number, dot.tokens(), dot.passes()};
}

/// Lays the rows that fill no whole PMU into shared ones, and takes them from `own`.
void WeightMemories::share(const DotUnit& dot, Own& own, std::int64_t in_one) {
  std::int64_t left = dot.rows() % in_one;
  if (left == 0) return;
  const auto take = [&](bool last, std::int64_t rows) {
    left -= rows;
    if (last) own.end -= rows;
    const Part taken = part(dot, last ? own.end : own.begin, rows);
    if (!last) own.begin += rows;
    return taken;
  };
  bool last = true;
  if (const auto open = open_.find(rhythm(dot)); open != open_.end()) {
    const Open shared = open->second;
    open_.erase(open);
    last = shared.last;
    const Part taken = take(!last, std::min(shared.free, left));
    add_memory(last ? std::vector{taken, shared.part} : std::vector{shared.part, taken});
  }
  if (left == 0) return;
  const std::int64_t free = in_one - left;
  open_.insert({rhythm(dot), {take(last, left), last, free}});
}

void WeightMemories::add(const DotUnit& dot, Program& program, DotProduct& product) {
  const std::int64_t in_one = b_.chip.pmu.capacity_bytes() / (dot.passes() * dot.element_bytes());
  if (in_one == 0)
    throw MappingError(
        dot.name, fmt::format("one row of its weights takes {} bytes, a PMU has {} (a larger ru "
                              "or pmu.capacity_kb would fit)",
                              dot.passes() * dot.element_bytes(), b_.chip.pmu.capacity_bytes()));
  parts_.clear();
  Own own{0, dot.rows()};
  if (b_.plan.weights == Weights::shared && dot.rows() > in_one) share(dot, own, in_one);
  for (std::int64_t first = own.begin; first < own.end; first += in_one)
    add_memory({part(dot, first, std::min(in_one, own.end - first))});
  for (const Part& part : parts_) {
    Port in = port(fmt::format("weights{}", part.number), part.stream);
    if (part.rows < b_.rows(dot.row_node())) in.where = {{1, part.first, part.first + part.rows}};
    product.weights.push_back(static_cast<int>(program.inputs.size()));
    program.inputs.push_back(std::move(in));
  }
}

void WeightMemories::finish() {
  for (const auto& [rhythm, open] : open_) add_memory({open.part});
  open_.clear();
}

}  // namespace rda::mapper
