// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "rda/workload.h"

namespace rda::workload {

/// The tensors of one scale, and the scale that was chosen for them.
struct ChosenScale {
  int layer = -1;  ///< −1: of all layers, which are equal
  std::string of;  ///< "input_weights", "recurrent_weights", "input" or "hidden"
  int scale = 0;
  bool rows = false;  ///< each row has a factor beside it
  std::int64_t values = 0, clipped = 0;
  double largest = 0;            ///< magnitude
  double signal = 0, noise = 0;  ///< sums of squares of the values, and of what rounding changes
};

struct Quantized {
  Workload workload;
  std::vector<ChosenScale> scales;  ///< of int8; empty for other formats
};

/// The workload with weights and operands of products in `format`, without training. Of int8 each
/// tensor has the power of two as its scale with which the sum of the squares of what rounding and
/// clipping change is smallest: for weights over their elements, for operands over their exact
/// values in all steps of the workload's input. Equal layers have scales together; each layer of a
/// list has its own. Weights whose rows have factors have the usual scale.
/// @param kept  numbers of the layers of a list that keep their formats
/// @param rows  factors of the rows of int8 weights
/// @throws WorkloadError, as make_tensors() does
Quantized quantized(const Workload& workload, Format format, const std::set<int>& kept,
                    RowScales rows = RowScales::none);

}  // namespace rda::workload
