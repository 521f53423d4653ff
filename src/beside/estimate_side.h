// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "beside/side.h"
#include "gpu/model/estimate.h"

namespace rda::beside {

/// The chip's network on a GPU of the model, kernel by kernel.
/// @param style      none: what PyTorch would run, a persistent kernel where it chooses one and
///                   otherwise the kernels of `cudnn`
/// @param precision  empty: the narrowest of the GPU that is at least as wide as the chip's
/// @throws Error (bad input)  if the GPU cannot run it so, naming the rule that forbids it
Side estimate_side(const gpu::Gpu& gpu, const gpu::Calibration& calibration,
                   std::optional<gpu::Style> style, const std::string& precision,
                   const gpu::Measured& chip);

}  // namespace rda::beside
