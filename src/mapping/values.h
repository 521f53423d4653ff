// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "rda/mapping.h"

namespace rda::mapping {

/// For each value of a program of operations (its inputs, then the results) whether it is a vector.
/// Operands that do not exist count as scalars.
std::vector<bool> vector_values(const Mapping& mapping, const Program& program,
                                const Operations& work);

}  // namespace rda::mapping
