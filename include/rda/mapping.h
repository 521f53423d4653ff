// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "rda/chip.h"
#include "rda/ids.h"
#include "rda/numerics.h"
#include "rda/origin.h"
#include "rda/program.h"

namespace rda {

// The only interface between mapper and simulator: plain data. docs/timing-model.md defines its
// meaning.

/// A slice of a tensor in a buffer: element (r, c), 0 ≤ r < rows, 0 ≤ c < cols, of the slice is
/// element (first_row + r · row_step, first_col + c · col_step) of the tensor and lies at byte
/// `offset + r · pitch + c · bytes(format)` of `slot`; with `word_each`, at 4 bytes per column.
/// With `copies` each element lies there so often in a row, one element's width apart, and the next
/// column behind all of them.
struct Content {
  std::string tensor;
  int slot = 0;
  std::int64_t offset = 0, pitch = 0;
  std::int64_t first_row = 0, row_step = 1, rows = 1;
  std::int64_t first_col = 0, col_step = 1, cols = 1;
  Format format = Format::fp32;
  int scale = 0;
  std::int64_t copies = 1;
  bool word_each = false;  ///< each element takes a 32-bit word (a chip without packing)
  static void describe(auto& self, auto& visit) {
    visit("tensor", self.tensor, Doc{"tensor"});
    visit("slot", self.slot, Range{0}, Doc{"slot of the buffer"});
    visit("offset", self.offset, Range{0},
          Doc{"offset of the first element within the slot", "bytes"});
    visit("pitch", self.pitch, Range{0}, Doc{"distance of two rows", "bytes"});
    visit("first_row", self.first_row, Range{0, kMostTensorIndex}, Doc{"first row"});
    visit("row_step", self.row_step, Range{1, kMostTensorIndex},
          Doc{"rows of the tensor from one row to the next"});
    visit("rows", self.rows, Range{0, kMostTensorIndex}, Doc{"rows"});
    visit("first_col", self.first_col, Range{0, kMostTensorIndex}, Doc{"first column"});
    visit("col_step", self.col_step, Range{1, kMostTensorIndex},
          Doc{"columns of the tensor from one column to the next"});
    visit("cols", self.cols, Range{0, kMostTensorIndex}, Doc{"columns"});
    visit("format", self.format, Doc{"format in memory"});
    visit("scale", self.scale, Range{-126, 126}, Doc{"power of two of int8"});
    visit("copies", self.copies, Range{1, kMostTensorIndex},
          Doc{"copies of each element, one behind the other"});
    visit("word_each", self.word_each, Doc{"whether each element takes a 32-bit word"});
  }
};

/// Memory of a PMU, or part of off-chip memory: `slots` slots of `slot_bytes` each, from byte
/// `offset` on, a multiple of banks · 4 or of a burst. Bytes without contents are zero at the
/// start.
struct Buffer {
  std::string name;
  std::int64_t offset = 0, slot_bytes = 0;
  int slots = 1;
  std::vector<Content> contents;
  static void describe(auto& self, auto& visit) {
    visit("name", self.name, Doc{"name"});
    visit("offset", self.offset, Range{0}, Doc{"first byte", "bytes"});
    visit("slot_bytes", self.slot_bytes, Range{1}, Doc{"size of a slot", "bytes"});
    visit("slots", self.slots, Range{1, 65536}, Doc{"number of slots (N of the N-buffer)"});
    visit("contents", self.contents, Doc{"contents at the start"});
  }
};

/// A position of the grid. −1: not placed yet.
struct GridSite {
  static constexpr std::string_view kKind = "site";
  int row = -1, col = -1;
  static void describe(auto& self, auto& visit) {
    visit("row", self.row, Range{-1, 255}, Doc{"row, from the north"});
    visit("col", self.col, Range{-1, 255}, Doc{"column, from the west"});
  }
};

/// A stream port or an address generator at the grid's edge, and the switch it attaches to.
struct EdgePort {
  static constexpr std::string_view kKind = "port";
  int port = 0;
  int row = -1, col = -1;
  static void describe(auto& self, auto& visit) {
    visit("port", self.port, Range{0}, Doc{"number among the ports of its kind"});
    visit("row", self.row, Range{-1, 255}, Doc{"row of the switch it attaches to"});
    visit("col", self.col, Range{-1, 255}, Doc{"column of the switch it attaches to"});
  }
};

using Place = std::variant<GridSite, EdgePort>;

/// The programs on one PCU, PMU, stream port or address generator, and the buffers of a PMU.
struct Unit {
  std::string name;  ///< unique, e.g. "layer0.i.dot[0][3]"
  Origin origin;
  UnitKind kind = UnitKind::pcu;
  Place place;
  /// A PCU, a stream port or an AG has one program. A PMU has up to two: one that reads, then one
  /// that writes.
  std::vector<Program> programs;
  std::vector<Buffer> buffers;  ///< of a PMU

