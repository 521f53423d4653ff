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

/// Structural stages of a unit that the program takes: of map-reduce, operations, or addresses; 0
/// of a stream port.
int stages_used(const Chip& chip, const Program& program);
/// Cycles from one of its firings to the tokens.
int latency_of(const Chip& chip, const Program& program);
/// Cycles between two of its firings at least, on a unit of this kind.
int interval_of(const Chip& chip, const Mapping& mapping, UnitKind kind, const Program& program);

/// Most values live between two stages of element-wise operations: inputs not yet used for the last
/// time, results still needed, and what the outputs carry. Inputs that take turns are one value.
int registers_needed(const Program& program, const Operations& work);

/// The inputs that take turns with `leader`, itself first. An input of a legal program that has no
/// `turn_of` leads its group, which may be itself alone.
std::vector<int> turn_group(const Program& program, int leader);

/// Address stages of a program that accesses memory: loops with a stride in any data port's
/// address, at least 1; with a look-up (scale, clamp) at least 2.
int address_stages(const Program& program);

}  // namespace rda::mapping
