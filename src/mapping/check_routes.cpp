// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "mapping/violations.h"

namespace rda::mapping {
namespace {

void check_local(Inspection& inspection, const Stream& stream, const Ends& ends) {
  const bool inside_one = stream.to.size() == 1 && stream.to.front() == stream.from &&
                          std::holds_alternative<PmuUnit>(inspection.unit(stream.from).body);
  if (!inside_one || stream.kind != TokenKind::control)
    inspection.add(stream.name, "no route (only control streams inside one PMU need none)");
  else if (ends.writers.size() == 1 && ends.readers.size() == 1 &&
           ends.writers.front().part == ends.readers.front().part)
    inspection.add(stream.name, "one program of {} is both ends (the other program is the reader)",
                   inspection.unit(stream.from).name);
}

// Who has which track of which link: kind, from, to, track.
using Tracks = std::map<std::tuple<TokenKind, Site, Site, int>, std::string>;

class RouteCheck {
 public:
  RouteCheck(Inspection& inspection, Tracks& tracks, const Stream& stream)
      : inspection_(inspection), tracks_(tracks), stream_(stream) {}

  void run() {
    check_root();
    for (std::size_t n = 0; n < stream_.route.size(); ++n) check_node(n);
    check_readers();
  }

 private:
  void check_root() {
    const RouteNode& root = stream_.route.front();
    const Unit& writer = inspection_.unit(stream_.from);
    if (root.parent != -1)
      inspection_.add(stream_.name, "node 0 has parent {} (-1: it is the root)", root.parent);
    if (root.site() != writer.site())
      inspection_.add(stream_.name, "route begins at ({}, {}) (at ({}, {}), where {} is)", root.row,
                      root.col, writer.row, writer.col, writer.name);
  }

  void check_node(std::size_t n) {
    const RouteNode& node = stream_.route[n];
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
    const Site from = stream_.route[static_cast<std::size_t>(node.parent)].site();
    if (distance(from, node.site()) != 1)
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
          stream_.name, "{} track {} of ({}, {}) to ({}, {}) is that of {} (one stream each)",
          word(stream_.kind), node.track, from.row, from.col, node.row, node.col, at->second);
  }

  void check_readers() {
    std::set<Site> reader_switches;
    for (const int unit : stream_.to) {
      const Unit& reader = inspection_.unit(unit);
      reader_switches.insert(reader.site());
      if (!switches_.contains(reader.site()))
        inspection_.add(stream_.name, "route misses ({}, {}), where {} reads it", reader.row,
                        reader.col, reader.name);
    }
    for (std::size_t n = 0; n < stream_.route.size(); ++n) {
      const RouteNode& node = stream_.route[n];
      if (!parents_.contains(n) && !reader_switches.contains(node.site()))
        inspection_.add(stream_.name, "route ends at ({}, {}) (at a switch with a reader)",
                        node.row, node.col);
    }
  }

  Inspection& inspection_;
  Tracks& tracks_;
  const Stream& stream_;
  std::set<Site> switches_;
  std::set<std::size_t> parents_;
};

// Tokens that a PMU's local streams hold at the start stand for slots of its buffers, full or free.
void check_initial(Inspection& inspection, int number, const PmuUnit& pmu) {
  const Unit& unit = inspection.unit(number);
  std::int64_t most = 0, slots = 0, initial = 0;
  for (const Buffer& buffer : pmu.buffers) {
    most = std::max<std::int64_t>(most, buffer.slots);
    slots += buffer.slots;
  }
  for (const Stream& stream : inspection.mapping.streams) {
    if (!stream.local() || stream.from != number) continue;
    if (stream.initial > most)
      inspection.add(stream.name, "{} initial tokens (the largest buffer of {} has {} slots)",
                     stream.initial, unit.name, most);
    else
      initial += std::max<std::int64_t>(stream.initial, 0);
  }
  if (initial > slots)
    inspection.add(unit.name, "{} initial tokens in its local streams (its buffers have {} slots)",
                   initial, slots);
}

}  // namespace

void check_routes(Inspection& inspection) {
  Tracks tracks;
  for (std::size_t s = 0; s < inspection.ends.size(); ++s) {
    const Stream& stream = inspection.mapping.streams[s];
    if (stream.local())
      check_local(inspection, stream, inspection.ends[s]);
    else
      RouteCheck(inspection, tracks, stream).run();
    const bool may_hold = stream.local() && stream.kind == TokenKind::control;
    if (stream.initial < 0 || (stream.initial > 0 && !may_hold))
      inspection.add(stream.name, "{} initial tokens (0, or more in a local control stream)",
                     stream.initial);
  }
  for (std::size_t u = 0; u < inspection.mapping.units.size(); ++u)
    if (const auto* pmu = std::get_if<PmuUnit>(&inspection.mapping.units[u].body))
      check_initial(inspection, static_cast<int>(u), *pmu);
}

}  // namespace rda::mapping
