// SPDX-License-Identifier: Apache-2.0
#include "process/progress.h"

#include <gtest/gtest.h>
#include <pty.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <functional>
#include <string>
#include <thread>

namespace rda::process {
namespace {

constexpr std::chrono::milliseconds kLongerThanASecond{1300};

/// What `work` writes to its stderr, which is a terminal.
std::string on_a_terminal(const std::function<void()>& work) {
  int ours = -1, theirs = -1;
  EXPECT_EQ(openpty(&ours, &theirs, nullptr, nullptr, nullptr), 0);
  const int before = dup(STDERR_FILENO);
  dup2(theirs, STDERR_FILENO);
  work();
  dup2(before, STDERR_FILENO);
  close(before);
  close(theirs);  // so that reading ends with the last byte
  std::string text;
  std::array<char, 4096> bytes{};
  for (ssize_t size = 0; (size = read(ours, bytes.data(), bytes.size())) > 0;)
    text.append(bytes.data(), static_cast<std::size_t>(size));
  close(ours);
  return text;
}

TEST(ClockText, CountsHoursBeyondADay) {
  EXPECT_EQ(clock_text(0.9), "00:00:00");
  EXPECT_EQ(clock_text(3599), "00:59:59");
  EXPECT_EQ(clock_text(26 * 3600 + 5), "26:00:05");
}

TEST(Stage, ThatTakesLongIsNamedWithItsTimeAndThenTakenAway) {
  const std::string line = "simulating, 00:00:01 so far";
  EXPECT_EQ(on_a_terminal([] {
              const Stage stage("simulating", true);
              std::this_thread::sleep_for(kLongerThanASecond);
            }),
            '\r' + line + '\r' + std::string(line.size(), ' ') + '\r');
}

TEST(Stage, ThatIsShortIsNotNamed) {
  EXPECT_EQ(on_a_terminal([] { const Stage stage("simulating", true); }), "");
}

TEST(Stage, ThatIsNotToBeShownIsNotNamed) {
  EXPECT_EQ(on_a_terminal([] {
              const Stage stage("simulating", false);
              std::this_thread::sleep_for(kLongerThanASecond);
            }),
            "");
}

TEST(Stage, IsNotNamedWhereStderrIsNoTerminal) {
  testing::internal::CaptureStderr();
  {
    const Stage stage("simulating", true);
    std::this_thread::sleep_for(kLongerThanASecond);
  }
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

TEST(Progress, OfCountedWorkIsShownAndTakenAway) {
  EXPECT_EQ(on_a_terminal([] { const Progress progress("runs", 3); }),
            "\r0 of 3 runs\r" + std::string(11, ' ') + '\r');
}

}  // namespace
}  // namespace rda::process
