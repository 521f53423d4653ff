// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "rda/chip.h"
#include "rda/mapping.h"

namespace rda::mapping {

// The rules of docs/timing-model.md, "Latency" and "Programs", in closed form. The mapper uses
// them, and check() uses them again; tests count by hand.

/// Cycles of the reduction tree and the accumulator of a dot unit: ceil(log2(lanes)) + 1.
int tree_latency(const Chip& chip);
/// Structural stages of a dot unit for values of this format, and its latency in cycles. Each
/// addend of an output takes a stage behind the map-reduce. With `rows_in_lanes` there is no tree,
/// only the accumulator: one stage and cycle.
int dot_stages(const Chip& chip, Format values, int addends = 0, bool rows_in_lanes = false);
int dot_latency(const Chip& chip, Format values, int addends = 0, bool rows_in_lanes = false);
/// Largest number of addends of an output.
int most_addends(const DotProduct& dot);

/// Structural stages that a program takes: of map-reduce, operations, or addresses; 0 for a stream
/// port.
int stages_used(const Chip& chip, const Program& program);
/// Cycles from a firing of the program to its tokens.
int latency_of(const Chip& chip, const Program& program);
/// Least number of cycles between two firings of the program on a unit of this kind.
int interval_of(const Chip& chip, const Mapping& mapping, UnitKind kind, const Program& program);

/// Largest number of values that are live between two stages of element-wise operations: inputs and
/// results that a later stage or an output still reads. The inputs of a turn group are one value.
int registers_needed(const Program& program, const Operations& work);

/// The inputs of the turn group of `leader`, its first input. An input without `turn_of` leads its
/// group and can be alone in it.
std::vector<int> turn_group(const Program& program, int leader);

/// Bytes of an entry of a table: a value, and with interpolation two coefficients behind it.
int entry_bytes(const Chip& chip);
/// Words of one bank that a lane of a look-up reads: all words of a vector's entry lie in one bank,
/// those of a scalar's entry in neighbouring banks.
int entry_reads(const Chip& chip, bool vector);
/// Cycles of the interpolation behind the banks, two products and two sums; 0 without it.
int interpolation_cycles(const Chip& chip);

/// Address stages of a program that accesses memory: the number of loops with a stride at some data
/// port, but at least 1, and at least 2 with a look-up in a table (scale, clamp); with a look-up of
/// rows 2 more than the loops (subtract and compare, scale).
int address_stages(const Program& program);

}  // namespace rda::mapping
