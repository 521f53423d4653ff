// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "rda/result.h"

namespace rda::trace {

/// Times of a chip's cycles in microseconds, exact to a picosecond, so that slices that touch still
/// do.
class Clock {
 public:
  explicit Clock(double mhz) : mhz_(mhz) {}

  /// When a cycle begins.
  std::string at(Cycle cycle) const { return text(picoseconds(cycle)); }
  /// The middle of a cycle.
  std::string within(Cycle cycle) const {
    return text((picoseconds(cycle) + picoseconds(cycle + 1)) / 2);
  }
  std::string between(Cycle from, Cycle to) const {
    return text(picoseconds(to) - picoseconds(from));
  }

 private:
  std::int64_t picoseconds(Cycle cycle) const;
  static std::string text(std::int64_t picoseconds);

  double mhz_;
};

}  // namespace rda::trace
