// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "sweep/axis.h"
#include "sweep/spec.h"

namespace rda::sweep {

/// Combinations that a sweep may look at.
inline constexpr double kMostCombinations = 1e8;

/// Where a combination is on a dimension.
struct Choice {
  std::size_t index = 0;  ///< of its values
  double share = 0;       ///< in [0, 1), of a sampled dimension
};

/// Goes through the combinations of dimensions, the last dimension fastest: all of them, or for
/// each combination of those that are not sampled the same samples of the others.
class Combinations {
 public:
  /// @throws ConfigError  if there are more than kMostCombinations
  Combinations(const std::vector<Dimension>& dimensions, const std::optional<SampleSpec>& sample,
               const std::string& file);

  /// How many there are.
  std::uint64_t count() const { return count_; }
  /// Makes the next combination. @return false after the last one
  bool next();
  /// A choice for each dimension.
  const std::vector<Choice>& choices() const { return choices_; }

 private:
  /// A wheel of the counter: a dimension of its own, or all sampled ones (the row of samples).
  struct Wheel {
    std::optional<std::size_t> dimension;
    std::size_t count = 0, at = 0;
  };
  void show(const Wheel& wheel);

  const std::vector<Dimension>& dimensions_;
  std::vector<std::vector<double>> samples_;  // [sampled dimension][sample]
  std::vector<Wheel> wheels_;
  std::vector<Choice> choices_;
  std::uint64_t count_ = 1;
  bool started_ = false;
};

/// `count` numbers in [0, 1) for each of `dimensions`: of the count equal parts of [0, 1) each has
/// one (latin hypercube), or any (random). The same on every machine.
std::vector<std::vector<double>> shares(const SampleSpec& sample, std::size_t dimensions);

}  // namespace rda::sweep
