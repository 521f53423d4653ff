// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <vector>

#include "rda/chip.h"

namespace rda::mapper {

/// The switch graph of a grid: one vertex for each site, one edge each way between neighbours.
/// Switches are numbered row by row. Links are numbered by the switch they leave, without gaps. The
/// numbers index vectors and break ties; Boost's descriptors can do neither.
class Fabric {
 public:
  using Graph = boost::compressed_sparse_row_graph<boost::directedS>;
  struct Link {
    int from = 0, to = 0;
  };

  Fabric(int rows, int cols);

  const Graph& graph() const { return graph_; }
  int switches() const { return rows_ * cols_; }
  int at(Site site) const { return site.row * cols_ + site.col; }
  Site site(int at) const { return {at / cols_, at % cols_}; }
  const std::vector<Link>& links() const { return links_; }
  /// Numbers of the links out of a switch: [first_link(at), first_link(at + 1)).
  int first_link(int at) const { return first_link_[static_cast<std::size_t>(at)]; }
  /// Number of the link from a switch to a neighbour.
  int link(int from, int to) const;

 private:
  int rows_, cols_;
  std::vector<Link> links_;
  std::vector<int> first_link_;
  Graph graph_;
};

}  // namespace rda::mapper
