// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rda/describe.h"
#include "rda/override.h"

namespace rda {

/// What a port moves in a cycle. Each kind has a network of its own.
enum class TokenKind { vector, scalar, control };
constexpr std::array<std::string_view, 3> names(TokenKind) {
  return {"vector", "scalar", "control"};
}
inline constexpr std::array kTokenKinds{TokenKind::vector, TokenKind::scalar, TokenKind::control};

/// One number for each kind of token.
struct PerKind {
  int vector = 1, scalar = 1, control = 1;
  int operator[](TokenKind kind) const {
    return kind == TokenKind::vector ? vector : kind == TokenKind::scalar ? scalar : control;
  }
};

/// What lies at the grid's positions.
enum class Pattern { checkerboard, column_strips, row_strips };
constexpr std::array<std::string_view, 3> names(Pattern) {
  return {"checkerboard", "column_strips", "row_strips"};
}
/// What a unit is placed on: at a site of the grid a PCU or a PMU, at its edge a stream port.
enum class UnitKind { pcu, pmu, source, sink };
constexpr std::array<std::string_view, 4> names(UnitKind) {
  return {"pcu", "pmu", "source", "sink"};
}
inline constexpr std::array kUnitKinds{UnitKind::pcu, UnitKind::pmu, UnitKind::source,
                                       UnitKind::sink};
enum class Side { west, east, north, south };
constexpr std::array<std::string_view, 4> names(Side) { return {"west", "east", "north", "south"}; }

// `describe` of each struct below is in src/chip/chip_fields.h, where a knob's range, unit, meaning
// and source are next to each other.

/// The grid. `strip` is the repeated sequence of kinds, 'C' a PCU and 'M' a PMU, along the columns
/// (column_strips) or rows (row_strips). Checkerboard: PCU where row + column is even.
struct GridConfig {
  int rows = 16, cols = 8;
  Pattern pattern = Pattern::checkerboard;
  std::string strip = "CM";
  static void describe(auto& self, auto& visit);
};

/// Pattern Compute Unit: a SIMD pipeline.
struct PcuConfig {
  int lanes = 16;
  int stages = 6;
  int registers = 6;    ///< live values a stage can hold
  bool packing = true;  ///< 8- and 16-bit values packed into 32-bit words
  bool fused = true;    ///< multiply+split and add+split of packed values take one stage each
  bool folded = true;   ///< the reduction tree is folded onto one structural stage
  PerKind inputs{3, 6, 16}, outputs{3, 5, 8};
  PerKind fifo_depth{4, 16, 16};
  static void describe(auto& self, auto& visit);
};

/// Pattern Memory Unit: a banked scratchpad that computes its own addresses.
struct PmuConfig {
  int banks = 16;
  int capacity_kb = 256;  ///< kB of 1024 bytes
  int stages = 4;         ///< address stages
  int read_latency = 1;   ///< cycles from the address to the data
  int max_slots = 255;    ///< N of an N-buffer at most
  PerKind inputs{3, 4, 16}, outputs{1, 1, 8};
  PerKind fifo_depth{4, 16, 16};
  std::int64_t capacity_bytes() const { return std::int64_t{capacity_kb} * 1024; }
  static void describe(auto& self, auto& visit);
};

/// The static network: one switch at every site, links between neighbours.
struct NetworkConfig {
  int hop_latency = 1;      ///< cycles a link takes
  PerKind tracks{2, 4, 4};  ///< of every switch–switch link, in each direction
  static void describe(auto& self, auto& visit);
};

/// A row of stream ports at edge switches: port p attaches `offset + p · spacing` switches along
/// its side.
struct StreamPortsConfig {
  int count = 2;
  Side side = Side::west;
  int offset = 0;        ///< row or column of port 0
  int spacing = 1;       ///< switches from one port to the next
  int width_bits = 512;  ///< moved by a port in one beat
  int interval = 1;      ///< cycles between beats

  static void describe(auto& self, auto& visit);  // src/chip/chip_fields.h
};

/// Where tensors enter and leave.
struct StreamConfig {
  StreamPortsConfig sources;
  StreamPortsConfig sinks{2, Side::east};
  PerKind fifo_depth{4, 16, 16};  ///< of a sink's input

  static void describe(auto& self, auto& visit);  // src/chip/chip_fields.h
};

/// The hardware as data: everything mapper and simulator need to know about it.
struct Chip {
  std::string name;
  std::string description;
  double clock_mhz = 1000;
  GridConfig grid;
  PcuConfig pcu;
  PmuConfig pmu;
  NetworkConfig network;
  StreamConfig stream;
  std::map<std::string, std::string>
      sources;  ///< JSON pointer of a knob → where its number comes from

  static void describe(auto& self, auto& visit);  // src/chip/chip_fields.h
};

/// A grid position. Row 0 is north, column 0 west.
struct Site {
  int row = 0, col = 0;
  friend auto operator<=>(const Site&, const Site&) = default;
};

/// Manhattan distance in switch–switch links.
inline int distance(Site a, Site b) {
  return (a.row > b.row ? a.row - b.row : b.row - a.row) +
         (a.col > b.col ? a.col - b.col : b.col - a.col);
}

/// What one kind of unit offers to the programs on it: a row of the table of the hardware.
struct Hardware {
  bool on_grid = true;        ///< at a site; else a stream port at the edge
  PerKind inputs, outputs;    ///< ports at the networks
  PerKind fifo_depth;         ///< tokens that the FIFO of an input holds
  int stages = 0;             ///< of its pipeline; 0: it has none
  PerKind interval{1, 1, 1};  ///< cycles between the starts of two tokens at least
};

/// The row of `kind`.
Hardware hardware_of(const Chip& chip, UnitKind kind);

/// What lies at `site`. Requires that `site` is on the grid.
UnitKind kind_at(const Chip& chip, Site site);
/// All sites of a kind, row by row.
std::vector<Site> sites_of(const Chip& chip, UnitKind kind);
/// The edge switch that stream port number `port` of this kind attaches to.
Site port_site(const Chip& chip, UnitKind kind, int port);
/// Directed switch–switch links of the grid (each has `tracks` tracks of each kind).
std::int64_t switch_links(const Chip& chip);
/// Bytes of a token of this kind: vector lanes · 4, scalar 4, control 0.
int token_bytes(const Chip& chip, TokenKind kind);
/// Reads, overrides and checks a chip. Throws ConfigError naming file, pointer, what is wrong and
/// what would be right. Overrides whose pointer's first key is not a chip key are left to others.
Chip load_chip(const std::filesystem::path& file, std::span<const Override> overrides = {});
/// Checks what no single range can say (a strip without letters, offsets off the grid, …).
void check(const Chip& chip, const std::string& file);
/// Canonical JSON text of the chip: sorted keys, all defaults filled in, trailing newline.
std::string to_json(const Chip& chip);

}  // namespace rda
