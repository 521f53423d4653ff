// SPDX-License-Identifier: Apache-2.0
// The script of a task, run by the shell with stand-ins for what it calls.
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/wait.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "base/file.h"
#include "base/sha256.h"
#include "base/text.h"
#include "sweep/slurm.h"

namespace rda::sweep {
namespace {

namespace fs = std::filesystem;

class TaskScript : public testing::Test {
 protected:
  TaskScript() {
    std::string name = (fs::temp_directory_path() / "rdasim script's XXXXXX").string();
    folder_ = mkdtemp(name.data());
    program("scontrol", "echo \"$@\" >> calls");
    setenv("PATH", (folder_.string() + ":" + getenv("PATH")).c_str(), 1);
    setenv("SLURM_ARRAY_JOB_ID", "17", 1);
    setenv("SLURM_ARRAY_TASK_ID", "3", 1);
    unsetenv("SLURM_RESTART_COUNT");
  }
  ~TaskScript() override { fs::remove_all(folder_); }

  /// An executable shell script in the test's folder.
  void program(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name) << "#!/bin/bash\n" << text << '\n';
    fs::permissions(folder_ / name, fs::perms::owner_all);
  }

  /// Runs the script of task 3 of an array from pack 40 on, with a program of this text.
  /// `before` comes before it in the shell's command. @return its exit code
  int run(const std::string& rdasim, const std::string& before = "") const {
    program("rdasim", rdasim);
    Submission submission;
    submission.rdasim = (folder_ / "rdasim").string();
    submission.rdasim_sha256 = sha256(read_file(submission.rdasim, 10000));
    submission.store = (folder_ / "a store").string();
    submission.run_options = {"--timeout", "6 0"};
    std::ofstream(folder_ / "task.sh") << task_script(submission);
    const std::string command =
        "cd " + shell_quoted(folder_.string()) + "; " + before + "bash task.sh 40 >log 2>&1";
    return WEXITSTATUS(std::system(command.c_str()));
  }

  std::string text(const std::string& name) const {
    std::ostringstream out;
    out << std::ifstream(folder_ / name).rdbuf();
    return out.str();
  }

  fs::path folder_;
};

TEST_F(TaskScript, RunsItsPackIntoTheStoreOnOneCore) {
  EXPECT_EQ(run("printf '%s\\n' \"$@\" > calls; exit 6"), 6);
  EXPECT_EQ(text("calls"), "sweep\nrun\npacks/43.jsonl\n--store\n" +
                               (folder_ / "a store").string() + "\n-j\n1\n--timeout\n6 0\n");
}

TEST_F(TaskScript, RefusesAProgramThatWasBuiltAnew) {
  EXPECT_EQ(run("exit 0", "echo '# another' >> rdasim; "), 2);
  EXPECT_NE(text("log").find("is not the program that this was submitted with"), std::string::npos);
}

TEST_F(TaskScript, QueuesItselfAgainIfTheProgramStoppedEarly) {
  EXPECT_EQ(run("exit 75"), 75);
  EXPECT_EQ(text("calls"), "requeue 17_3\n");
}

TEST_F(TaskScript, DoesNotQueueItselfAgainForEver) {
  EXPECT_EQ(run("exit 75", "SLURM_RESTART_COUNT=100 "), 75);
  EXPECT_FALSE(fs::exists(folder_ / "calls"));
}

TEST_F(TaskScript, PassesTheWarningOnAndWaitsUntilTheProgramHasFinished) {
  EXPECT_EQ(run("trap 'told=yes' USR1; until [ \"$told\" ]; do kill -USR1 $PPID; sleep 0.05; done; "
                "sleep 0.2; echo finished >> calls; exit 75"),
            75);
  EXPECT_EQ(text("calls"), "finished\nrequeue 17_3\n");
}

}  // namespace
}  // namespace rda::sweep
