// SPDX-License-Identifier: Apache-2.0
#include "rda/chip.h"

#include <cstddef>

#include "rda/check.h"

namespace rda {
namespace {

/// The edge switch port number `port` attaches to.
Site port_site(const Chip& chip, const StreamPortsConfig& ports, int port) {
  RDA_CHECK(port >= 0 && port < ports.count);
  const int along = ports.offset + port * ports.spacing;
  switch (ports.side) {
    case Side::west:
      return {along, 0};
    case Side::east:
      return {along, chip.grid.cols - 1};
    case Side::north:
      return {0, along};
    case Side::south:
      break;
  }
  return {chip.grid.rows - 1, along};
}

}  // namespace

SiteKind kind_at(const Chip& chip, Site site) {
  const GridConfig& grid = chip.grid;
  RDA_CHECK(site.row >= 0 && site.row < grid.rows && site.col >= 0 && site.col < grid.cols);
  if (grid.pattern == Pattern::checkerboard) {
    return (site.row + site.col) % 2 == 0 ? SiteKind::pcu : SiteKind::pmu;
  }
  const int along = grid.pattern == Pattern::column_strips ? site.col : site.row;
  const char letter = grid.strip[static_cast<std::size_t>(along) % grid.strip.size()];
  return letter == 'C' ? SiteKind::pcu : SiteKind::pmu;
}

std::vector<Site> sites_of(const Chip& chip, SiteKind kind) {
  std::vector<Site> sites;
  for (int row = 0; row < chip.grid.rows; ++row) {
    for (int col = 0; col < chip.grid.cols; ++col) {
      if (kind_at(chip, {row, col}) == kind) sites.push_back({row, col});
    }
  }
  return sites;
}

Site source_site(const Chip& chip, int port) { return port_site(chip, chip.stream.sources, port); }

Site sink_site(const Chip& chip, int port) { return port_site(chip, chip.stream.sinks, port); }

std::int64_t switch_links(const Chip& chip) {
  const std::int64_t rows = chip.grid.rows, cols = chip.grid.cols;
  return 2 * (rows * (cols - 1) + cols * (rows - 1));
}

int token_bytes(const Chip& chip, TokenKind kind) {
  switch (kind) {
    case TokenKind::vector:
      return 4 * chip.pcu.lanes;
    case TokenKind::scalar:
      return 4;
    case TokenKind::control:
      break;
  }
  return 0;
}

int port_cycles(const Chip& chip, const StreamPortsConfig& ports, TokenKind kind) {
  const int bits = 8 * token_bytes(chip, kind);
  const int beats =
      kind == TokenKind::control ? 1 : (bits + ports.width_bits - 1) / ports.width_bits;
  return beats * ports.interval;
}

}  // namespace rda
