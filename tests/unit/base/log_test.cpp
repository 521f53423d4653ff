// SPDX-License-Identifier: Apache-2.0
#include "base/log.h"

#include <gtest/gtest.h>

namespace rda {
namespace {

TEST(Log, WritesMessagesOfItsLevelAndAboveToStderr) {
  testing::internal::CaptureStderr();
  const Log log(LogLevel::warning);
  log(LogLevel::error, "{} of {}", 1, 2);
  log(LogLevel::warning, "careful");
  log(LogLevel::info, "not shown");
  EXPECT_EQ(testing::internal::GetCapturedStderr(),
            "rdasim: error: 1 of 2\nrdasim: warning: careful\n");
}

}  // namespace
}  // namespace rda
