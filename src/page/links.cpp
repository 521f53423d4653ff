// SPDX-License-Identifier: Apache-2.0
#include "page/links.h"

#include <map>
#include <utility>

#include "rda/check.h"

namespace rda::page {
namespace {

/// Site numbers of a link's ends.
using Ends = std::pair<int, int>;

int site_number(const Chip& chip, const RouteNode& node) {
  return node.row * chip.grid.cols + node.col;
}

}  // namespace

std::vector<LinkTraffic> links_of(const Chip& chip, const Mapping& mapping,
                                  const std::vector<Cycle>& carrying) {
  RDA_CHECK(carrying.empty() || carrying.size() == mapping.streams.size());
  std::map<Ends, LinkTraffic> links;
  for (const StreamId number : mapping.streams.ids()) {
    const Stream& stream = mapping.streams[number];
    const auto route = stream.route();
    if (route.size() < 2) continue;
    const auto count = static_cast<Cycle>(route.size()) - 1;
    const Cycle all = carrying.empty() ? 0 : carrying[number.index()];
    for (Cycle n = 0; n < count; ++n) {
      const RouteNode& node = route[static_cast<std::size_t>(n) + 1];
      const RouteNode& parent = route[static_cast<std::size_t>(node.parent)];
      const Ends ends(site_number(chip, parent), site_number(chip, node));
      LinkTraffic& link = links[ends];
      link.from = ends.first;
      link.to = ends.second;
      const Cycle share = all / count + (n < all % count ? 1 : 0);
      ++link.streams;
      link.carrying += share;
      link.bytes += share * token_bytes(chip, stream.kind);
    }
  }
  std::vector<LinkTraffic> sorted;
  for (const auto& [ends, link] : links) sorted.push_back(link);
  return sorted;
}

}  // namespace rda::page
