// SPDX-License-Identifier: Apache-2.0
#include "app/arguments.h"

#include <gtest/gtest.h>

#include "app/verify_size.h"
#include "rda/error.h"

namespace rda::app {
namespace {

TEST(ToInteger, TakesTheWholeRangeAndNothingElse) {
  EXPECT_EQ(to_integer("--n", "0", 0, 9), 0);
  EXPECT_EQ(to_integer("--n", "9", 0, 9), 9);
  for (const char* word : {"", "-1", "10", "1x", " 1", "+1", "1e0"})
    EXPECT_THROW(to_integer("--n", word, 0, 9), UsageError) << word;
}

TEST(VerifySize, MoreThanMemoryHoldsIsRefused) {
  Workload workload;
  workload.hidden = workload.input = 5;
  workload.steps = 1'000'000'000'000;
  workload.batch = 2;
  EXPECT_NO_THROW(check_verify_size(workload, {.verify_steps = 1000}));
  EXPECT_THROW(check_verify_size(workload, {.verify_steps = kAllSteps}), UsageError);
}

}  // namespace
}  // namespace rda::app
