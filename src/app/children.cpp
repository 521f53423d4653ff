// SPDX-License-Identifier: Apache-2.0
#include "app/children.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <exception>
#include <new>
#include <system_error>
#include <thread>
#include <utility>

namespace rda::app {
namespace {

/// What comes before the text of a child's answer.
struct Header {
  std::int64_t code = 0;
  std::uint64_t size = 0;
};

std::string reason() { return std::generic_category().message(errno); }

// --- in the child -------------------------------------------------------------------------------

/// A handler of the parent's would run in each child as well; a signal it ignores stays ignored.
void forget_handler(int signal) {
  struct sigaction action {};
  sigaction(signal, nullptr, &action);
  if (action.sa_handler != SIG_IGN) std::signal(signal, SIG_DFL);
}

void write_all(int pipe, const char* bytes, std::size_t size) {
  while (size > 0) {
    const ssize_t written = write(pipe, bytes, size);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) _exit(1);
    bytes += written;
    size -= static_cast<std::size_t>(written);
  }
}

ChildOutcome outcome_of(const std::function<std::string(int)>& work, int index) {
  try {
    return {ExitCode::ok, work(index), ""};
  } catch (const Error& error) {
    return {error.exit_code, "", error.what()};
  } catch (const std::bad_alloc&) {
    return {ExitCode::internal, "", "out of memory"};
  } catch (const std::exception& error) {
    return {ExitCode::internal, "", error.what()};
  } catch (...) {
    return {ExitCode::internal, "", "an unknown exception (this is a bug)"};
  }
}

/// Does the work, answers, and ends without running the parent's exits.
[[noreturn]] void be_child(pid_t parent, int pipe, const std::function<std::string(int)>& work,
                           int index) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(1);  // it ended before the line above
  forget_handler(SIGINT);
  forget_handler(SIGTERM);
  dup2(open("/dev/null", O_WRONLY), STDOUT_FILENO);
  const ChildOutcome outcome = outcome_of(work, index);
  const std::string& text = outcome.ok() ? outcome.output : outcome.error;
  Header header;
  header.code = static_cast<std::int64_t>(outcome.code);
  header.size = text.size();
  write_all(pipe, reinterpret_cast<const char*>(&header), sizeof header);
  write_all(pipe, text.data(), text.size());
  _exit(0);
}

// --- in the parent ------------------------------------------------------------------------------

struct Child {
  int index = 0;
  pid_t process = -1;
  int pipe = -1;
  std::string received;
};

Child start(const std::function<std::string(int)>& work, int index) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) throw InternalError("no pipe to a child process: " + reason());
  std::fflush(nullptr);  // else the child has what is buffered as well
  const pid_t parent = getpid(), process = fork();
  if (process < 0) {
    const std::string why = reason();
    close(ends[0]);
    close(ends[1]);
    throw InternalError("no child process: " + why);
  }
  if (process == 0) be_child(parent, ends[1], work, index);
  close(ends[1]);
  return {index, process, ends[0], ""};
}

/// Waits for its end. @return its status; 0 if somebody has it set up that nobody may know
int reap(const Child& child) {
  close(child.pipe);
  int status = 0;
  while (waitpid(child.process, &status, 0) < 0)
    if (errno != EINTR) return 0;
  return status;
}

ChildOutcome outcome_of(const Child& child, int status) {
  Header header;
  if (child.received.size() >= sizeof header) {
    std::memcpy(&header, child.received.data(), sizeof header);
    std::string text = child.received.substr(sizeof header);
    const auto code = static_cast<ExitCode>(header.code);
    if (text.size() == header.size)
      return code == ExitCode::ok ? ChildOutcome{code, std::move(text), ""}
                                  : ChildOutcome{code, "", std::move(text)};
  }
  if (WIFSIGNALED(status))
    return {ExitCode::internal, "",
            fmt::format("a child process was ended by signal {} ({})", WTERMSIG(status),
                        strsignal(WTERMSIG(status)))};
  return {ExitCode::internal, "", "a child process ended without an answer"};
}

/// Those that run. What is left of them when this goes is killed.
class Running {
 public:
  Running() = default;
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;
  ~Running() {
    for (const Child& child : children_) {
      kill(child.process, SIGKILL);
      reap(child);
    }
  }

  std::size_t size() const { return children_.size(); }
  void add(Child child) { children_.push_back(std::move(child)); }
  /// Waits for output of some of them. @return those that have ended
  std::vector<Child> read_some();

 private:
  std::vector<Child> children_;
};

std::vector<Child> Running::read_some() {
  std::vector<pollfd> ready;
  for (const Child& child : children_) ready.push_back({child.pipe, POLLIN, 0});
  if (poll(ready.data(), ready.size(), -1) < 0) return {};  // a signal the parent lives on with
  std::vector<Child> running, ended;
  for (std::size_t i = 0; i < ready.size(); ++i) {
    Child& child = children_[i];
    bool at_end = false;
    if (ready[i].revents != 0) {
      char piece[1 << 16];
      const ssize_t got = read(child.pipe, piece, sizeof piece);
      if (got > 0) child.received.append(piece, static_cast<std::size_t>(got));
      at_end = got == 0 || (got < 0 && errno != EINTR);
    }
    (at_end ? ended : running).push_back(std::move(child));
  }
  children_ = std::move(running);
  return ended;
}

int children_at_once(int jobs) {
  return jobs > 0 ? jobs : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

}  // namespace

const std::string& output_of(const ChildOutcome& outcome) {
  if (!outcome.ok()) throw Error(outcome.code, outcome.error);
  return outcome.output;
}

std::vector<ChildOutcome> in_children(int count, int jobs,
                                      const std::function<std::string(int)>& work,
                                      const std::function<void(int done)>& progress) {
  const auto at_once = static_cast<std::size_t>(children_at_once(jobs));
  std::vector<ChildOutcome> outcomes(static_cast<std::size_t>(std::max(count, 0)));
  Running running;
  int next = 0, done = 0;
  while (done < count) {
    while (next < count && running.size() < at_once) running.add(start(work, next++));
    for (const Child& child : running.read_some()) {
      const int status = reap(child);
      outcomes[static_cast<std::size_t>(child.index)] = outcome_of(child, status);
      ++done;
      if (progress) progress(done);
    }
  }
  return outcomes;
}

}  // namespace rda::app
