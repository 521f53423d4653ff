// SPDX-License-Identifier: Apache-2.0
#include "gpu/read/database_cells.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "gpu/read/decimal.h"

namespace rda::gpu::read {

std::int64_t DatabaseCells::time(const SQLite::Column& cell) const {
  const std::int64_t ns = cell.getInt64();
  if (ns < -kLatest || ns > kLatest)
    draft_.refuse(fmt::format("a time is beyond 70 years: {} ns", ns));
  return ns;
}

std::int64_t DatabaseCells::duration(const SQLite::Statement& row, std::string_view table) const {
  const std::int64_t begin = time(row.getColumn(0)), end = time(row.getColumn(1));
  if (end < begin)
    draft_.refuse(
        fmt::format("{}: a row ends at {} ns, before it begins at {} ns", table, end, begin));
  return end - begin;
}

std::optional<Extent> extent_in(const SQLite::Statement& row, int place) {
  const Extent extent{row.getColumn(place).getInt64(), row.getColumn(place + 1).getInt64(),
                      row.getColumn(place + 2).getInt64()};
  const bool valid = extent.x > 0 && extent.y > 0 && extent.z > 0;
  return valid && std::max({extent.x, extent.y, extent.z}) <= kLatest ? std::optional(extent)
                                                                      : std::nullopt;
}

std::string copy_name(std::int64_t kind) {
  constexpr std::array<std::string_view, 11> kKinds{"",
                                                    "Host-to-Device",
                                                    "Device-to-Host",
                                                    "Host-to-Array",
                                                    "Array-to-Host",
                                                    "Array-to-Array",
                                                    "Array-to-Device",
                                                    "Device-to-Array",
                                                    "Device-to-Device",
                                                    "Host-to-Host",
                                                    "Peer-to-Peer"};
  const bool known = kind > 0 && kind < static_cast<std::int64_t>(kKinds.size());
  return known ? fmt::format("[CUDA memcpy {}]", kKinds[static_cast<std::size_t>(kind)])
               : "[CUDA memcpy]";
}

}  // namespace rda::gpu::read
