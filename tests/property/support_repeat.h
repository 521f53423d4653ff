// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "property/support.h"

namespace rda::test {

/// The same graph `times` times: a loop around every program, so many tokens more at sources and
/// sinks. Its repetitions are the time steps of the run, and buffers let them overlap.
Case repeated(Case c, std::int64_t times);

/// A random graph, repeated often enough that what happens in it happens again and again; some with
/// sinks of shorter items. The same for the same seed.
Case repeated_graph(std::uint64_t seed);

/// Far more cycles than any of these graphs needs.
inline constexpr Cycle kEnoughCycles = 1'000'000;

/// Stalls that repeat every few cycles and leave some in which nothing stalls.
Disturbance periodic_stalls(const Case& c, std::uint64_t seed);

/// No options but, in two of three cases, such stalls.
SimulateOptions plain_options(const Case& c);

}  // namespace rda::test
