// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "rda/graph.h"

namespace rda::flow {

/// How far the values that a layer makes, rounded to its activations, are from those of exact
/// arithmetic.
struct LayerAccuracy {
  int layer = 0;
  Formats formats;  ///< of the layer
  std::int64_t values = 0;
  double signal = 0;         ///< sum of the squares of the exact values
  double noise = 0;          ///< sum of the squares of the differences
  double max_abs_error = 0;  ///< largest difference
  /// Rows are what the layer makes in one step of one sequence, in each direction. `same_largest`
  /// counts those whose largest element, of equal ones the first, is at the same place.
  std::int64_t rows = 0, same_largest = 0;

  /// Signal to noise, 10 log10(signal / noise); infinite if no value differs.
  double decibels() const;
};

/// Of each layer that other layers read, or whose values leave the chip, in the first `steps`
/// steps: evaluate_chip() against evaluate_exact(). Values of steps that are padding count, except
/// in what leaves the chip, where they are 0.
std::vector<LayerAccuracy> layer_accuracy(const Graph& graph, const Tensors& tensors,
                                          const ReductionOrder& order, std::int64_t steps);

}  // namespace rda::flow
