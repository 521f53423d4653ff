// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "json/shape.h"

namespace rda::json {

/// A value of a described struct that can be set alone: a plain value, or a whole array, map or
/// variant.
struct Knob {
  std::string pointer;
  Field field;  ///< key, description, shape (with the range) and default
};

/// All knobs of a struct, in the order of its description.
std::vector<Knob> knobs(const Shape& shape);
template <class T>
std::vector<Knob> knobs() {
  return knobs(shape<T>());
}

/// The pointers of the knobs.
std::vector<std::string> pointers(const std::vector<Knob>& knobs);

/// As knobs(), plus the values inside arrays, maps and variants. A pointer has `*` for an index or
/// a key.
std::vector<Knob> all_values(const Shape& shape);

}  // namespace rda::json
