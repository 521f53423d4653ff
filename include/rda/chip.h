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
#include "rda/memory.h"
#include "rda/override.h"

namespace rda {

/// The kinds of token that ports move. Kinds share no tracks.
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

/// Arrangement of PCUs and PMUs on the grid.
enum class Pattern { checkerboard, column_strips, row_strips };
constexpr std::array<std::string_view, 3> names(Pattern) {
  return {"checkerboard", "column_strips", "row_strips"};
}
/// Kind of hardware: a PCU or PMU at a site of the grid; a stream port or an address generator (AG)
/// at its edge.
enum class UnitKind { pcu, pmu, source, sink, ag };
constexpr std::array<std::string_view, 5> names(UnitKind) {
  return {"pcu", "pmu", "source", "sink", "ag"};
}
inline constexpr std::array kUnitKinds{UnitKind::pcu, UnitKind::pmu, UnitKind::source,
                                       UnitKind::sink, UnitKind::ag};
enum class Side { west, east, north, south };
constexpr std::array<std::string_view, 4> names(Side) { return {"west", "east", "north", "south"}; }

// src/chip/chip_fields.h defines `describe` of each struct below: range, unit, meaning and source
// of each knob.

/// The grid. A checkerboard has a PCU where row + column is even. `strip` is the sequence of kinds
/// that repeats along the columns (column_strips) or rows (row_strips): 'C' for a PCU, 'M' for a
/// PMU.
struct GridConfig {
  int rows = 16, cols = 8;
  Pattern pattern = Pattern::checkerboard;
  std::string strip = "CM";
  static void describe(auto& self, auto& visit);
};

/// Through which stages of a PCU a firing passes.
enum class PcuLatency {
  stages_used,  ///< those that do something for it
  all_stages    ///< these, and each other stage in a cycle
};
constexpr std::array<std::string_view, 2> names(PcuLatency) {
  return {"stages_used", "all_stages"};
}

/// Pattern Compute Unit: a SIMD pipeline.
struct PcuConfig {
  int lanes = 16;
  int stages = 6;
  int registers = 6;    ///< live values that a stage can hold
  bool packing = true;  ///< 8- and 16-bit values packed into 32-bit words
  bool fused = true;    ///< of packed values, multiply+split and add+split take one stage each
  bool folded = true;   ///< the reduction tree is folded onto one structural stage
  PcuLatency latency = PcuLatency::stages_used;
  PerKind inputs{3, 6, 16}, outputs{3, 5, 8};
  PerKind fifo_depth{4, 16, 16};
  static void describe(auto& self, auto& visit);
};

/// Pattern Memory Unit: a banked scratchpad that computes its own addresses.
struct PmuConfig {
  int banks = 16;
  int capacity_kb = 256;       ///< kB of 1024 bytes
  int stages = 4;              ///< address stages
  int read_latency = 1;        ///< cycles from the address to the data
  int max_slots = 255;         ///< most slots of a buffer (N of an N-buffer)
  bool interpolation = false;  ///< look-ups interpolate between the entries of their tables
  PerKind inputs{3, 4, 16}, outputs{1, 1, 8};
  PerKind fifo_depth{4, 16, 16};
  std::int64_t capacity_bytes() const { return std::int64_t{capacity_kb} * 1024; }
  /// Bytes of a row of all banks: buffers begin at multiples of it.
  std::int64_t row_bytes() const { return std::int64_t{banks} * 4; }
  static void describe(auto& self, auto& visit);
};

/// The static network: one switch at every site, links between neighbours.
struct NetworkConfig {
  int hop_latency = 1;      ///< cycles of a link
  PerKind tracks{2, 4, 4};  ///< of every switch–switch link, in each direction
  static void describe(auto& self, auto& visit);
};

/// The spacing of ports at even distances, which follow the size of the grid.
inline constexpr int kEven = 0;

/// Stream ports at edge switches. Port p attaches to switch `offset + p · spacing` of its side, or,
/// at even distances, to `offset + floor(p · (length of the side − offset) / count)`.
struct StreamPortsConfig {
  int count = 2;
  Side side = Side::west;
  int offset = 0;        ///< row or column of port 0
  int spacing = 1;       ///< switches from one port to the next; kEven: at even distances
  int width_bits = 512;  ///< bits that a port moves in one beat
  int interval = 1;      ///< cycles from one beat to the next

