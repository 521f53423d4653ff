// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>

namespace rda::sim {

/// Host time since its construction: for SimulationNotes, never for a result.
class Stopwatch {
 public:
  double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace rda::sim
