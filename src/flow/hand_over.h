// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "rda/graph.h"
#include "rda/numerics.h"
#include "rda/tensors.h"

namespace rda::flow {

/// Adds the sequences that a section hands over to the tensors of the sections behind it. Items
/// without values are 0.
/// @param values  of its outputs in the first `steps` steps, by tensor, [items, size] each; rows
/// may be padded
void hand_over(const Graph& section, const std::map<std::string, std::vector<double>>& values,
               std::int64_t steps, Tensors& tensors);

/// The same for sections that are not simulated: the values of the reference in chip arithmetic,
/// with every sum whole.
/// @param order  of a mapping on the same chip; its cuts are not read
void hand_over_reference(const std::vector<Graph>& sections, ReductionOrder order,
                         std::int64_t steps, Tensors& tensors);

}  // namespace rda::flow
