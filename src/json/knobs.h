// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "json/shape.h"

namespace rda::json {

/// One value of a described struct that can be set alone: a plain value, or a whole array, map or
/// variant, whose elements have no place of their own.
struct Knob {
  std::string pointer;
  Field field;  ///< its key, description, shape (with the range) and default
};

/// All knobs, in the order of description.
std::vector<Knob> knobs(const Shape& shape);
template <class T>
std::vector<Knob> knobs() {
  return knobs(shape<T>());
}

/// Their pointers alone.
std::vector<std::string> pointers(const std::vector<Knob>& knobs);

/// As knobs, but inside arrays, maps and variants too, where a pointer has `*` for the index or
/// key.
std::vector<Knob> all_values(const Shape& shape);

}  // namespace rda::json
