// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace rda {

/// The longest run, in cycles. A program fires once a cycle at most and a stream port moves one
/// token, so the check lets neither have more to do. On a chip with so many units and tracks that
/// what they do in so many cycles could not be added up in 63 bits a run may be shorter yet.
inline constexpr std::int64_t kMostCycles = std::int64_t{1} << 48;

/// The longest time between the starts of two firings of a program, in cycles: for a stream port
/// the time that it takes for a token.
inline constexpr std::int64_t kMostInterval = std::int64_t{1} << 30;

/// The largest row, column or step of a tensor that a mapping may name.
inline constexpr std::int64_t kMostTensorIndex = std::int64_t{1} << 40;

}  // namespace rda
