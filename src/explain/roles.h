// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "explain/chain.h"

namespace rda::explain {

/// The entry of a single edge: its words, category and unit.
ChainEntry entry_of(const History& history, const Edge& edge);

}  // namespace rda::explain
