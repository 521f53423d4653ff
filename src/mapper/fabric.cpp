// SPDX-License-Identifier: Apache-2.0
#include "mapper/fabric.h"

#include <utility>

#include "rda/check.h"

namespace rda::mapper {

Fabric::Fabric(int rows, int cols) : rows_(rows), cols_(cols) {
  std::vector<std::pair<int, int>> edges;
  for (int from = 0; from < switches(); ++from) {
    first_link_.push_back(static_cast<int>(edges.size()));
    const Site here = site(from);
    if (here.row > 0) edges.emplace_back(from, from - cols_);
    if (here.col > 0) edges.emplace_back(from, from - 1);
    if (here.col + 1 < cols_) edges.emplace_back(from, from + 1);
    if (here.row + 1 < rows_) edges.emplace_back(from, from + cols_);
  }
  first_link_.push_back(static_cast<int>(edges.size()));
  for (const auto& [from, to] : edges) links_.push_back({from, to});
  graph_ = Graph(boost::edges_are_sorted, edges.begin(), edges.end(),
                 static_cast<Graph::vertices_size_type>(switches()));
}

int Fabric::link(int from, int to) const {
  for (int l = first_link(from); l < first_link(from + 1); ++l)
    if (links_[static_cast<std::size_t>(l)].to == to) return l;
  RDA_CHECK(false, "no link between switches that are not neighbours");
  return -1;
}

}  // namespace rda::mapper
