// SPDX-License-Identifier: Apache-2.0
// Ctrl-C in a search ends all of it.
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <iterator>

#include "cli/support.h"

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

std::ptrdiff_t threads_of(pid_t process) {
  std::error_code error;
  const std::filesystem::directory_iterator tasks("/proc/" + std::to_string(process) + "/task",
                                                  error);
  return error ? 0 : std::distance(begin(tasks), end(tasks));
}

TEST(SearchInterrupt, EndsTheProgramByTheSignal) {
  const pid_t search = start_search(repository("configs/plasticine_rnn.json"),
                                    repository("workloads/deepbench/lstm_512_25.json"));
  const auto begun = std::chrono::steady_clock::now();
  while (threads_of(search) < 2 &&
         std::chrono::steady_clock::now() - begun < std::chrono::seconds(60))
    usleep(20000);
  EXPECT_GE(threads_of(search), 2) << "no candidate has begun";
  kill(search, SIGINT);
  int status = 0;
  ASSERT_EQ(waitpid(search, &status, 0), search);
  EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGINT) << status;
}

}  // namespace
}  // namespace rda::cli
