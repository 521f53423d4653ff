// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <ranges>
#include <vector>

#include "rda/chip.h"
#include "rda/ids.h"

namespace rda::mapper {

/// A switch of a fabric, and a link from a switch to a neighbour.
using SwitchId = Id<struct SwitchTag>;
using LinkId = Id<struct LinkTag>;

/// The switch graph of a grid: one vertex for each site, one edge each way between neighbours.
/// Switches are numbered row by row. Links are numbered by the switch they leave, without gaps. The
/// numbers index vectors and break ties; Boost's descriptors can do neither.
class Fabric {
 public:
  using Graph = boost::compressed_sparse_row_graph<boost::directedS>;
  struct Link {
    SwitchId from, to;
  };

  Fabric(int rows, int cols);

  const Graph& graph() const { return graph_; }
  std::size_t switches() const { return first_link_.size() - 1; }
  SwitchId at(Site site) const { return SwitchId(site.row * cols_ + site.col); }
  Site site(SwitchId at) const { return {at.number() / cols_, at.number() % cols_}; }
  const IdVector<LinkId, Link>& links() const { return links_; }
  /// The links out of a switch.
  auto links_from(SwitchId at) const {
    return std::views::iota(first_link_[at.index()], first_link_[at.index() + 1]) |
           std::views::transform([](std::size_t link) { return LinkId(link); });
  }
  /// The link from a switch to a neighbour.
  LinkId link(SwitchId from, SwitchId to) const;

 private:
  int rows_, cols_;
  IdVector<LinkId, Link> links_;
  std::vector<std::size_t> first_link_;  // by switch, and the number of links
  Graph graph_;
};

}  // namespace rda::mapper
