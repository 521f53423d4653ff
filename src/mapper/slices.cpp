// SPDX-License-Identifier: Apache-2.0
#include "mapper/slices.h"

#include <algorithm>

#include "graph/reduction.h"

namespace rda::mapper {
namespace {

NodeId sum_of(const Graph& graph, NodeId product) {
  for (const NodeId n : graph.nodes.ids())
    if (const Node& sum = graph.nodes[n];
        sum.op == Op::sum && std::ranges::find(sum.args, product) != sum.args.end())
      return n;
  throw WorkloadError(graph.nodes[product].name, "no sum takes this product");
}

}  // namespace

Slice slice_of(const Builder& b, const std::string& gate, int lo, int hi) {
  Slice slice{lo, hi, {}};
  int begin = 0;
  for (const NodeId n : b.graph.nodes.ids()) {
    const Node& product = b.node(n);
    if (product.op != Op::matvec || product.gate != gate) continue;
    const Node& operand = b.node(product.args[0]);
    const int end = begin + vectors_for(operand.size, b.columns(product.formats.weights));
    if (begin < hi && lo < end)
      slice.pieces.push_back({n, std::max(lo, begin), std::min(hi, end), begin, sum_of(b.graph, n),
                              graph::product_scale(b.graph, n)});
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
