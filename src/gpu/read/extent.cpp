// SPDX-License-Identifier: Apache-2.0
#include "gpu/read/extent.h"

#include <fmt/format.h>

#include <charconv>

#include "base/ceil_div.h"
#include "base/text.h"

namespace rda::gpu::read {

std::optional<Extent> extent_of(std::string_view text) {
  Extent extent;
  for (std::int64_t* axis : {&extent.x, &extent.y, &extent.z}) {
    text.remove_prefix(std::min(text.find_first_not_of("(, "), text.size()));
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), *axis);
    if (error != std::errc() || *axis < 1 || *axis > kLatest) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  }
  return extent;
}

std::optional<Extent> extent_in(const Table& table, std::optional<std::size_t> column) {
  const std::string_view cell = table.cell(column);
  if (is_absent(cell)) return std::nullopt;
  if (const std::optional<Extent> extent = extent_of(cell)) return extent;
  table.refuse_row(
      fmt::format("\"{}\" is no size of a grid or block, like (128, 1, 1)", one_line(cell, 40)));
}

std::optional<Extent> extent_in(const Table& table,
                                const std::array<std::optional<std::size_t>, 3>& axes, Mark mark) {
  Extent extent;
  std::int64_t* const counts[] = {&extent.x, &extent.y, &extent.z};
  for (std::size_t i = 0; i < axes.size(); ++i) {
    if (is_absent(table.cell(axes[i]))) return std::nullopt;
    *counts[i] = table.count(*axes[i], mark, 1);
  }
  return extent;
}

Extent in_blocks(const Extent& work_items, const Extent& block) {
  return {ceil_div(work_items.x, block.x), ceil_div(work_items.y, block.y),
          ceil_div(work_items.z, block.z)};
}

}  // namespace rda::gpu::read
