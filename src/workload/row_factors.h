// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "rda/tensors.h"
#include "rda/workload.h"

namespace rda::workload {

/// The tensor [rows, 1] with the factors of the rows of a tensor of weights.
std::string factors_of(const std::string& tensor);

/// Divides the rows of int8 weights whose layers have factors of rows by them, and adds the tensors
/// of the factors. A factor is the least number, or power of two, with which no weight of the row
/// is clipped; that of a row of zeros is 1.
void divide_rows(const Workload& workload, Tensors& tensors);

}  // namespace rda::workload
