// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "gpu/read/draft.h"

namespace rda::gpu::read {

/// Finds the first table of kernels in a text, after a preamble of any length, and reads it.
/// @throws ConfigError  if there is none; names what is there instead, and what to export
void read_text(std::string_view text, Draft& draft);

}  // namespace rda::gpu::read
