// SPDX-License-Identifier: Apache-2.0
#include "gpu/times.h"

#include <gtest/gtest.h>

namespace rda::gpu {
namespace {

TEST(Times, OfNothingAreZero) { EXPECT_EQ(times_of({}).launches, 0); }

}  // namespace
}  // namespace rda::gpu
