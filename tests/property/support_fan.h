// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "property/support.h"

namespace rda::test {

/// One writer whose tokens go through forks to readers with loops of their own, in runs of many
/// windows of the fast engine. The same for the same seed.
Case fan(std::uint64_t seed);

}  // namespace rda::test
