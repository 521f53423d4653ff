// SPDX-License-Identifier: Apache-2.0
// Layers that make one step of a whole sequence.
#include "workload/layer_builder.h"

namespace rda::workload {

NodeId lower_total(LayerBuilder& b, NodeId x, const std::string& suffix) {
  const NodeId total = b.state("total" + suffix, b.size_of(x));
  b.carry(total, b.binary(Op::add, "total.next" + suffix, total, x), "total.kept" + suffix);
  return b.next_of(total);
}

NodeId lower_count(LayerBuilder& b) {
  const NodeId count = b.state("count", 1);
  b.carry(count, b.binary(Op::add, "count.next", count, b.constant("one", 1)), "count.kept");
  return b.next_of(count);
}

NodeId lower_kept(LayerBuilder& b, NodeId x, const std::string& suffix) {
  const NodeId kept = b.scaled_as(b.state("kept" + suffix, b.size_of(x)), x);
  b.carry(kept, x, "kept.next" + suffix);
  return b.next_of(kept);
}

NodeId lower_copy(LayerBuilder& b, NodeId x, const std::string& suffix) {
  return b.operand(b.binary(Op::mul, "copy" + suffix, x, b.constant("copied" + suffix, 1)));
}

Values lower_mean(LayerBuilder& b, const Values& totals, NodeId count, std::int64_t steps) {
  const NodeId part = count.exists() ? b.unary(Op::reciprocal, "part", count)
                                     : b.constant("part", 1 / static_cast<double>(steps));
  Values mean;
  for (std::size_t p = 0; p < totals.size(); ++p)
    mean.push_back(b.operand(b.binary(Op::mul, "y" + part_suffix(p), totals[p], part)));
  return mean;
}

}  // namespace rda::workload