  /// The site of the switch that the unit attaches to.
  Site site() const {
    return std::visit([](const auto& at) { return Site{at.row, at.col}; }, place);
  }
  /// Moves the unit to this site.
  void put_at(Site site) {
    std::visit([&](auto& at) { at.row = site.row, at.col = site.col; }, place);
  }
  static void describe(auto& self, auto& visit) {
    visit("name", self.name, Doc{"name, unique among units"});
    visit("origin", self.origin, Doc{"the part of the model that the unit computes"});
    visit("kind", self.kind, Doc{"kind of hardware"});
    visit("place", self.place, Doc{"site, or stream port"});
    visit("programs", self.programs, Doc{"programs; of a PMU, the program that reads comes first"});
    visit("buffers", self.buffers, Doc{"buffers of a PMU"});
  }
};

/// A switch on a route. Node 0 is the writer's switch. The link from the switch of `parent`, an
/// earlier node, uses track `track`. A switch is at most once on a route. A reader takes the stream
/// at the node of its own switch.
struct RouteNode {
  int row = 0, col = 0;
  int parent = -1;
  int track = 0;
  Site site() const { return {row, col}; }
  static void describe(auto& self, auto& visit) {
    visit("row", self.row, Range{0, 255}, Doc{"row of the switch"});
    visit("col", self.col, Range{0, 255}, Doc{"column of the switch"});
    visit("parent", self.parent, Range{-1}, Doc{"node of the previous switch, or -1"});
    visit("track", self.track, Range{0}, Doc{"track of the link from the parent"});
  }
};

/// The stream has no carrier yet.
struct Unrouted {
  static constexpr std::string_view kKind = "unrouted";
  static void describe(auto&, auto&) {}
};

/// A control stream from one program of a PMU to the other, inside the PMU.
struct Local {
  static constexpr std::string_view kKind = "local";
  std::int64_t initial = 0;  ///< tokens at the start
  static void describe(auto& self, auto& visit) {
    visit("initial", self.initial, Range{0}, Doc{"tokens at the start", "tokens"});
  }
};

/// A tree of switches of the static network.
struct StaticRoute {
  static constexpr std::string_view kKind = "static_route";
  std::vector<RouteNode> nodes;
  static void describe(auto& self, auto& visit) {
    visit("nodes", self.nodes, Doc{"switches, the writer's first"});
  }
};

/// The ideal network (docs/timing-model.md), which no chip has: it measures the cost of the
/// network.
struct Ideal {
  static constexpr std::string_view kKind = "ideal";
  static void describe(auto&, auto&) {}
};

using Carrier = std::variant<Unrouted, Local, StaticRoute, Ideal>;

/// An edge of the dataflow graph: one writer, one or more readers, and a carrier.
struct Stream {
  std::string name;
  TokenKind kind = TokenKind::scalar;
  UnitId from;
  std::vector<UnitId> to;  ///< each once
  Carrier carrier;
  bool recurrent = false;  ///< lies on the recurrence: every step pays for its hops
  double rate = 1;  ///< tokens wanted per cycle, above 1 if more than it carries: its weight for
                    ///< placer and router