  static void describe(auto& self, auto& visit);  // src/chip/chip_fields.h
};

/// The ports through which tensors enter and leave the chip.
struct StreamConfig {
  StreamPortsConfig sources;
  StreamPortsConfig sinks{2, Side::east};
  PerKind fifo_depth{4, 16, 16};  ///< of the input of a sink

  static void describe(auto& self, auto& visit);  // src/chip/chip_fields.h
};

/// Address generators: units at the edge that read and write off-chip memory. They attach at even
/// distances from `offset` to the end of their side; several may share a switch.
struct AgConfig {
  int count = 34;
  Side side = Side::west;
  bool both_sides = true;  ///< every other one attaches to the opposite side
  int offset = 0;          ///< first row or column
  int stages = 5;          ///< address stages
  int outstanding = 16;    ///< bursts that an AG can hold
  PerKind inputs{4, 4, 4}, outputs{4, 4, 2};
  PerKind fifo_depth{4, 16, 16};

  static void describe(auto& self, auto& visit);  // src/chip/chip_fields.h
};

/// The link to the host, over which weights come once before a run. No cycle of a run includes it.
struct HostLink {
  int generation = 3;        ///< of PCI Express
  int lanes = 16;            ///< of the link
  double configure_us = 20;  ///< to configure all units and switches of the chip
  /// In one direction, without the headers of packets.
  double bytes_per_second() const;

  static void describe(auto& self, auto& visit);  // src/chip/chip_fields.h
};

/// Off-chip memory, the address generators that reach it, and the link that fills it.
struct MemoryConfig {
  AgConfig ags;
  ChannelConfig channels;
  HostLink host;

  static void describe(auto& self, auto& visit);  // src/chip/chip_fields.h
};

/// The hardware as data: all that mapper and simulator need.
struct Chip {
  std::string name;
  std::string description;
  double clock_mhz = 1000;
  GridConfig grid;
  PcuConfig pcu;
  PmuConfig pmu;
  NetworkConfig network;
  StreamConfig stream;
  std::optional<MemoryConfig> memory;          ///< none: nothing lies off the chip
  std::map<std::string, std::string> sources;  ///< JSON pointer of a knob → source of its value

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

/// The resources of one kind of unit.
struct Hardware {
  bool on_grid = true;        ///< at a site; otherwise at the edge
  PerKind inputs, outputs;    ///< ports of each kind of token
  PerKind fifo_depth;         ///< tokens that an input FIFO holds
  int stages = 0;             ///< stages of the pipeline; 0: no pipeline
  PerKind interval{1, 1, 1};  ///< least number of cycles between two tokens
};

/// The resources of `kind` on this chip.
Hardware hardware_of(const Chip& chip, UnitKind kind);

/// The kind of unit at `site`. Requires that `site` is on the grid.
UnitKind kind_at(const Chip& chip, Site site);
/// All sites of a kind, row by row.
std::vector<Site> sites_of(const Chip& chip, UnitKind kind);
/// Number of stream ports, or of address generators, of this kind.
int edge_units(const Chip& chip, UnitKind kind);
/// The site of the edge switch to which stream port or address generator number `port` attaches.
Site port_site(const Chip& chip, UnitKind kind, int port);
/// The side of the grid at which it stands.
Side port_side(const Chip& chip, UnitKind kind, int port);
/// Number of directed switch–switch links of the grid.
std::int64_t switch_links(const Chip& chip);
/// Bytes of a token of this kind: vector lanes · 4, scalar 4, control 0.
int token_bytes(const Chip& chip, TokenKind kind);
/// Reads a chip from a file, applies overrides and checks it. Ignores an override if the first key
/// of its pointer is not a key of a chip.
/// @throws ConfigError  naming file, JSON pointer, the problem, and what would be right
Chip load_chip(const std::filesystem::path& file, std::span<const Override> overrides = {});
/// Checks the rules that no range of a single knob can express, e.g. ports beyond the end of a
/// side.
/// @param file  name of the file, for messages
/// @throws ConfigError  as load_chip()
void check(const Chip& chip, const std::string& file);
/// Canonical JSON text of the chip: sorted keys, all defaults filled in, trailing newline.
std::string to_json(const Chip& chip);

}  // namespace rda
