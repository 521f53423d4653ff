// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "rda/numerics.h"
#include "workload/npz.h"

namespace rda::workload {

enum class Element { float16, float32, float64, int32, int64 };

/// The header of a .npy file.
struct NpyHeader {
  Element element = Element::float32;
  bool fortran_order = false;
  Shape shape;
};

std::size_t size_of(Element element);
inline bool is_integer(Element element) {
  return element == Element::int32 || element == Element::int64;
}
/// Why an array with elements of another type is refused. @param type  as NumPy calls it: "<i4"
std::string needs_floats(std::string_view type);

/// Reads the dictionary of a .npy header, e.g. {'descr': '<f4', 'fortran_order': False, 'shape':
/// (64, 32), }.
/// @param where  file and array, for messages
/// @throws WorkloadError  if the text is not such a header, or names another element type
NpyHeader parse_npy_header(std::string_view dictionary, const std::string& where);

}  // namespace rda::workload
