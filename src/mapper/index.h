// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace rda::mapper {

/// A number as an index of a vector.
constexpr std::size_t index(int i) { return static_cast<std::size_t>(i); }

}  // namespace rda::mapper