  bool is_local() const { return std::holds_alternative<Local>(carrier); }
  bool is_ideal() const { return std::holds_alternative<Ideal>(carrier); }
  /// Tokens at the start.
  std::int64_t initial() const { return is_local() ? std::get<Local>(carrier).initial : 0; }
  /// The switches of the route; empty without a route.
  std::span<const RouteNode> route() const {
    const auto* routed = std::get_if<StaticRoute>(&carrier);
    return routed ? std::span<const RouteNode>(routed->nodes) : std::span<const RouteNode>();
  }
  static void describe(auto& self, auto& visit) {
    visit("name", self.name, Doc{"name, unique among streams"});
    visit("kind", self.kind, Doc{"kind of its tokens"});
    visit("from", self.from, Range{0}, Doc{"writing unit"});
    visit("to", self.to, Range{0}, Doc{"reading units"});
    visit("carrier", self.carrier, Doc{"carrier of its tokens"});
    visit("recurrent", self.recurrent, Doc{"whether it lies on the recurrence"});
    visit("rate", self.rate, Range{0}, Doc{"tokens wanted per cycle"});
  }
};

/// Most bytes of a mapping file: far more than a mapping on the largest chip has.
inline constexpr std::size_t kMaxMappingBytes = std::size_t{1} << 28;
/// Version of the file format of mappings.
inline constexpr int kMappingVersion = 2;

/// Placed and routed programs: everything the simulator needs besides the chip and the bytes.
struct Mapping {
  int format_version = kMappingVersion;
  std::string chip, workload;  ///< names, for people
  std::string policy;          ///< "paper", "auto", or "hand"
  /// The unrolling: rows at the same time, rows in a vector, column slices, and columns of a row in
  /// a token that is multiplied. With `hv` above 1, `hu` counts vectors of rows.
  int hu = 0, hv = 1, ru = 0, rv = 0;
  std::int64_t seed = 0;
  std::int64_t steps = 1;              ///< of all repetitions
  std::optional<std::int64_t> repeat;  ///< repetitions, which have equally many steps; none: one
  std::optional<std::int64_t> noise_seed;  ///< of rounding at random; none: nothing rounds so
  int batch = 1;
  std::int64_t macs = 0;  ///< multiply-accumulates of the whole run
  ReductionOrder reduction;
  IdVector<UnitId, Unit> units;
  IdVector<StreamId, Stream> streams;
  std::vector<Buffer> memory;  ///< buffers of off-chip memory

  std::int64_t repetitions() const { return repeat.value_or(1); }
  /// Of `all` things that the repetitions make equally many of, those of the first `items` items of
  /// the run: a repetition that is begun has as many of them as it has of its items, or all.
  std::int64_t of_first(std::int64_t items, std::int64_t all) const;

  static void describe(auto& self, auto& visit);  // src/mapping/mapping_fields.h
};

/// Checks whether `mapping` is legal on `chip`, independently of the mapper: sites and kinds, one
/// unit per site, ports, stages, registers, slots, capacity, latencies, the ends of streams, routes
/// (trees, links, tracks) and token counts.
/// @return one line for each violation: the unit or stream, the problem, and in brackets what would
/// be right; empty if legal
std::vector<std::string> violations(const Chip& chip, const Mapping& mapping);
/// @throws MappingError  with the first violation, if there is one
void check(const Chip& chip, const Mapping& mapping);

/// @throws ConfigError  if the file cannot be read or is malformed; for another format version,
/// says how to make the mapping again
Mapping load_mapping(const std::filesystem::path& file);
std::string to_json(const Mapping& mapping);

}  // namespace rda
