// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "beside/side.h"
#include "gpu/published.h"

namespace rda::beside {

/// The chip's network in a published table: of the row with the same cell, sizes, batch and steps.
/// Precision, phase and input product may differ.
/// @param folder  workloads/published
/// @throws ConfigError  if there is no such row, naming those of the cell
Side published_side(const std::filesystem::path& folder, const gpu::PublishedTable& table,
                    const gpu::Measured& chip);

}  // namespace rda::beside
