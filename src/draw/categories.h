// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "rda/explain.h"

namespace rda::draw {

/// "look ups"
std::string words_of(ChainCategory category);

/// The colour of a category of the chain's cycles: the more cycles it has, the darker. White if it
/// has none.
std::string colour_of(const Explanation& explanation, ChainCategory category);

}  // namespace rda::draw
