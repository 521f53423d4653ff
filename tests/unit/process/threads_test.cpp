// SPDX-License-Identifier: Apache-2.0
#include "process/threads.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <string>
#include <thread>

namespace rda::process {
namespace {

TEST(Threads, GiveTheirOutcomesByIndex) {
  const auto outcomes = in_threads(20, 3, [](int i) { return std::to_string(i * i); });
  ASSERT_EQ(outcomes.size(), 20U);
  for (int i = 0; i < 20; ++i)
    EXPECT_EQ(outcomes[static_cast<std::size_t>(i)].output, std::to_string(i * i));
}

TEST(Threads, KeepMessageAndExitCodeOfAnError) {
  const auto outcomes = in_threads(2, 2, [](int i) -> std::string {
    if (i == 0) throw MappingError("chip", "no lanes");
    throw std::runtime_error("odd");
  });
  EXPECT_EQ(outcomes[0].code, ExitCode::does_not_map);
  EXPECT_NE(outcomes[0].error.find("no lanes"), std::string::npos);
  EXPECT_EQ(outcomes[1].code, ExitCode::internal);
  EXPECT_EQ(outcomes[1].error, "odd");
}

TEST(Threads, TellHowManyAreDone) {
  int last = 0;
  in_threads(
      9, 4, [](int) { return std::string(); },
      [&](int done) {
        EXPECT_GT(done, last);
        last = done;
      });
  EXPECT_EQ(last, 9);
}

TEST(Threads, BeginNothingMoreOnceTheCallerHasHadEnough) {
  std::atomic<int> begun = 0;
  const auto work = [&](int) {
    ++begun;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    return std::string();
  };
  const auto enough = [](int) { throw std::runtime_error("enough"); };
  EXPECT_THROW(in_threads(1000, 1, work, enough), std::runtime_error);
  EXPECT_LT(begun, 1000);
}

TEST(Threads, AreNoneForNoWork) {
  EXPECT_TRUE(in_threads(0, 4, [](int) { return std::string(); }).empty());
}

}  // namespace
}  // namespace rda::process
