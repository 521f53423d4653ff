// SPDX-License-Identifier: Apache-2.0
// Ctrl-C in a search ends all of it.
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>

#include "cli/support.h"
#include "cli/support_sweep.h"

namespace rda::cli {
namespace {

/// Starts a search that takes minutes.
pid_t start_search(const std::string& chip, const std::string& workload) {
  const pid_t process = fork();
  if (process != 0) return process;
  const int nowhere = open("/dev/null", O_WRONLY);
  dup2(nowhere, STDOUT_FILENO);
  dup2(nowhere, STDERR_FILENO);
  execl(RDA_BINARY_DIR "/rdasim", "rdasim", "map", chip.c_str(), workload.c_str(), "--mapping",
        "auto", "--search-budget", "1000", "--set", "/place_effort=1000", nullptr);
  _exit(127);
}

TEST(SearchInterrupt, EndsTheProgramByTheSignalAndAllItsChildren) {
  // What the program leaves behind becomes a child of this process.
  ASSERT_EQ(prctl(PR_SET_CHILD_SUBREAPER, 1), 0);
  const pid_t search = start_search(repository("configs/plasticine_rnn.json"),
                                    repository("workloads/deepbench/lstm_512_25.json"));
  const auto begun = std::chrono::steady_clock::now();
  while (children_of(search).empty() &&
         std::chrono::steady_clock::now() - begun < std::chrono::seconds(60))
    usleep(20000);
  EXPECT_FALSE(children_of(search).empty()) << "no search has begun";
  kill(search, SIGINT);
  int status = 0, left = 0;
  ASSERT_EQ(waitpid(search, &status, 0), search);
  EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGINT) << status;
  while (waitpid(-1, &status, 0) > 0) {  // until there are none
    EXPECT_NE(status, 0) << "a candidate was tried to its end";
    ++left;
  }
  EXPECT_GT(left, 0);
}

}  // namespace
}  // namespace rda::cli
