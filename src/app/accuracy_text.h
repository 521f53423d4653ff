// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "flow/accuracy.h"

namespace rda::app {

/// A table of how far each layer's values are from those of exact arithmetic.
/// @param layers  the type of each layer
std::string accuracy_text(const std::vector<flow::LayerAccuracy>& rows,
                          const std::vector<std::string>& layers);

}  // namespace rda::app
