// SPDX-License-Identifier: Apache-2.0
#include "report/detours.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "mapping/group.h"

namespace rda::report {
namespace {

/// Hops of a route to its readers beyond the shortest ways, of the reader with most.
std::int64_t extra_hops(const Mapping& mapping, const Stream& stream) {
  const auto route = stream.route();
  std::vector<std::int64_t> depth(route.size(), 0);
  for (std::size_t node = 1; node < route.size(); ++node)
    depth[node] = depth[static_cast<std::size_t>(route[node].parent)] + 1;
  std::int64_t most = 0;
  for (const UnitId reader : stream.to) {
    const Site site = mapping.units[reader].site();
    for (std::size_t node = 0; node < route.size(); ++node)
      if (route[node].site() == site)
        most = std::max(most, depth[node] - std::abs(site.row - route[0].row) -
                                  std::abs(site.col - route[0].col));
  }
  return most;
}

}  // namespace

Detours detours_of(const Chip& chip, const Mapping& mapping, TokenKind kind) {
  std::map<std::pair<Site, Site>, int> tracks;
  std::map<std::string, std::int64_t> extra;
  for (const Stream& stream : mapping.streams) {
    if (stream.kind != kind || stream.route().empty()) continue;
    for (const RouteNode& node : stream.route())
      if (node.parent >= 0)
        ++tracks[{stream.route()[static_cast<std::size_t>(node.parent)].site(), node.site()}];
    if (!stream.recurrent) continue;
    std::int64_t& most = extra[mapping::group_of(mapping, stream)];
    most = std::max(most, extra_hops(mapping, stream));
  }
  Detours detours{.links = std::ssize(tracks)};
  for (const auto& [link, used] : tracks) detours.full += used >= chip.network.tracks[kind];
  for (const auto& [group, hops] : extra) detours.hops += hops;
  return detours;
}

}  // namespace rda::report
