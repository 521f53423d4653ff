// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "mapper/builder.h"

namespace rda::mapper {

/// Adds PCUs that sum all addends of `node` at position u from left to right. A sum with more
/// addends than one PCU can take (stages, registers, inputs) is passed from PCU to PCU.
/// @throws MappingError  if a PCU cannot add two
void add_sum_chain(Builder& b, NodeId node, int u, const std::vector<StreamId>& addends);

}  // namespace rda::mapper
