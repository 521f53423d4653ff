// SPDX-License-Identifier: Apache-2.0
// PMUs that stream the weights of dot units.
#include "mapper/weight_memories.h"

#include <fmt/format.h>

#include <algorithm>

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

/// Adds a row that is a column of the tensor: its elements lie one behind the other.
void add_column(const DotUnit& dot, std::int64_t column, Content c,
                std::vector<Content>& contents) {
  std::swap(c.first_row, c.first_col);
  std::swap(c.rows, c.cols);
  c.first_col = column;
  c.cols = 1;
  c.pitch = dot.b.value_bytes(c.format);
  contents.push_back(std::move(c));
}

/// Adds the rows of the part, which lie from the content's offset on: with one row an element as
/// one content, otherwise as one for each element.
void add_rows(const WeightPart& part, std::int64_t distance, bool is_transposed, Content c,
              std::vector<Content>& contents) {
  const DotUnit& dot = part.dot;
  const Builder& b = dot.b;
  const int hu = b.hu(dot.row_node());
  if (is_transposed) {
    for (std::int64_t row = part.first; row < part.first + part.rows; ++row, c.offset += distance)
      add_column(dot, dot.u + row * hu, c, contents);
    return;
  }
  if (!b.plan.vectors()) {
    c.first_row = dot.u + part.first * hu;
    c.row_step = hu;
    c.rows = part.rows;
    c.pitch = distance;
    contents.push_back(c);
    return;
  }
  for (std::int64_t row = part.first; row < part.first + part.rows; ++row, c.offset += distance) {
    const Builder::Rows lanes = b.rows_in(dot.row_node(), dot.u + row * hu);
    c.first_row = lanes.first;
    c.rows = lanes.last - lanes.first;
    contents.push_back(c);
  }
}

}  // namespace

void refuse_row(const DotUnit& dot, std::int64_t bytes) {
  throw MappingError(dot.name, fmt::format("one row of its weights takes {} bytes, a PMU has {} (a "
                                           "larger ru or pmu.capacity_kb would fit)",
                                           bytes, dot.b.chip.pmu.capacity_bytes()));
}

void add_weight_contents(const WeightPart& part, WeightLayout layout,
                         std::vector<Content>& contents) {
  const DotUnit& dot = part.dot;
  for (int pass = 0; pass < dot.passes(); ++pass) {
    const Slice& slice = dot.slices[index(pass)];
    for (const Piece& piece : slice.pieces) {
      Content c = weights_of(dot, piece);
      c.offset = layout.base + pass * part.rows * layout.distance +
                 std::int64_t{piece.lo - slice.lo} * dot.b.operand_bytes();
      const bool is_transposed = dot.b.node(piece.product).transposed;
      add_rows(part, layout.distance, is_transposed, std::move(c), contents);
    }
  }
}

ResidentWeights resident_weights(const std::vector<WeightPart>& parts, std::int64_t rows) {
  const DotUnit& dot = parts.front().dot;
  const std::int64_t element = dot.element_bytes();
  ResidentWeights resident;
  resident.read.space = dot.space(rows);
  resident.buffer = {"weights", 0, 0, 1, {}};
  std::int64_t base = 0, row = 0;
  for (const WeightPart& part : parts) {
    Port out = port(parts.size() == 1 ? "weights" : fmt::format("weights{}", row), part.stream);
    if (part.rows < rows) out.where = {{1, row, row + part.rows}};
    Access& access = out.access.emplace();
    access.offset = base - row * element;
    access.strides = {dot.b.operand_bytes(), element};
    if (dot.b.plan.vectors()) access.lane_stride = static_cast<int>(dot.pitch());
    if (dot.passes() > 1) access.strides.push_back(part.rows * element);
    access.slot_level = static_cast<int>(resident.read.space.rank());
    resident.read.outputs.push_back(std::move(out));
    add_weight_contents(part, {base, element}, resident.buffer.contents);
    base += dot.passes() * part.rows * element;
    row += part.rows;
  }
  resident.buffer.slot_bytes = base;
  return resident;
}

