// SPDX-License-Identifier: Apache-2.0
#include "flow/placement.h"

#include <algorithm>
#include <vector>

#include "base/text.h"
#include "json/reader.h"
#include "json/text_writer.h"
#include "json/writer.h"
#include "mapper/placement_fields.h"
#include "mapping/mapping_fields.h"

namespace rda::flow {
namespace {

/// Numbers of a route's node, and of a kind's TrackUse.
constexpr std::size_t kNodeNumbers = 4, kTrackNumbers = 5;

/// Bytes of each text of a refusal; those of the mapper have far fewer.
constexpr std::size_t kMostRefusalBytes = 1 << 16;

/// Sites, routes and MapQuality as numbers in a row.
struct Placement {
  std::string witness, problem;  ///< a refusal, if there is a witness
  std::vector<int> rows, cols;   ///< of the units
  std::vector<std::vector<int>> routes;
  int placements = 0, route_rounds = 0, longest_recurrent_hops = 0, recurrence_cycles = 0;
  std::int64_t routed_links = 0, routed_lower_bound = 0;
  std::vector<std::int64_t> tracks;
  bool sustained = true;

  static void describe(auto& self, auto& visit) {
    visit("witness", self.witness, Doc{"what a refusal names"});
    visit("problem", self.problem, Doc{"why it was refused"});
    visit("rows", self.rows, Doc{"row of each unit"});
    visit("cols", self.cols, Doc{"column of each unit"});
    visit("routes", self.routes, Doc{"row, column, parent, track of each node of each stream"});
    visit("placements", self.placements, Range{}, Doc{"placements tried"});
    visit("route_rounds", self.route_rounds, Range{}, Doc{"rounds of routing"});
    visit("longest_recurrent_hops", self.longest_recurrent_hops, Range{}, Doc{"links"});
    visit("recurrence_cycles", self.recurrence_cycles, Range{}, Doc{"cycles"});
    visit("routed_links", self.routed_links, Range{}, Doc{"links"});
    visit("routed_lower_bound", self.routed_lower_bound, Range{}, Doc{"links"});
    visit("tracks", self.tracks, Doc{"tracks, links, used, most, full links of each kind"});
    visit("sustained", self.sustained, Doc{"FIFOs are deep enough"});
  }
};

bool fits(const Placement& placement, const Mapping& mapping) {
  if (placement.rows.size() != mapping.units.size() ||
      placement.cols.size() != mapping.units.size() ||
      placement.routes.size() != mapping.streams.size() ||
      placement.tracks.size() != kTrackNumbers * kTokenKinds.size())
    return false;
  return std::ranges::all_of(placement.routes, [](const std::vector<int>& route) {
    return route.size() % kNodeNumbers == 0;
  });
}

std::vector<RouteNode> nodes_of(const std::vector<int>& numbers) {
  std::vector<RouteNode> nodes;
  for (std::size_t i = 0; i < numbers.size(); i += kNodeNumbers)
    nodes.push_back({numbers[i], numbers[i + 1], numbers[i + 2], numbers[i + 3]});
  return nodes;
}

void restore(const Placement& placement, MapQuality& quality) {
  quality.placements = placement.placements;
  quality.route_rounds = placement.route_rounds;
  quality.longest_recurrent_hops = placement.longest_recurrent_hops;
  quality.recurrence_cycles = placement.recurrence_cycles;
  quality.routed_links = placement.routed_links;
  quality.routed_lower_bound = placement.routed_lower_bound;
  quality.sustained = placement.sustained;
  for (std::size_t kind = 0; kind < kTokenKinds.size(); ++kind) {
    const std::int64_t* n = &placement.tracks[kind * kTrackNumbers];
    quality.tracks[kind] = {static_cast<int>(n[0]), n[1], n[2], static_cast<int>(n[3]), n[4]};
  }
}

}  // namespace

std::string placement_key(const PlacementInputs& inputs, const Mapping& mapping, int placements) {
  return std::string(mapper_version()) + '\n' + std::to_string(placements) + '\n' +
         json::write(inputs) + json::write_inputs(placement_inputs(mapping));
}

std::string placement_text(const Mapping& mapping, const MapQuality& quality) {
  Placement placement;
  for (const Unit& unit : mapping.units) {
    placement.rows.push_back(unit.site().row);
    placement.cols.push_back(unit.site().col);
  }
  for (const Stream& stream : mapping.streams) {
    std::vector<int>& numbers = placement.routes.emplace_back();
    for (const RouteNode& node : stream.route())
      numbers.insert(numbers.end(), {node.row, node.col, node.parent, node.track});
  }
  placement.placements = quality.placements;
  placement.route_rounds = quality.route_rounds;
  placement.longest_recurrent_hops = quality.longest_recurrent_hops;
  placement.recurrence_cycles = quality.recurrence_cycles;
  placement.routed_links = quality.routed_links;
  placement.routed_lower_bound = quality.routed_lower_bound;
  placement.sustained = quality.sustained;
  for (const TrackUse& use : quality.tracks)
    placement.tracks.insert(placement.tracks.end(),
                            {use.tracks, use.links, use.used, use.most, use.full_links});
  return json::dump_line(json::to_value(placement));
}

std::string placement_text(const MappingError& refusal) {
  Placement placement;
  placement.witness = refusal.witness;
  placement.problem = std::string(refusal.what()).substr(refusal.witness.size() + 2);
  return json::dump_line(json::to_value(placement));
}

bool restore_placement(const std::string& text, Mapping& mapping, MapQuality& quality) {
  Placement placement;
  try {
    placement = json::read<Placement>(text, "placement");
  } catch (const ConfigError&) {
    return false;
  }
  if (!placement.witness.empty())
    throw MappingError(one_line(placement.witness, kMostRefusalBytes),
                       one_line(placement.problem, kMostRefusalBytes));
  if (!fits(placement, mapping)) return false;
  for (const UnitId unit : mapping.units.ids())
    mapping.units[unit].put_at({placement.rows[unit.index()], placement.cols[unit.index()]});
  for (const StreamId stream : mapping.streams.ids())
    if (!mapping.streams[stream].is_local())
      mapping.streams[stream].carrier = StaticRoute{nodes_of(placement.routes[stream.index()])};
  restore(placement, quality);
  return true;
}

}  // namespace rda::flow
