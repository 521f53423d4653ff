// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "mapper/builder.h"

namespace rda::mapper {

/// The columns of one product that lie in a slice. The columns of a gate's products are numbered
/// one product after the other, in tokens.
struct Piece {
  NodeId product;  ///< matvec node
  int lo, hi;      ///< tokens [lo, hi) of the gate
  int begin;       ///< the product's first token in the gate
  NodeId sum;      ///< sum node that has this product as an argument
  int scale;       ///< power of two of the partial sum (int8)
};

/// Tokens [lo, hi) of a gate.
struct Slice {
  int lo, hi;
  std::vector<Piece> pieces;  ///< in the order of the columns
};

/// Tokens [lo, hi) of a gate, with the pieces of the products that they belong to.
Slice slice_of(const Builder& b, const std::string& gate, int lo, int hi);

/// The slices of each dot unit of a gate: one, or with Products::input_first one for each product.
/// @throws MappingError  if a dot unit's slices have different numbers of tokens
std::vector<std::vector<Slice>> slices_of(const Builder& b, const std::string& gate,
                                          const std::vector<int>& cuts);

}  // namespace rda::mapper