Unit weight_memory(const WeightPart& part) {
  return new_unit(UnitKind::pmu, fmt::format("{}.weights{}", part.dot.name, part.number),
                  part.dot.origin(Role::weights, {part.dot.u, part.dot.number, part.number}));
}

WeightMemories::WeightMemories(Builder& b, const std::vector<DotUnit>& dots) : b_(b) {
  if (uses_off_chip(b.plan.weights)) streamed_.emplace(b, dots);
}

WeightPart WeightMemories::part(const DotUnit& dot, std::int64_t first, std::int64_t rows) {
  const auto number = static_cast<int>(parts_.size());
  const double tokens = static_cast<double>(dot.passes() * dot.tokens() * rows);
  const StreamId stream = b_.add_stream(fmt::format("{}.w{}", dot.name, number), TokenKind::vector,
                                        tokens / static_cast<double>(b_.stages.step_cycles));
  return parts_.emplace_back(WeightPart{dot, first, rows, stream, number});
}

/// Adds a PMU that streams the rows of one part after those of another.
void WeightMemories::add_memory(const std::vector<WeightPart>& parts) {
  std::int64_t all = 0;
  for (const WeightPart& part : parts) all += part.rows;
  ResidentWeights resident = resident_weights(parts, all);
  Unit pmu = weight_memory(parts.front());
  pmu.buffers.push_back(std::move(resident.buffer));
  add_read_program(b_, pmu, std::move(resident.read));
  b_.add_unit(std::move(pmu));
}

/// Lays the rows that fill no whole PMU into shared ones, and takes them from `own`.
void WeightMemories::share(const DotUnit& dot, Own& own, std::int64_t in_one) {
  std::int64_t left = dot.rows() % in_one;
  if (left == 0) return;
  const auto take = [&](bool last, std::int64_t rows) {
    left -= rows;
    if (last) own.end -= rows;
    const WeightPart taken = part(dot, last ? own.end : own.begin, rows);
    if (!last) own.begin += rows;
    return taken;
  };
  bool last = true;
  const Sharing sharing{rhythm_of(dot), dot.number};
  if (const auto open = open_.find(sharing); open != open_.end()) {
    const Open shared = open->second;
    open_.erase(open);
    last = shared.last;
    const WeightPart taken = take(!last, std::min(shared.free, left));
    add_memory(last ? std::vector{taken, shared.part} : std::vector{shared.part, taken});
  }
  if (left == 0) return;
  const std::int64_t free = in_one - left;
  open_.insert({sharing, {take(last, left), last, free}});
}

void WeightMemories::add(const DotUnit& dot, Program& program, DotProduct& product) {
  const std::int64_t in_one = b_.chip.pmu.capacity_bytes() / (dot.passes() * dot.element_bytes());
  if (in_one == 0 && !streamed_) refuse_row(dot, dot.passes() * dot.element_bytes());
  parts_.clear();
  Own own{0, dot.rows()};
  if (b_.plan.weights == Weights::shared && dot.rows() > in_one) share(dot, own, in_one);
  const Residence residence = streamed_ ? streamed_->residence(dot) : Residence{};
  if (residence.slots > 0) own.end = residence.whole;
  for (std::int64_t first = own.begin; first < own.end; first += in_one)
    add_memory({part(dot, first, std::min(in_one, own.end - first))});
  if (residence.slots > 0) {
    const std::int64_t first = residence.whole + residence.beside;
    StreamedWeights::Ring ring{residence, {}, part(dot, first, dot.rows() - first)};
    if (residence.beside > 0) ring.beside.emplace(part(dot, residence.whole, residence.beside));
    streamed_->add(std::move(ring));
  }
  for (const WeightPart& part : parts_) {
    Port in = port(fmt::format("weights{}", part.number), part.stream);
    if (part.rows < b_.rows(dot.row_node())) in.where = {{1, part.first, part.first + part.rows}};
    product.weights.push_back(static_cast<int>(program.inputs.size()));
    program.inputs.push_back(std::move(in));
  }
}

void WeightMemories::finish() {
  for (const auto& [sharing, open] : open_) add_memory({open.part});
  open_.clear();
  if (streamed_) streamed_->finish();
}

}  // namespace rda::mapper
