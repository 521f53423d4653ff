// SPDX-License-Identifier: Apache-2.0
#include <sys/stat.h>

#include <cstdlib>

#include "cli/support.h"

namespace rda::cli {
namespace {

using Output = Cli;

TEST_F(Output, FullDiskOnStdoutIsCode74) {
  const Outcome outcome = rdasim({"run", chip_, workload_}, "/dev/full");
  EXPECT_EQ(outcome.code, 74);
  EXPECT_NE(outcome.err.find("No space left"), std::string::npos) << outcome.err;
}

TEST_F(Output, ReaderThatHasGoneNeedsNoMessage) {
  const std::string command = "bash -c 'exec 3> >(true); wait $!; " RDA_BINARY_DIR "/rdasim run " +
                              chip_ + ' ' + workload_ + " >&3 2>" + path("err") + "; echo $? >" +
                              path("code") + "'";
  ASSERT_EQ(std::system(command.c_str()), 0);
  EXPECT_EQ(read(path("code")), "74\n");
  EXPECT_EQ(read(path("err")), "");
}

TEST_F(Output, FullDiskOnVersionIsCode74) {
  EXPECT_EQ(rdasim({"--version"}, "/dev/full").code, 74);
}

TEST_F(Output, FullDeviceAsOutputIsCode74) {
  expect_refusal(run({"-o", "/dev/full"}), 74, {"/dev/full", "No space left"});
  struct stat status {};
  ASSERT_EQ(stat("/dev/full", &status), 0);
  EXPECT_TRUE(S_ISCHR(status.st_mode)) << "the device was replaced by a file";
}

TEST_F(Output, StderrThatTakesNothingChangesNoExitCode) {
  for (const char* err : {"closed", "/dev/full"}) {
    EXPECT_EQ(rdasim({"nope"}, "", err).code, 64) << err;
    EXPECT_EQ(rdasim({"run", chip_, path("none.json")}, "", err).code, 2) << err;
    EXPECT_EQ(rdasim({"run", chip_, workload_, "--host-stats"}, "", err).code, 0) << err;
    const std::string output = path("z.json");
    EXPECT_EQ(rdasim({"map", chip_, workload_, "-o", output}, "", err).code, 0) << err;
    EXPECT_EQ(read(output).find("place 0"), std::string::npos) << err;
  }
}

TEST_F(Output, DanglingLinkIsFollowed) {
  std::filesystem::create_symlink("made.json", path("link.json"));
  EXPECT_EQ(run({"-o", path("link.json")}).code, 0);
  EXPECT_TRUE(std::filesystem::is_symlink(path("link.json")));
  EXPECT_NE(read(path("made.json")), "");
}

TEST_F(Output, LinkIntoAMissingFolderIsFoundBeforeTheRun) {
  std::filesystem::create_symlink("none/made.json", path("link.json"));
  expect_refusal(run({"-o", path("link.json"), "--max-cycles", "1"}), 74, {"link.json", "folder"});
}

TEST_F(Output, LongNamesWorkAndLongerOnesAreFoundBeforeTheRun) {
  EXPECT_EQ(run({"-o", path(std::string(255, 'n'))}).code, 0);
  expect_refusal(run({"-o", path(std::string(256, 'n')), "--max-cycles", "1"}), 74, {"too long"});
}

TEST_F(Output, MissingFolderIsFoundBeforeTheRun) {
  // the cycle limit would give 4, if the run had begun
  expect_refusal(run({"-o", path("none/report.json"), "--max-cycles", "1"}), 74,
                 {"report.json", "folder"});
}

TEST_F(Output, NameOfAnotherFormatIsRefusedByEveryCommand) {
  const auto refused = [&](std::vector<std::string> words, const std::string& name,
                           const std::string& why) {
    words.push_back(path(name));
    expect_refusal(rdasim(words), 64, {name, why});
    EXPECT_FALSE(std::filesystem::exists(path(name)));
  };
  refused({"run", chip_, workload_, "-o"}, "p.html", "says HTML, but JSON would be written");
  refused({"map", chip_, workload_, "-o"}, "p.PDF", "says PDF, but JSON");
  refused({"explain", chip_, workload_, "-o"}, "p.csv", "says CSV, but JSON");
  refused({"run", chip_, workload_, "--mapping", "auto", "--search-log"}, "p.csv", "but JSON");
  refused({"check", path("g.json"), "--format", "md", "-o"}, "p.xml", "says XML, but Markdown");
  refused({"compare", "a", "b", "-o"}, "p.md", "says Markdown, but text");
  refused({"sweep", "plan", path("s.json"), "-o"}, "p.csv", "says CSV, but JSON lines");
  refused({"sweep", "collect", "p", "--store", "s", "--csv"}, "p.db", "says SQLite, but CSV");
  refused({"sweep", "collect", "p", "--store", "s", "--sqlite"}, "p.csv", "but SQLite");
  refused({"sweep", "best", "p", "--store", "s", "--minimize", "cycles", "-o"}, "p.json",
          "says JSON, but text");
  EXPECT_EQ(run({"-o", path("report.txt")}).code, 0) << "no format of ours";
}

TEST_F(Output, FolderAsOutputIsFoundBeforeTheRun) {
  expect_refusal(run({"-o", path(""), "--max-cycles", "1"}), 74, {"folder"});
}

TEST_F(Output, UnwritableFolderIsFoundBeforeTheRun) {
  // no file can be made in /proc, not by root either
  expect_refusal(run({"-o", "/proc/report.json", "--max-cycles", "1"}), 74, {"/proc/report.json"});
}

TEST_F(Output, ClosedPipeIsCode74) {
  const std::string command =
      std::string(RDA_BINARY_DIR "/rdasim describe chip 2>/dev/null; echo $? >") + path("code");
  // the reader is gone before anything is written
  ASSERT_EQ(std::system(("bash -c '(sleep 0.2; " + command + ") | true'").c_str()), 0);
  EXPECT_EQ(read(path("code")), "74\n");
}

TEST_F(Output, FileHoldsWhatDashPrints) {
  const Outcome to_stdout = run({"-o", "-"});
  const Outcome to_file = run({"-o", path("report.json")});
  EXPECT_EQ(to_stdout.code, 0) << to_stdout.err;
  EXPECT_EQ(to_file.code, 0) << to_file.err;
  EXPECT_EQ(to_file.out, "");
  EXPECT_FALSE(to_stdout.out.empty());
  EXPECT_EQ(to_stdout.out, read(path("report.json")));
}

TEST_F(Output, FailedRunLeavesTheOldFileAlone) {
  const std::string report = file("report.json", "old");
  EXPECT_EQ(run({"-o", report, "--max-cycles", "1"}).code, 4);
  EXPECT_EQ(read(report), "old");
}

}  // namespace
}  // namespace rda::cli
