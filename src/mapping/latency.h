// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "rda/chip.h"
#include "rda/mapping.h"

namespace rda::mapping {

// The rules of docs/timing-model.md, "Latency" and "Programs", in closed form: the mapper fills in
// what these give, the check recomputes it, tests count it by hand.

/// Cycles of the tree and the accumulator of a dot unit: ceil(log2(lanes)) + 1.
int tree_latency(const Chip& chip);
/// Structural stages of a dot unit on values of this format, and its latency in cycles. Each of the
/// `addends` that are added to one output's sum takes a stage behind the map-reduce.
int dot_stages(const Chip& chip, Format values, int addends = 0);
int dot_latency(const Chip& chip, Format values, int addends = 0);
/// The most addends that any output has.
int most_addends(const DotProduct& dot);

/// Structural stages of an element-wise unit: one an operation, at least one. Also its latency.
int operation_stages(const PcuUnit& unit);
/// Most values live between two stages of an element-wise unit's operations: inputs not yet used
/// for the last time, results still needed, and what the outputs carry. Inputs that take turns are
/// one value.
int registers_needed(const PcuUnit& unit);

/// The inputs that take turns with `leader`, itself first. An input of a legal program that has no
/// `turn_of` leads its group, which may be itself alone.
std::vector<int> turn_group(const Program& program, int leader);

/// Address stages of one of a PMU's programs: loops with a stride in any data port's address, at
/// least 1; with a look-up (scale, clamp) at least 2.
int address_stages(const Program& program);
/// Latency of a PMU's read and of its write program.
int read_latency(const Chip& chip, const Program& read);
int write_latency(const Program& write);

/// A half-open range of a loop's indices.
struct Extent {
  std::int64_t lo = 0, hi = 0;
  std::int64_t size() const { return hi > lo ? hi - lo : 0; }
  friend bool operator==(const Extent&, const Extent&) = default;
};
/// Indices of every loop inside all of `bounds`. Bounds of loops that do not exist are ignored.
std::vector<Extent> extents(const Program& program, const std::vector<Bound>& bounds);

/// Largest count the functions below return: they saturate instead of overflowing.
inline constexpr std::int64_t kUncountable = INT64_MAX;
/// Firings of the whole run.
std::int64_t firings(const Program& program);
/// Tokens an output of `program` makes, or an input pops, over the whole run.
std::int64_t tokens(const Program& program, const Port& port);

}  // namespace rda::mapping
