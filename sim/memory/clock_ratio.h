// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <cstdint>
#include <numeric>

#include "rda/memory.h"
#include "rda/result.h"

namespace rda::sim {

/// The clocks of core and memory: `memory` clocks of the memory take as long as `core` cycles.
/// ClockEdge k of the memory is at the time k · core / memory, in core cycles.
struct ClockRatio {
  std::int64_t memory = 1, core = 1;

  ClockRatio() = default;
  ClockRatio(const DramTiming& timing, double core_mhz)
      : memory(timing.clock_khz), core(std::llround(core_mhz * 1000) * timing.clock_div) {
    const std::int64_t common = std::gcd(memory, core);
    memory /= common;
    core /= common;
  }

  /// The first edge at or after the start of a core cycle.
  std::int64_t edge_at(Cycle cycle) const { return ceil_div(cycle, memory, core); }
  /// The first core cycle that starts at or after an edge.
  Cycle cycle_at(std::int64_t edge) const { return ceil_div(edge, core, memory); }
  /// The first core cycle that starts after an edge.
  Cycle cycle_after(std::int64_t edge) const { return cycle_at(edge) + (is_whole(edge) ? 1 : 0); }
  /// Where edges lie relative to the core's cycles, in a cycle.
  std::int64_t phase(Cycle cycle) const {
    return static_cast<std::int64_t>(Wide{cycle} * memory % core);
  }

 private:
  __extension__ using Wide = __int128;
  /// ceil(a · b / c). Requires a ≥ 0.
  static std::int64_t ceil_div(std::int64_t a, std::int64_t b, std::int64_t c) {
    return static_cast<std::int64_t>((Wide{a} * b + c - 1) / c);
  }
  bool is_whole(std::int64_t edge) const { return Wide{edge} * core % memory == 0; }
};

}  // namespace rda::sim
