// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "explain/chain.h"

namespace rda::explain {

/// What the cycles from an access to off-chip memory to its data are called.
inline constexpr const char* kOffChip = "off chip";

/// The entry of a single edge: its words, category and unit.
ChainEntry entry_of(const History& history, const Edge& edge);

}  // namespace rda::explain
