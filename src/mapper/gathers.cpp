// SPDX-License-Identifier: Apache-2.0
// PMUs that hold the table of a gather, and send the elements of the row that an index names. A
// table that one PMU does not hold is divided by rows: the parts are added, and all but one of them
// are −0.
#include <fmt/format.h>

#include <algorithm>

#include "base/ceil_div.h"
#include "mapper/memories.h"
#include "mapper/sums.h"

namespace rda::mapper {
namespace {

/// The elements of a table at one position.
class Table {
 public:
  Table(Builder& b, NodeId node, int u)
      : b_(b),
        node_(node),
        u_(u),
        elements_(b.rows_of(node, u)),
        element_bytes_(b.element_bytes(format())) {
    row_bytes_ = round_up(elements_ * element_bytes_, b.chip.pmu.row_bytes());
  }

  /// Adds the PMUs, and the PCUs that add the parts.
  void add() {
    const std::int64_t in_one = b_.chip.pmu.capacity_bytes() / row_bytes_;
    const std::string& name = b_.node(node_).name;
    if (in_one == 0)
      throw MappingError(name, fmt::format("a row of its table takes {} bytes, a PMU has {} (a "
                                           "larger hu or pmu.capacity_kb would fit)",
                                           row_bytes_, b_.chip.pmu.capacity_bytes()));
    const std::int64_t rows = b_.node(node_).rows, parts = ceil_div(rows, in_one);
    const Bundle here{u_, u_ + 1};
    std::vector<StreamId> streams;
    for (std::int64_t part = 0; part < parts; ++part) {
      streams.push_back(
          parts == 1 ? b_.value(node_, here)
                     : b_.add_stream(fmt::format("{}{}.part{}", name, index_text(here), part),
                                     b_.plan.element_kind(), b_.bundle_rate(node_, here)));
      add_part(static_cast<int>(part), {rows * part / parts, rows * (part + 1) / parts},
               streams.back());
    }
    if (parts > 1) add_sum_chain(b_, node_, u_, streams);
  }

 private:
  Format format() const { return b_.node(node_).formats.weights; }

  void add_part(int part, Builder::Rows rows, StreamId stream) {
    Unit pmu =
        new_unit(UnitKind::pmu, fmt::format("{}.table[{}][{}]", b_.node(node_).name, u_, part),
                 b_.origin_of(node_, Role::weights, {u_, 0, part}));
    pmu.buffers.push_back({"table", 0, (rows.last - rows.first) * row_bytes_, 1, contents(rows)});
    Program read;
    read.space = {{elements_, b_.items(node_)}};
    const NodeId index = b_.node(node_).args[0];
    const StreamId named = b_.element_operand(index, {0, 1}, b_.when[node_].phase).front().stream;
    read.inputs.push_back(port("row", named, 1));
    Port out = port("out", stream);
    Access& access = out.access.emplace();
    access.strides = {element_bytes_};
    access.slot_level = 2;
    access.format = format();
    access.scale = b_.node(node_).weight_scale;
    if (b_.plan.vectors()) access.lane_stride = b_.value_bytes(format());
    access.look_up = 0;
    access.row = RowLookUp{rows.first, rows.last - rows.first, row_bytes_};
    read.outputs.push_back(std::move(out));
    add_read_program(b_, pmu, std::move(read));
    b_.add_unit(std::move(pmu));
  }

  /// These rows of the elements at this position, one element behind the other.
  std::vector<Content> contents(Builder::Rows rows) const {
    Content c;
    c.tensor = b_.node(node_).tensor;
    c.pitch = row_bytes_;
    c.first_row = rows.first;
    c.rows = rows.last - rows.first;
    c.format = format();
    c.scale = b_.node(node_).weight_scale;
    c.word_each = !b_.chip.pcu.packing;
    const int hu = b_.hu(node_);
    if (!b_.plan.vectors()) {
      c.first_col = u_;
      c.col_step = hu;
      c.cols = elements_;
      return {c};
    }
    std::vector<Content> all;
    for (std::int64_t row = 0; row < elements_; ++row, c.offset += element_bytes_) {
      const Builder::Rows lanes = b_.rows_in(node_, u_ + row * hu);
      c.first_col = lanes.first;
      c.cols = lanes.last - lanes.first;
      all.push_back(c);
    }
    return all;
  }

  Builder& b_;
  const NodeId node_;
  const int u_;
  const std::int64_t elements_;       // of a row
  const std::int64_t element_bytes_;  // of an element
  std::int64_t row_bytes_;            // from a row to the next
};

}  // namespace

void add_gathers(Builder& b) {
  for (const NodeId n : b.graph.nodes.ids())
    for (int u = 0; b.node(n).op == Op::gather && u < b.hu(n); ++u) Table(b, n, u).add();
}

}  // namespace rda::mapper
