// SPDX-License-Identifier: Apache-2.0
#include "mapper/sequence_columns.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "rda/check.h"

namespace rda::mapper {

SequenceColumns::SequenceColumns(Builder& b, const ColumnsOf& columns)
    : b_(b),
      of_(columns),
      steps_(b.graph.steps_of(b.node(columns.made))),
      sequences_(b.graph.sequences_of(b.node(columns.made))),
      element_(b.element_bytes(columns.format)),
      first_(std::int64_t{columns.lo} * b.rv(columns.format)),
      last_(
          std::min(columns.whole ? b.graph.columns_of(b.node(columns.made), columns.order) : steps_,
                   std::int64_t{columns.hi} * b.rv(columns.format))) {}

/// Of the loop over items, or over steps.
Extent SequenceColumns::kept_iterations() const {
  const std::int64_t each = of_.whole && !has_one_loop() ? sequences_ : 1;  // columns
  RDA_CHECK(first_ % each == 0 && last_ % each == 0, "a slice that cuts a step");
  const std::int64_t first = first_ / each, last = last_ / each;
  if (of_.order == Order::reverse) return {steps_ - last, steps_ - first};
  const std::int64_t skipped =
      of_.order == Order::last ? (steps_ - 1) * (of_.whole ? sequences_ : 1) : 0;
  return {skipped + first, skipped + last};
}

Access SequenceColumns::access(const Bundle& bundle, const TurnLoops& loops) const {
  Access access;
  access.format = of_.format;
  access.scale = b_.node(of_.made).scale;
  const std::int64_t step = of_.whole && !has_one_loop() ? sequences_ * element_ : element_;
  const bool reversed = of_.order == Order::reverse;
  access.offset = bundle.begin * row_bytes() - first_ * element_;
  if (reversed) access.offset += (steps_ - 1) * step;
  if (of_.order == Order::last) access.offset -= (steps_ - 1) * (of_.whole ? sequences_ : 1) * step;
  if (loops.turns > 1) access.strides.push_back(row_bytes());
  access.strides.push_back(b_.hu(of_.made) * row_bytes());
  if (!has_one_loop()) access.strides.push_back(of_.whole ? element_ : sequence_bytes());
  access.strides.push_back(reversed ? -step : step);
  access.slot_level = static_cast<int>(access.strides.size());
  const Extent kept = kept_iterations();
  access.keep.add({access.slot_level - 1, kept.lo, kept.hi});
  return access;
}

Program SequenceColumns::write_program() const {
  TurnLoops loops{1, b_.rows(of_.made)};
  for (const Bundle& bundle : b_.bundles_of(of_.made))
    loops.turns = std::max(loops.turns, bundle.count());
  Program write;
  write.space = loops.space(has_one_loop() ? steps_ * sequences_ : steps_);
  if (!has_one_loop()) write.space.extents.insert(write.space.extents.end() - 1, sequences_);
  for (const Bundle& bundle : b_.bundles_of(of_.made)) {
    Port in = port(fmt::format("in{}", bundle.begin), b_.value(of_.made, bundle), 0,
                   loops.bounds(b_, of_.made, bundle, 0));
    in.access = access(bundle, loops);
    write.inputs.push_back(std::move(in));
  }
  return write;
}

}  // namespace rda::mapper
