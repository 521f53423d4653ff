// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "json/value.h"
#include "sweep/least_squares.h"

namespace rda::sweep {

/// A design of which the figure in question is known.
struct Observation {
  json::Value knobs;  ///< object: name -> value
  double value = 0;
};

/// A knob that varies, as terms of a fit; several knobs if each follows from the other.
struct Factor {
  std::vector<std::string> knobs;   ///< by name
  std::vector<json::Value> levels;  ///< different values of the first knob: numbers ascending
  std::vector<std::size_t> level;   ///< of each observation
  /// Of each knob but the first, its value at each level of the first.
  std::vector<std::vector<json::Value>> others = {};
  bool is_number = true;      ///< else a term for each level but the first
  bool is_logarithm = false;  ///< of a number: terms are of its logarithm
  /// Of each level, the value of each term. A number has its place between least (-1) and greatest
  /// (1), and its square once add_square() was called.
  std::vector<Numbers> terms;

  /// Adds the knob of a factor that follows from this one.
  void merge(const Factor& other);
  const std::string& name() const { return knobs.front(); }
  std::size_t count() const { return terms.front().size(); }
  /// How many terms are no squares.
  std::size_t linear() const { return is_number ? 1 : count(); }
  /// A term's value in each observation.
  Numbers column(std::size_t term) const;
  void add_square();
  /// Whether the level of each observation follows from those of `others`.
  bool follows_from(std::span<const Factor* const> others) const;
};

/// @param observations  all have the knob
Factor factor_of(const std::string& knob, std::span<const Observation> observations);

}  // namespace rda::sweep
