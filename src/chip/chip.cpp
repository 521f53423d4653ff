// SPDX-License-Identifier: Apache-2.0
#include "rda/chip.h"

#include <cstddef>

#include "rda/check.h"

namespace rda {
namespace {

/// The edge switch at position `offset + port * spacing` of a side.
Site edge_site(const GridConfig& grid, Side side, int offset, int port, int spacing) {
  const int along = offset + port * spacing;
  switch (side) {
    case Side::west:
      return {along, 0};
    case Side::east:
      return {along, grid.cols - 1};
    case Side::north:
      return {0, along};
    case Side::south:
      break;
  }
  return {grid.rows - 1, along};
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

Site source_site(const Chip& chip, int port) {
  const StreamConfig& stream = chip.stream;
  RDA_CHECK(port >= 0 && port < stream.sources);
  return edge_site(chip.grid, stream.source_side, stream.source_offset, port, stream.spacing);
}

Site sink_site(const Chip& chip, int port) {
  const StreamConfig& stream = chip.stream;
  RDA_CHECK(port >= 0 && port < stream.sinks);
  return edge_site(chip.grid, stream.sink_side, stream.sink_offset, port, stream.spacing);
}

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

int port_cycles(const Chip& chip, TokenKind kind) {
  const int bits = 8 * token_bytes(chip, kind);
  const int width = chip.stream.width_bits;
  const int beats = kind == TokenKind::control ? 1 : (bits + width - 1) / width;
  return beats * chip.stream.interval;
}

}  // namespace rda
