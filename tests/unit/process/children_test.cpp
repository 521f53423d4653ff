// SPDX-License-Identifier: Apache-2.0
#include "process/children.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <stdexcept>
#include <string>
#include <vector>

namespace rda::process {
namespace {

TEST(Children, BringWhatTheyReturnByIndexWhateverTheOrderOfEnding) {
  const auto later_first = [](int i) {
    usleep(static_cast<useconds_t>(20000 * (5 - i)));
    return "job " + std::to_string(i);
  };
  const std::vector<ChildOutcome> outcomes = in_children(5, 5, later_first);
  ASSERT_EQ(outcomes.size(), 5u);
  for (std::size_t i = 0; i < 5; ++i) {
    EXPECT_TRUE(outcomes[i].ok());
    EXPECT_EQ(outcomes[i].output, "job " + std::to_string(i));
    EXPECT_EQ(outcomes[i].error, "");
  }
}

TEST(Children, RunInProcessesOfTheirOwn) {
  int here = 0;
  const auto outcomes = in_children(2, 1, [&](int) { return std::to_string(++here); });
  EXPECT_EQ(outcomes[0].output, "1");
  EXPECT_EQ(outcomes[1].output, "1");
  EXPECT_EQ(here, 0);
}

TEST(Children, AtMostSoManyRunAtOnce) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  const auto mark = [&](char letter) { ASSERT_EQ(write(ends[1], &letter, 1), 1); };
  in_children(6, 2, [&](int) {
    mark('+');
    usleep(30000);
    mark('-');
    return std::string();
  });
  close(ends[1]);
  int running = 0, most = 0, seen = 0;
  for (char letter = 0; read(ends[0], &letter, 1) == 1; ++seen)
    most = std::max(most, running += letter == '+' ? 1 : -1);
  close(ends[0]);
  EXPECT_EQ(seen, 12);
  EXPECT_LE(most, 2);
}

TEST(Children, RunSideBySide) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  const auto meet = [&](int i) {  // the first waits for the second
    char byte = 'x';
    const bool met = i == 0 ? read(ends[0], &byte, 1) == 1 : write(ends[1], &byte, 1) == 1;
    return std::string(met ? "met" : "alone");
  };
  for (const ChildOutcome& outcome : in_children(2, 2, meet)) EXPECT_EQ(outcome.output, "met");
  close(ends[0]);
  close(ends[1]);
}

TEST(Children, BringMegabytesFromSeveralAtOnce) {
  const auto outcomes =
      in_children(3, 3, [](int i) { return std::string(5'000'000, static_cast<char>('a' + i)); });
  for (std::size_t i = 0; i < 3; ++i)
    EXPECT_EQ(outcomes[i].output, std::string(5'000'000, static_cast<char>('a' + i)));
}

TEST(Children, AnErrorKeepsItsMessageAndItsExitCode) {
  const auto outcomes = in_children(2, 2, [](int i) -> std::string {
    if (i == 0) throw MappingError("layer0", "does not fit");
    throw std::runtime_error("something else");
  });
  EXPECT_EQ(outcomes[0].code, ExitCode::does_not_map);
  EXPECT_EQ(outcomes[0].error, "layer0: does not fit");
  EXPECT_EQ(outcomes[0].output, "");
  EXPECT_EQ(outcomes[1].code, ExitCode::internal);
  EXPECT_EQ(outcomes[1].error, "something else");
}

TEST(Children, ACrashIsAnOutcomeThatNamesTheSignal) {
  const auto outcomes = in_children(2, 2, [](int i) -> std::string {
    if (i == 0) raise(SIGKILL);
    return "fine";
  });
  EXPECT_EQ(outcomes[0].code, ExitCode::internal);
  EXPECT_EQ(outcomes[0].error, "a child process was ended by signal 9 (Killed)");
  EXPECT_EQ(outcomes[1].output, "fine");
}

TEST(Children, AChildThatLeavesWithoutAnAnswerFails) {
  const auto outcomes = in_children(1, 1, [](int) -> std::string { _exit(0); });
  EXPECT_EQ(outcomes[0].code, ExitCode::internal);
  EXPECT_EQ(outcomes[0].error, "a child process ended without an answer");
}

TEST(Children, DoNotWriteToStdout) {
  testing::internal::CaptureStdout();
  std::printf("parent ");  // in the buffer when the child starts
  in_children(1, 1, [](int) {
    std::printf("child");
    std::fflush(stdout);
    return std::string();
  });
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "parent ");
}

TEST(Children, ProgressCountsThoseThatHaveEnded) {
  std::vector<int> told;
  in_children(
      3, 2, [](int) { return std::string(); }, [&](int done) { told.push_back(done); });
  EXPECT_EQ(told, (std::vector<int>{1, 2, 3}));
}

TEST(Children, NoneIsLeftWhenProgressThrows) {
  const auto work = [](int i) {
    if (i > 0) pause();
    return std::string();
  };
  const auto fail = [](int) { throw std::runtime_error("enough"); };
  EXPECT_THROW(in_children(3, 3, work, fail), std::runtime_error);
  EXPECT_EQ(waitpid(-1, nullptr, WNOHANG), -1) << "a child is left, running or dead";
}

TEST(Children, NoneIsLeftAfterAll) {
  in_children(3, 2, [](int) { return std::string(); });
  EXPECT_EQ(waitpid(-1, nullptr, WNOHANG), -1) << "a zombie is left";
}

TEST(Children, NoWorkNeedsNoChild) {
  EXPECT_TRUE(in_children(0, 4, [](int) { return std::string(); }).empty());
}

TEST(Children, EndWithAParentThatASignalEnds) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  const pid_t parent = fork();
  ASSERT_GE(parent, 0);
  if (parent == 0) {
    in_children(2, 2, [&](int) -> std::string {
      while (write(ends[1], "x", 1) == 1) pause();
      return "";
    });
    _exit(1);
  }
  close(ends[1]);
  char byte = 0;
  ASSERT_EQ(read(ends[0], &byte, 1), 1);
  ASSERT_EQ(read(ends[0], &byte, 1), 1);  // both run
  kill(parent, SIGTERM);
  int status = 0;
  ASSERT_EQ(waitpid(parent, &status, 0), parent);
  EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM);
  EXPECT_EQ(read(ends[0], &byte, 1), 0) << "the pipe ends when the last child that holds it does";
  close(ends[0]);
}

}  // namespace
}  // namespace rda::process
