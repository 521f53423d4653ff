// SPDX-License-Identifier: Apache-2.0
#include "process/program.h"

#include <gtest/gtest.h>

namespace rda::process {
namespace {

ProgramOutcome shell(const std::string& text, double seconds = 60) {
  return run_program({"sh", "-c", text}, Messages::dropped, seconds);
}

TEST(Program, GivesItsOutputAndExitCode) {
  const ProgramOutcome outcome = shell("echo some text; echo not this >&2; exit 3");
  EXPECT_EQ(outcome.output, "some text\n");
  EXPECT_EQ(outcome.code, 3);
  EXPECT_TRUE(outcome.found);
  EXPECT_FALSE(outcome.ok());
}

TEST(Program, GivesOutputThatIsLongerThanAPipeHolds) {
  const ProgramOutcome outcome = shell("head -c 300000 /dev/zero");
  EXPECT_EQ(outcome.output.size(), 300000u);
  EXPECT_TRUE(outcome.ok());
}

TEST(Program, HasNoInput) { EXPECT_TRUE(shell("cat").ok()); }

TEST(Program, ThatDoesNotExistIsNotFound) {
  const ProgramOutcome outcome = run_program({"no-such-program"});
  EXPECT_FALSE(outcome.found);
  EXPECT_FALSE(outcome.ok());
}

TEST(Program, NamesTheSignalThatEndedIt) { EXPECT_EQ(shell("kill -9 $$").code, 128 + 9); }

TEST(Program, IsAskedToEndWhenItsTimeIsOverAndMayStillSaySomething) {
  const ProgramOutcome outcome =
      shell("trap 'echo told; exit 75' TERM; while :; do sleep 0.01; done", 2);
  EXPECT_FALSE(outcome.in_time);
  EXPECT_EQ(outcome.code, 75);
  EXPECT_EQ(outcome.output, "told\n");
}

}  // namespace
}  // namespace rda::process
