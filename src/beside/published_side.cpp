// SPDX-License-Identifier: Apache-2.0
#include "beside/published_side.h"

#include <fmt/format.h>

#include <algorithm>

namespace rda::beside {
namespace {

bool is_same(const gpu::Measured& row, const gpu::Measured& chip) {
  return row.cell == chip.cell && row.input == chip.input && row.hidden == chip.hidden &&
         row.layers == chip.layers && row.directions == chip.directions &&
         row.batch == chip.batch && row.steps == chip.steps;
}

}  // namespace

std::optional<Side> published_side(const gpu::PublishedTable& table,
                                   const std::vector<gpu::PublishedRow>& rows,
                                   const gpu::Measured& chip) {
  const auto row = std::ranges::find_if(
      rows, [&](const gpu::PublishedRow& r) { return is_same(r.network, chip); });
  if (row == rows.end()) return std::nullopt;
  Side side;
  side.gpu = table.name;
  side.kind = SideKind::published;
  side.device = table.device;
  side.software = table.software;
  side.network = row->network;
  side.network.calls = 1;
  side.us = row->ms * kUsPerMs;
  if (side.network.steps) side.us_per_step = side.us / static_cast<double>(*side.network.steps);
  side.notes.push_back("source: " + row->source);
  return side;
}

}  // namespace rda::beside
