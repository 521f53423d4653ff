// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "beside/side.h"
#include "gpu/published.h"

namespace rda::beside {

/// The row of a published table with the chip's network: cell, sizes, batch and steps are the same.
/// Precision, phase and input product may differ.
/// @return none if there is no such row
std::optional<Side> published_side(const gpu::PublishedTable& table,
                                   const std::vector<gpu::PublishedRow>& rows,
                                   const gpu::Measured& chip);

}  // namespace rda::beside
