// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "rda/graph.h"

namespace rda::graph {

/// Vectors [first, last) of a product's columns.
struct ColumnRange {
  int product = -1;  ///< matvec node
  int first = 0, last = 0;
};

/// What one accumulator adds up: products of one scale in one slice, in the order of their columns.
struct PartialSum {
  int scale = 0;  ///< power of two of an int8 sum; 0 for floats
  std::vector<ColumnRange> columns;
};

/// The order in which a sum node adds.
struct Reduction {
  std::vector<PartialSum> partials;
  std::vector<int> others;        ///< arguments that are no products
  std::size_t before_others = 0;  ///< partial sums added before these; the rest follows
};

/// How the datapath multiplies the products of `graph` when lanes and packing are those of `order`.
MapReduceFormat map_reduce_format(const Graph& graph, const ReductionOrder& order);

/// For each node the order of its additions; empty for all but sums. A gate without cuts is one
/// slice.
/// @throws MappingError  if the cuts name no gate or do not partition its vectors
std::vector<Reduction> reductions(const Graph& graph, const ReductionOrder& order);

}  // namespace rda::graph
