// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "rda/graph.h"

namespace rda::graph {

/// Vectors [first, last) of the columns of a product.
struct ColumnRange {
  NodeId product;  ///< matvec node
  int first = 0, last = 0;
};

/// The products of one scale in one slice, in the order of their columns: one accumulator adds
/// them.
struct PartialSum {
  int scale = 0;  ///< power of two of an int8 sum; 0 for floats
  std::vector<ColumnRange> columns;
};

/// The order of the additions of a sum node.
struct Reduction {
  std::vector<PartialSum> partials;
  std::vector<NodeId> others;     ///< arguments that are no products
  std::size_t before_others = 0;  ///< number of partial sums added before `others`
};

/// The power of two of the sum of a product: 0 for floats, which have no scales.
int product_scale(const Graph& graph, NodeId product);

/// The map-reduce of a row of products of these formats under `order`.
MapReduceFormat map_reduce_format(const Formats& formats, const ReductionOrder& order);

/// A reduction of all elements in the order of `folds`.
float folded(Op op, const std::vector<float>& values, const std::vector<int>& folds);

/// By node: the order of additions of a sum; empty for other nodes. A gate without cuts is one
/// slice.
/// @throws MappingError  if `order` names a gate that does not exist, or its cuts do not divide the
/// gate's vectors
IdVector<NodeId, Reduction> reductions(const Graph& graph, const ReductionOrder& order);

}  // namespace rda::graph
