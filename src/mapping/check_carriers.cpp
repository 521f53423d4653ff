// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <set>
#include <tuple>

#include "mapping/violations.h"

namespace rda::mapping {
namespace {

// The stream on each track: kind, from, to, track → name.
using Tracks = std::map<std::tuple<TokenKind, Site, Site, int>, std::string>;

/// Of sites that may be anywhere, also where no grid is.
bool are_neighbours(Site a, Site b) {
  const std::int64_t rows = std::int64_t{a.row} - b.row, cols = std::int64_t{a.col} - b.col;
  return std::abs(rows) + std::abs(cols) == 1;
}

class RouteCheck {
 public:
  RouteCheck(Inspection& inspection, Tracks& tracks, const Stream& stream)
      : inspection_(inspection), tracks_(tracks), stream_(stream), route_(stream.route()) {}

  void run() {
    if (route_.empty()) {
      inspection_.add(stream_.name, "a route without a switch (at least the writer's)");
      return;
    }
    check_root();
    for (std::size_t n = 0; n < route_.size(); ++n) check_node(n);
    check_readers();
  }

 private:
  void check_root() {
    const RouteNode& root = route_.front();
    const Unit& writer = inspection_.unit(stream_.from);
    if (root.parent != -1)
      inspection_.add(stream_.name, "node 0 has parent {} (-1: it is the root)", root.parent);
    if (root.site() != writer.site())
      inspection_.add(stream_.name, "route begins at ({}, {}) (at ({}, {}), where {} is)", root.row,
                      root.col, writer.site().row, writer.site().col, writer.name);
  }

  void check_node(std::size_t n) {
    const RouteNode& node = route_[n];
    const auto& grid = inspection_.chip.grid;
    if (node.row < 0 || node.col < 0 || node.row >= grid.rows || node.col >= grid.cols)
      inspection_.add(stream_.name,
                      "route node {} at ({}, {}) is off the grid ({} rows, {} columns)", n,
                      node.row, node.col, grid.rows, grid.cols);
    if (!switches_.insert(node.site()).second)
      inspection_.add(stream_.name, "switch ({}, {}) is on the route twice (at most once)",
                      node.row, node.col);
    if (n > 0) check_link(n, node);
  }

  void check_link(std::size_t n, const RouteNode& node) {
    if (node.parent < 0 || static_cast<std::size_t>(node.parent) >= n) {
      inspection_.add(stream_.name, "route node {} has parent {} (an earlier node)", n,
                      node.parent);
      return;
    }
    parents_.insert(static_cast<std::size_t>(node.parent));
    const Site from = route_[static_cast<std::size_t>(node.parent)].site();
    if (!are_neighbours(from, node.site()))
      inspection_.add(stream_.name, "route goes from ({}, {}) to ({}, {}) (to a neighbour)",
                      from.row, from.col, node.row, node.col);
    const int tracks = inspection_.chip.network.tracks[stream_.kind];
    if (node.track < 0 || node.track >= tracks)
      inspection_.add(stream_.name, "track {} of ({}, {}) to ({}, {}) (there are {} {} tracks)",
                      node.track, from.row, from.col, node.row, node.col, tracks,
                      word(stream_.kind));
    const auto [at, is_new] =
        tracks_.emplace(std::tuple(stream_.kind, from, node.site(), node.track), stream_.name);
    if (!is_new)
      inspection_.add(
          stream_.name, "{} track {} of ({}, {}) to ({}, {}) is taken by {} (one stream per track)",
          word(stream_.kind), node.track, from.row, from.col, node.row, node.col, at->second);
  }

  void check_readers() {
    std::set<Site> reader_switches;
    for (const UnitId unit : stream_.to) {
      const Unit& reader = inspection_.unit(unit);
      reader_switches.insert(reader.site());
      if (!switches_.contains(reader.site()))
        inspection_.add(stream_.name, "route misses ({}, {}), where {} reads it", reader.site().row,
                        reader.site().col, reader.name);
    }
    for (std::size_t n = 0; n < route_.size(); ++n) {
      const RouteNode& node = route_[n];
      if (!parents_.contains(n) && !reader_switches.contains(node.site()))
        inspection_.add(stream_.name, "route ends at ({}, {}) (at a switch with a reader)",
                        node.row, node.col);
    }
  }

  Inspection& inspection_;
  Tracks& tracks_;
  const Stream& stream_;
  const std::span<const RouteNode> route_;
  std::set<Site> switches_;
  std::set<std::size_t> parents_;
};

// Tokens in the local streams of a PMU at the start stand for full or free slots of its buffers.
void check_initial(Inspection& inspection, UnitId number) {
  const Unit& unit = inspection.unit(number);
  std::int64_t most = 0, slots = 0, initial = 0;
  for (const Buffer& buffer : unit.buffers) {
    most = std::max<std::int64_t>(most, buffer.slots);
    slots += buffer.slots;
  }
  for (const Stream& stream : inspection.mapping.streams) {
    if (!stream.is_local() || stream.from != number) continue;
    if (stream.initial() > most)
      inspection.add(stream.name, "{} initial tokens (the largest buffer of {} has {} slots)",
                     stream.initial(), unit.name, most);
    else
      initial += std::max<std::int64_t>(stream.initial(), 0);
  }
  if (initial > slots)
    inspection.add(unit.name, "{} initial tokens in its local streams (its buffers have {} slots)",
                   initial, slots);
}

/// Checks the carrier of a stream.
class CarrierCheck {
 public:
  CarrierCheck(Inspection& inspection, Tracks& tracks, const Stream& stream, const Ends& ends)
      : inspection_(inspection), tracks_(tracks), stream_(stream), ends_(ends) {}

  void operator()(const Unrouted&) const {
    inspection_.add(stream_.name, "has no carrier (a route, or local inside one PMU)");
  }
  void operator()(const Local& local) const {
    const bool inside_one = stream_.to.size() == 1 && stream_.to.front() == stream_.from &&
                            inspection_.unit(stream_.from).kind == UnitKind::pmu;
    if (!inside_one || stream_.kind != TokenKind::control)
      inspection_.add(stream_.name, "is local (only control streams inside one PMU can be)");
    else if (ends_.writers.size() == 1 && ends_.readers.size() == 1 &&
             ends_.writers.front().program == ends_.readers.front().program)
      inspection_.add(stream_.name,
                      "written and read by the same program of {} (the other program must read it)",
                      inspection_.unit(stream_.from).name);
    if (local.initial < 0)
      inspection_.add(stream_.name, "{} initial tokens (0 or more)", local.initial);
  }
  void operator()(const StaticRoute&) const { RouteCheck(inspection_, tracks_, stream_).run(); }
  void operator()(const Ideal&) const {
    inspection_.add(stream_.name, "is on the ideal network, which no chip has (needs a route)");
  }

 private:
  Inspection& inspection_;
  Tracks& tracks_;
  const Stream& stream_;
  const Ends& ends_;
};

}  // namespace

void check_carriers(Inspection& inspection) {
  Tracks tracks;
  for (const StreamId number : inspection.mapping.streams.ids()) {
    const Stream& stream = inspection.stream(number);
    std::visit(CarrierCheck(inspection, tracks, stream, inspection.ends[number]), stream.carrier);
  }
  for (const UnitId unit : inspection.mapping.units.ids())
    if (inspection.unit(unit).kind == UnitKind::pmu) check_initial(inspection, unit);
}

}  // namespace rda::mapping
