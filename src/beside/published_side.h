// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "beside/side.h"
#include "gpu/published.h"

namespace rda::beside {

/// The chip's network in a published table: of the row with the same cell, sizes, batch and steps.
/// Precision, phase and input product may differ.
/// @throws ConfigError  if there is no such row, naming those of the cell
Side published_side(const gpu::PublishedTable& table, const std::vector<gpu::PublishedRow>& rows,
                    const gpu::Measured& chip);

}  // namespace rda::beside
