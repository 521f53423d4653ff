// SPDX-License-Identifier: Apache-2.0
#include "mapper/fabric.h"

#include <utility>

#include "rda/check.h"

namespace rda::mapper {

Fabric::Fabric(int rows, int cols) : rows_(rows), cols_(cols) {
  const int count = rows * cols;
  std::vector<std::pair<int, int>> edges;
  for (int from = 0; from < count; ++from) {
    first_link_.push_back(edges.size());
    const Site here = site(SwitchId(from));
    if (here.row > 0) edges.emplace_back(from, from - cols_);
    if (here.col > 0) edges.emplace_back(from, from - 1);
    if (here.col + 1 < cols_) edges.emplace_back(from, from + 1);
    if (here.row + 1 < rows_) edges.emplace_back(from, from + cols_);
  }
  first_link_.push_back(edges.size());
  for (const auto& [from, to] : edges) links_.push_back({SwitchId(from), SwitchId(to)});
  graph_ =
      Graph(boost::edges_are_sorted, edges.begin(), edges.end(), static_cast<std::size_t>(count));
}

LinkId Fabric::link(SwitchId from, SwitchId to) const {
  for (const LinkId link : links_from(from))
    if (links_[link].to == to) return link;
  RDA_CHECK(false, "no link between switches that are not neighbours");
  return {};
}

}  // namespace rda::mapper
