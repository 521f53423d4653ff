// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "workload/npz.h"

namespace rda::workload {

/// An array of an .npz archive.
struct NpzArray {
  std::string name;
  Shape shape;
  std::vector<double> values;  ///< row-major, one for each element of `shape`
};

/// The bytes of an .npz archive, as numpy.load reads it: members in this order, not compressed, all
/// of the same date (1980-01-01), so that equal arrays give equal bytes. An array is
/// little-endian float32 if that holds each of its values exactly, else float64.
/// @throws OutputError  if the archive would exceed 4 GB, the limit of the plain zip format
std::string npz_bytes(const std::vector<NpzArray>& arrays);

}  // namespace rda::workload
