// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "mapping/latency.h"

namespace rda::mapping {

/// The firings of a program whose indices lie in one range of each loop.
using Box = std::vector<Extent>;

/// The firings inside a port's `where`.
inline Box where_box(const Program& program, const Port& port) {
  return extents(program, port.where);
}
/// The firings that make a token on an output.
Box made_box(const Program& program, const Port& output);

/// How many firings lie in the box; kUncountable if more than can be counted.
std::int64_t firings_in(const Box& box);
/// The firings that lie in both.
Box intersection(const Box& a, const Box& b);
inline bool meet(const Box& a, const Box& b) { return firings_in(intersection(a, b)) > 0; }
/// Whether every firing of `box` lies in one of `parts`, no two of which meet.
bool covered(const Box& box, const std::vector<Box>& parts);

}  // namespace rda::mapping
