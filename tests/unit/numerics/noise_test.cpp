// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <set>

#include "rda/numerics.h"

namespace rda {
namespace {

TEST(Noise, FollowsFromSeedBatchNodeAndElement) {
  const std::uint32_t bits = random_bits({1, 2}, "w", 3);
  EXPECT_EQ(random_bits({1, 2}, "w", 3), bits);
  EXPECT_NE(random_bits({2, 2}, "w", 3), bits);
  EXPECT_NE(random_bits({1, 3}, "w", 3), bits);
  EXPECT_NE(random_bits({1, 2}, "u", 3), bits);
  EXPECT_NE(random_bits({1, 2}, "w", 4), bits);
}

TEST(Noise, IsEvenOverItsRange) {
  double sum = 0;
  constexpr int kElements = 4096;
  for (int element = 0; element < kElements; ++element)
    sum += random_bits({1, 1}, "w", static_cast<std::size_t>(element)) * 0x1p-32;
  EXPECT_NEAR(sum / kElements, 0.5, 0.02);  // four deviations
}

}  // namespace
}  // namespace rda
