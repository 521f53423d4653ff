// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace rda::picture {

// Scales of colours that keep their order in greyscale and for the colour-blind (Nuñez, Anderton
// and Renslow 2018), from light to dark on white paper.

/// The colour of an amount, from 0 (light) to 1 (dark): cividis, with a paler light end.
std::string amount_colour(double share);

/// The colour of kind `number` of so many: viridis, the first the darkest.
std::string kind_colour(std::size_t number, std::size_t count);

/// Black or white: which of them can be read on this colour, "#rrggbb".
std::string_view ink_on(std::string_view colour);

}  // namespace rda::picture
