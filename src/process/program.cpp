// SPDX-License-Identifier: Apache-2.0
#include "process/program.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cmath>
#include <csignal>

#include "rda/error.h"

namespace rda::process {
namespace {

using Clock = std::chrono::steady_clock;

/// What a child does between fork and exec.
class Preparation {
 public:
  Preparation(int output, Messages messages) {
    posix_spawn_file_actions_init(&files_);
    if (messages == Messages::dropped)
      posix_spawn_file_actions_addopen(&files_, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&files_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&files_, output, STDOUT_FILENO);
    posix_spawnattr_init(&attributes_);
    sigset_t ours;  // main() ignores it; others rely on it
    sigemptyset(&ours);
    sigaddset(&ours, SIGPIPE);
    posix_spawnattr_setsigdefault(&attributes_, &ours);
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGDEF);
  }
  Preparation(const Preparation&) = delete;
  Preparation& operator=(const Preparation&) = delete;
  ~Preparation() {
    posix_spawn_file_actions_destroy(&files_);
    posix_spawnattr_destroy(&attributes_);
  }
  const posix_spawn_file_actions_t* files() const { return &files_; }
  const posix_spawnattr_t* attributes() const { return &attributes_; }

 private:
  posix_spawn_file_actions_t files_;
  posix_spawnattr_t attributes_;
};

/// @return -1 if there is no such program
pid_t start(const std::vector<std::string>& words, int output, Messages messages) {
  std::vector<char*> arguments;
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  const Preparation preparation(output, messages);
  pid_t process = -1;
  const int error = posix_spawnp(&process, arguments[0], preparation.files(),
                                 preparation.attributes(), arguments.data(), environ);
  return error == 0 ? process : -1;
}

/// Milliseconds for poll() until `end`; -1: for ever.
int left_until(double seconds, Clock::time_point begin) {
  if (std::isinf(seconds)) return -1;
  const std::chrono::duration<double> gone = Clock::now() - begin;
  return static_cast<int>(std::clamp((seconds - gone.count()) * 1e3 + 1, 0.0, 1e9));
}

/// Reads to the end of the program's output. @return false if it had to be stopped
bool read_output(int pipe, pid_t process, double seconds, std::string& output) {
  const Clock::time_point begin = Clock::now();
  bool in_time = true;
  while (true) {
    pollfd ready{pipe, POLLIN, 0};
    const int polled = poll(&ready, 1, in_time ? left_until(seconds, begin) : -1);
    if (polled == 0) {
      in_time = false;
      kill(process, SIGTERM);
      continue;
    }
    char piece[1 << 12];
    const ssize_t got = polled < 0 ? -1 : read(pipe, piece, sizeof piece);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return in_time;
    output.append(piece, static_cast<std::size_t>(got));
  }
}

}  // namespace

ProgramOutcome run_program(const std::vector<std::string>& words, Messages messages,
                           double seconds) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) throw InternalError("no pipe to another program");
  ProgramOutcome outcome;
  const pid_t process = start(words, ends[1], messages);
  close(ends[1]);
  outcome.found = process >= 0;
  if (outcome.found) {
    outcome.in_time = read_output(ends[0], process, seconds, outcome.output);
    int status = 0;
    while (waitpid(process, &status, 0) < 0 && errno == EINTR) continue;
    outcome.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }
  close(ends[0]);
  return outcome;
}

}  // namespace rda::process
