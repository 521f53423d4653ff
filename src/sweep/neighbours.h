// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sweep/judge.h"

namespace rda::sweep {

/// The designs of a sweep by the values of their knobs, for the question which ones are next to
/// each other.
///
/// A step changes as few knobs as possible: with a set of knobs such that no other design differs
/// from this one in a part of the set. So axes that advance together, and what is derived from an
/// axis, change in one step. A neighbour is the nearest design in either direction of a step.
class Neighbours {
 public:
  /// Notes a design that the others can be next to. Call before of().
  void note(const Design& design);
  /// The lines of the points file of all points of the designs next to this one, which was noted;
  /// ascending.
  std::vector<std::size_t> of(const Design& design);

 private:
  /// Orders values of a knob: texts, then numbers.
  using Value = std::pair<std::optional<double>, std::string>;
  struct Place {
    std::vector<std::size_t> lines;
    std::vector<std::int64_t> values;  ///< by knob: the number of its value, then its rank
  };
  void rank();

  std::map<std::size_t, std::vector<Place>> groups_;
  std::map<std::string, std::size_t> knobs_;           ///< by name, their numbers
  std::vector<std::map<Value, std::int64_t>> values_;  ///< by knob; empty once ranked
};

}  // namespace rda::sweep
