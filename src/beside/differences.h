// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "beside/side.h"

namespace rda::beside {

/// Every property in which two runs can differ, as --allow-different names them.
std::vector<std::string> properties();

/// What runs the chip in the precision of a GPU: "--set /formats/weights=bf16 ...", fp32 for tf32.
/// Empty if the chip has none like it, or runs so already.
std::string like_precision(const std::string& chip, const std::string& gpu);

/// Properties in which a GPU's run differs from the chip's, and those that it does not state.
std::vector<Difference> differences(const gpu::Measured& chip, const gpu::Measured& gpu);

}  // namespace rda::beside
