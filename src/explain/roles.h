// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "explain/chain.h"

namespace rda::explain {

/// What a single link is called: its words, its category, its unit.
ChainEntry entry_of(const History& history, const Edge& edge);

}  // namespace rda::explain
