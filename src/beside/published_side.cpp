// SPDX-License-Identifier: Apache-2.0
#include "beside/published_side.h"

namespace rda::beside {

Side published_side(const gpu::PublishedTable& table, const std::vector<gpu::PublishedRow>& rows,
                    const gpu::Measured& chip) {
  const gpu::PublishedRow row = gpu::find_published(rows, table.name, chip);
  Side side;
  side.gpu = table.name;
  side.kind = SideKind::published;
  side.device = table.device;
  side.software = table.software;
  side.network = row.network;
  side.network.calls = 1;
  side.us = row.ms * kUsPerMs;
  if (side.network.steps) side.us_per_step = side.us / static_cast<double>(*side.network.steps);
  side.notes.push_back("source: " + row.source);
  return side;
}

}  // namespace rda::beside
