// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>

#include "rda/operations.h"
#include "sim/datapath_work.h"

namespace rda::sim {

// The arithmetic of a PCU's operations on the values of tokens, each word an fp32.

/// A value as a token of so many words: a scalar token gets lane 0, a vector token gets a scalar in
/// every lane.
Value as_token(const Value& value, std::size_t words);

/// An operation in each lane of its operands; null if one of them is.
Value apply_to_lanes(ScalarOp op, std::span<const Value> operands);

/// What a reduction makes of the first `lanes` lanes, one or more; null if the operand is.
Value reduce_lanes(ScalarOp op, const Value& operand, std::size_t lanes);

/// Each lane rounded; null if the operand is.
Value round_lanes(const RoundTo& to, const Noise& noise, Index index, const Value& operand);

/// What a fold makes of its result so far and a further operand, lane by lane; null if one is.
Value fold_lanes(ScalarOp op, const Value& result, const Value& operand);

}  // namespace rda::sim
