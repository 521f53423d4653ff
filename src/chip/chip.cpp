// SPDX-License-Identifier: Apache-2.0
#include "rda/chip.h"

#include <cstddef>

#include "rda/check.h"

namespace rda {
namespace {

/// Cycles of a stream port for a token of this kind: ceil(bits / width_bits) · interval. A control
/// token takes one beat.
int port_cycles(const Chip& chip, const StreamPortsConfig& ports, TokenKind kind) {
  const int bits = 8 * token_bytes(chip, kind);
  const int beats =
      kind == TokenKind::control ? 1 : (bits + ports.width_bits - 1) / ports.width_bits;
  return beats * ports.interval;
}

Hardware stream_port(const Chip& chip, const StreamPortsConfig& ports) {
  const auto cycles = [&](TokenKind kind) { return port_cycles(chip, ports, kind); };
  return {.on_grid = false,
          .inputs = {},
          .outputs = {},
          .fifo_depth = chip.stream.fifo_depth,
          .interval = {cycles(TokenKind::vector), cycles(TokenKind::scalar),
                       cycles(TokenKind::control)}};
}

/// Switches along a side.
int side_length(const Chip& chip, Side side) {
  return side == Side::west || side == Side::east ? chip.grid.rows : chip.grid.cols;
}

Site edge_site(const Chip& chip, Side side, int along) {
  switch (side) {
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

Side opposite(Side side) {
  switch (side) {
    case Side::west:
      return Side::east;
    case Side::east:
      return Side::west;
    case Side::north:
      return Side::south;
    case Side::south:
      break;
  }
  return Side::north;
}

/// With both sides, even numbers attach to the one and odd numbers to the other.
Side ag_side(const AgConfig& ags, int number) {
  return ags.both_sides && number % 2 == 1 ? opposite(ags.side) : ags.side;
}

Site ag_site(const Chip& chip, const AgConfig& ags, int number) {
  const int sides = ags.both_sides ? 2 : 1;
  const Side side = ag_side(ags, number);
  const int here = side == ags.side ? (ags.count + sides - 1) / sides : ags.count / 2;
  const int rest = side_length(chip, side) - ags.offset;
  return edge_site(chip, side, ags.offset + number / sides * rest / here);
}

}  // namespace

static_assert(kUnitKinds.size() == names(UnitKind{}).size(), "kUnitKinds lists every kind");

Hardware hardware_of(const Chip& chip, UnitKind kind) {
  switch (kind) {
    case UnitKind::pcu:
      return {.inputs = chip.pcu.inputs,
              .outputs = chip.pcu.outputs,
              .fifo_depth = chip.pcu.fifo_depth,
              .stages = chip.pcu.stages};
    case UnitKind::pmu:
      return {.inputs = chip.pmu.inputs,
              .outputs = chip.pmu.outputs,
              .fifo_depth = chip.pmu.fifo_depth,
              .stages = chip.pmu.stages};
    case UnitKind::source:
      return stream_port(chip, chip.stream.sources);
    case UnitKind::sink:
      return stream_port(chip, chip.stream.sinks);
    case UnitKind::ag:
      break;
  }
  if (!chip.memory)
    return {.on_grid = false, .inputs = {0, 0, 0}, .outputs = {0, 0, 0}, .fifo_depth = {}};
  const AgConfig& ags = chip.memory->ags;
  return {.on_grid = false,
          .inputs = ags.inputs,
          .outputs = ags.outputs,
          .fifo_depth = ags.fifo_depth,
          .stages = ags.stages};
}

int edge_units(const Chip& chip, UnitKind kind) {
  switch (kind) {
    case UnitKind::source:
      return chip.stream.sources.count;
    case UnitKind::sink:
      return chip.stream.sinks.count;
    case UnitKind::ag:
      return chip.memory ? chip.memory->ags.count : 0;
    case UnitKind::pcu:
    case UnitKind::pmu:
      break;
  }
  return 0;
}

UnitKind kind_at(const Chip& chip, Site site) {
  const GridConfig& grid = chip.grid;
  RDA_CHECK(site.row >= 0 && site.row < grid.rows && site.col >= 0 && site.col < grid.cols);
  if (grid.pattern == Pattern::checkerboard) {
    return (site.row + site.col) % 2 == 0 ? UnitKind::pcu : UnitKind::pmu;
  }
  const int along = grid.pattern == Pattern::column_strips ? site.col : site.row;
  const char letter = grid.strip[static_cast<std::size_t>(along) % grid.strip.size()];
  return letter == 'C' ? UnitKind::pcu : UnitKind::pmu;
}

std::vector<Site> sites_of(const Chip& chip, UnitKind kind) {
  std::vector<Site> sites;
  for (int row = 0; row < chip.grid.rows; ++row) {
    for (int col = 0; col < chip.grid.cols; ++col) {
      if (kind_at(chip, {row, col}) == kind) sites.push_back({row, col});
    }
  }
  return sites;
}

Site port_site(const Chip& chip, UnitKind kind, int port) {
  RDA_CHECK(port >= 0 && port < edge_units(chip, kind));
  if (kind == UnitKind::ag) return ag_site(chip, chip.memory->ags, port);
  const StreamPortsConfig& ports =
      kind == UnitKind::source ? chip.stream.sources : chip.stream.sinks;
  const int rest = side_length(chip, ports.side) - ports.offset;
  return edge_site(
      chip, ports.side,
      ports.offset + (ports.spacing == kEven ? port * rest / ports.count : port * ports.spacing));
}

Side port_side(const Chip& chip, UnitKind kind, int port) {
  RDA_CHECK(port >= 0 && port < edge_units(chip, kind));
  if (kind == UnitKind::ag) return ag_side(chip.memory->ags, port);
  return kind == UnitKind::source ? chip.stream.sources.side : chip.stream.sinks.side;
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

double HostLink::bytes_per_second() const {
  constexpr double kFirst = 2.5e9, kSecond = 5e9, kThird = 8e9;  // transfers of a lane
  if (generation <= 2) return (generation == 1 ? kFirst : kSecond) * lanes * 8 / 10 / 8;
  return kThird * (1 << (generation - 3)) * lanes * 128 / 130 / 8;
}

}  // namespace rda
