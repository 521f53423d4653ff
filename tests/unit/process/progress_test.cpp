// SPDX-License-Identifier: Apache-2.0
#include "process/progress.h"

#include <gtest/gtest.h>

namespace rda::process {
namespace {

TEST(ClockText, CountsHoursBeyondADay) {
  EXPECT_EQ(clock_text(0.9), "00:00:00");
  EXPECT_EQ(clock_text(3599), "00:59:59");
  EXPECT_EQ(clock_text(26 * 3600 + 5), "26:00:05");
}

}  // namespace
}  // namespace rda::process
