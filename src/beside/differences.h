// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "beside/side.h"

namespace rda::beside {

/// Every property in which two runs can differ, as --allow-different names them.
std::vector<std::string> properties();

/// Properties in which a GPU's run differs from the chip's, and those that it does not state.
std::vector<Difference> differences(const gpu::Measured& chip, const gpu::Measured& gpu);

}  // namespace rda::beside
