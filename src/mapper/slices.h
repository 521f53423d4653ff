// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "mapper/builder.h"

namespace rda::mapper {

/// The part of a product's columns that a slice holds, in vectors of the gate's columns laid end to
/// end.
struct Piece {
  int product;  ///< matvec node
  int lo, hi;   ///< vectors of the gate
  int begin;    ///< the product's first vector in the gate
  int sum;      ///< node that adds this product up
  int scale;    ///< power of two of the partial sum (int8)
};

/// Vectors [lo, hi) of a gate.
struct Slice {
  int lo, hi;
  std::vector<Piece> pieces;  ///< in the order of the columns
};

/// Vectors [lo, hi) of a gate, with the products whose columns they are.
Slice slice_of(const Builder& b, const std::string& gate, int lo, int hi);

/// The slices of each dot unit of a gate: one, or with Products::input_first one of each product.
/// @throws MappingError  if a dot unit's slices have different numbers of vectors
std::vector<std::vector<Slice>> slices_of(const Builder& b, const std::string& gate,
                                          const std::vector<int>& cuts);

}  // namespace rda::mapper
