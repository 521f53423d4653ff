// SPDX-License-Identifier: Apache-2.0
#include "draw/categories.h"

#include <algorithm>

#include "picture/colours.h"

namespace rda::draw {

std::string words_of(ChainCategory category) {
  std::string text(word(category));
  std::ranges::replace(text, '_', ' ');
  return text;
}

std::string colour_of(const Explanation& explanation, ChainCategory category) {
  const auto& shares = explanation.summary;
  const auto found = std::ranges::find(shares, category, &ChainShare::category);
  if (found == shares.end()) return "#ffffff";
  return picture::kind_colour(static_cast<std::size_t>(found - shares.begin()), shares.size());
}

}  // namespace rda::draw
