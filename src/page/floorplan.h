// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "rda/chip.h"
#include "rda/describe.h"
#include "rda/mapping.h"
#include "rda/report.h"

namespace rda::page {

// Where everything is on the chip. A site is one number: row · columns + column.

/// A stream port of the chip.
struct PortPlace {
  UnitKind kind = UnitKind::source;
  int number = 0;
  Side side = Side::west;
  int site = 0;
  int beside = 0;
  static void describe(auto& self, auto& visit) {
    visit("kind", self.kind, Doc{"source, sink, or ag: an address generator"});
    visit("number", self.number, Range{0}, Doc{"number among the ports of its kind"});
    visit("side", self.side, Doc{"side of the grid"});
    visit("site", self.site, Range{0}, Doc{"site of the switch it attaches to"});
    visit("beside", self.beside, Range{0}, Doc{"ports of its kind before it at this switch"});
  }
};

/// A program in short.
struct ProgramSummary {
  std::string work;  ///< "dot_product"
  std::vector<std::int64_t> loops;
  int latency = 0, ii = 1;
  static void describe(auto& self, auto& visit) {
    visit("work", self.work, Doc{"kind of its work"});
    visit("loops", self.loops, Doc{"extents, innermost first", "firings"});
    visit("latency", self.latency, Range{0}, Doc{"cycles from a firing to its tokens", "cycles"});
    visit("ii", self.ii, Range{1}, Doc{"least number of cycles between firings", "cycles"});
  }
};

/// What a report does not say of a unit.
struct UnitPlace {
  std::string direction, gate;  ///< as BreakdownRow, but see shown_gate_of()
  int port = -1;                ///< of a stream port: its number
  std::vector<ProgramSummary> programs;
  std::int64_t buffer_bytes = 0;
  static void describe(auto& self, auto& visit) {
    visit("direction", self.direction, Doc{"reverse, or empty"});
    visit("gate", self.gate,
          Doc{"gate, as in the report's breakdown; a look-up of several gates names them all"});
    visit("port", self.port, Range{-1}, Doc{"number of the stream port; -1: a site of the grid"});
    visit("programs", self.programs, Doc{"programs; of a PMU, the program that reads comes first"});
    visit("buffer_bytes", self.buffer_bytes, Range{0}, Doc{"size of all slots", "bytes"});
  }
};

/// What a report does not say of a stream. Node 0 of the route is the writer's switch.
struct StreamPlace {
  int from = 0;
  std::vector<int> to;
  bool recurrent = false;
  std::vector<int> sites, parents;  ///< by node
  static void describe(auto& self, auto& visit) {
    visit("from", self.from, Range{0}, Doc{"number of the writing unit"});
    visit("to", self.to, Range{0}, Doc{"numbers of the reading units"});
    visit("recurrent", self.recurrent, Doc{"whether it lies on the recurrence"});
    visit("sites", self.sites, Range{0}, Doc{"site of each switch of the route; empty: no route"});
    visit("parents", self.parents, Range{-1}, Doc{"number of the switch before it, or -1"});
  }
};

/// A switch-switch link on some route.
struct LinkTraffic {
  int from = 0, to = 0;
  std::int64_t streams = 0;
  Cycle carrying = 0;
  std::int64_t bytes = 0;
  static void describe(auto& self, auto& visit) {
    visit("from", self.from, Range{0}, Doc{"site of its upstream switch"});
    visit("to", self.to, Range{0}, Doc{"site of its downstream switch"});
    visit("streams", self.streams, Range{1}, Doc{"streams on it, each on a track of its own"});
    visit("carrying", self.carrying, Range{0},
          Doc{"their carrying cycles, those of a stream spread evenly over its links",
              "track-cycles"});
    visit("bytes", self.bytes, Range{0}, Doc{"the same in bytes of tokens", "bytes"});
  }
};

/// The grid, and what a mapping puts on it.
struct Floorplan {
  int rows = 0, cols = 0;
  std::string kinds;  ///< by site: 'C' for a PCU, 'M' for a PMU
  int tracks = 0;     ///< of every switch-switch link, of all kinds
  std::vector<PortPlace> ports;
  std::vector<UnitPlace> units;      ///< as Report::units
  std::vector<StreamPlace> streams;  ///< as Report::streams
  std::vector<LinkTraffic> links;    ///< by `from`, then `to`
  static void describe(auto& self, auto& visit) {
    visit("rows", self.rows, Range{1}, Doc{"rows of the grid"});
    visit("cols", self.cols, Range{1}, Doc{"columns of the grid"});
    visit("kinds", self.kinds, Doc{"a letter for each site, row by row: C for a PCU, M for a PMU"});
    visit("tracks", self.tracks, Range{0}, Doc{"tracks of every switch-switch link", "tracks"});
    visit("ports", self.ports, Doc{"all stream ports of the chip"});
    visit("units", self.units, Doc{"every unit of the mapping, as in the report"});
    visit("streams", self.streams, Doc{"every stream of the mapping, as in the report"});
    visit("links", self.links, Doc{"every switch-switch link that a route takes"});
  }
};

/// The floorplan of a mapping, without traffic.
Floorplan floorplan_of(const Chip& chip, const Mapping& mapping);

/// The floorplan of a run. Requires that `report` is of this mapping.
Floorplan floorplan_of(const Chip& chip, const Mapping& mapping, const Report& report);

}  // namespace rda::page
