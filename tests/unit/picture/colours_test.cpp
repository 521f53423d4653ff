// SPDX-License-Identifier: Apache-2.0
#include "picture/colours.h"

#include <gtest/gtest.h>

namespace rda::picture {
namespace {

/// As a printer without colours shows "#rrggbb".
double grey(const std::string& colour) {
  const auto channel = [&](std::size_t at) { return std::stoi(colour.substr(at, 2), nullptr, 16); };
  return 0.299 * channel(1) + 0.587 * channel(3) + 0.114 * channel(5);
}

TEST(Colours, KeepTheirOrderInGreyscale) {
  for (int step = 0; step < 100; ++step)
    EXPECT_GT(grey(amount_colour(step / 100.0)), grey(amount_colour((step + 1) / 100.0))) << step;
  for (std::size_t kind = 0; kind < 10; ++kind)
    EXPECT_LT(grey(kind_colour(kind, 11)), grey(kind_colour(kind + 1, 11))) << kind;
}

TEST(Colours, TextOnThemCanBeRead) {
  EXPECT_EQ(ink_on("#000000"), "#ffffff");
  EXPECT_EQ(ink_on("#ffffff"), "#000000");
  EXPECT_EQ(ink_on(amount_colour(0)), "#000000");
  EXPECT_EQ(ink_on(amount_colour(1)), "#ffffff");
}

}  // namespace
}  // namespace rda::picture
