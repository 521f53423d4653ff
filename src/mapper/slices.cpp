// SPDX-License-Identifier: Apache-2.0
#include "mapper/slices.h"

#include <algorithm>

namespace rda::mapper {
namespace {

int sum_of(const Graph& graph, int product) {
  for (std::size_t i = 0; i < graph.nodes.size(); ++i)
    if (graph.nodes[i].op == Op::sum &&
        std::ranges::find(graph.nodes[i].args, product) != graph.nodes[i].args.end())
      return static_cast<int>(i);
  throw WorkloadError(graph.nodes[Builder::index(product)].name, "no sum takes this product");
}

}  // namespace

Slice slice_of(const Builder& b, const std::string& gate, int lo, int hi) {
  Slice slice{lo, hi, {}};
  int begin = 0;
  for (std::size_t i = 0; i < b.graph.nodes.size(); ++i) {
    const Node& product = b.graph.nodes[i];
    if (product.op != Op::matvec || product.gate != gate) continue;
    const Node& operand = b.node(product.args[0]);
    const int end = begin + vectors_for(operand.size, b.plan.rv);
    if (begin < hi && lo < end)
      slice.pieces.push_back({static_cast<int>(i), std::max(lo, begin), std::min(hi, end), begin,
                              sum_of(b.graph, static_cast<int>(i)),
                              product.weight_scale + operand.scale});
    begin = end;
  }
  return slice;
}

std::vector<std::vector<Slice>> slices_of(const Builder& b, const std::string& gate,
                                          const std::vector<int>& cuts) {
  std::vector<std::vector<Slice>> units;
  std::size_t unit = 0;
  for (std::size_t s = 0; s + 1 < cuts.size(); ++s) {
    Slice slice = slice_of(b, gate, cuts[s], cuts[s + 1]);
    const Piece& piece = slice.pieces.front();
    const bool begins = b.plan.input_first() && piece.lo == piece.begin;
    unit = begins ? 0 : unit + (s > 0 ? 1 : 0);
    if (unit == units.size()) units.emplace_back();
    units[unit].push_back(std::move(slice));
  }
  for (const std::vector<Slice>& slices : units)
    for (const Slice& slice : slices)
      if (slices.size() != units.front().size() ||
          slice.hi - slice.lo != slices.front().hi - slices.front().lo)
        throw MappingError("products",
                           gate +
                               ": x and h have different numbers of vectors in a slice (products "
                               "together would fit)");
  return units;
}

}  // namespace rda::mapper
