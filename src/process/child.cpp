// SPDX-License-Identifier: Apache-2.0
#include "process/child.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <exception>
#include <new>
#include <system_error>
#include <utility>

namespace rda::process {
namespace {

/// What comes before the text of a child's answer.
struct Header {
  std::int64_t code = 0;
  std::int64_t out_of_memory = 0;
  std::uint64_t size = 0;
};

std::string reason() { return std::generic_category().message(errno); }

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

void follow(const ChildRules& rules) {
  const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
  dup2(nowhere, STDOUT_FILENO);
  if (rules.quiet) dup2(nowhere, STDERR_FILENO);
  close(nowhere);
  if (rules.memory_bytes == 0) return;
  const auto bytes = static_cast<rlim_t>(rules.memory_bytes);
  const rlimit limit{bytes, bytes};
  setrlimit(RLIMIT_AS, &limit);  // a lower limit there is already is one, too
}

ChildOutcome answer(std::string text) {
  ChildOutcome outcome;
  outcome.output = std::move(text);
  return outcome;
}

ChildOutcome failure(std::string error, ExitCode code = ExitCode::internal) {
  ChildOutcome outcome;
  outcome.code = code;
  outcome.error = std::move(error);
  return outcome;
}

/// Does the work, answers, and ends without running the parent's exits.
[[noreturn]] void be_child(pid_t parent, int pipe, const std::function<std::string()>& work,
                           const ChildRules& rules) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(1);  // it ended before the line above
  forget_handler(SIGINT);
  forget_handler(SIGTERM);
  follow(rules);
  const ChildOutcome outcome = outcome_here(work);
  const std::string& text = outcome.ok() ? outcome.output : outcome.error;
  Header header;
  header.code = static_cast<std::int64_t>(outcome.code);
  header.out_of_memory = outcome.out_of_memory;
  header.size = text.size();
  write_all(pipe, reinterpret_cast<const char*>(&header), sizeof header);
  write_all(pipe, text.data(), text.size());
  _exit(0);
}

/// What a child has answered, or why it has not.
ChildOutcome outcome_of(std::string_view received, int status) {
  Header header;
  if (received.size() >= sizeof header) {
    std::memcpy(&header, received.data(), sizeof header);
    std::string text(received.substr(sizeof header));
    if (text.size() == header.size) {
      const auto code = static_cast<ExitCode>(header.code);
      ChildOutcome outcome =
          code == ExitCode::ok ? answer(std::move(text)) : failure(std::move(text), code);
      outcome.out_of_memory = header.out_of_memory != 0;
      return outcome;
    }
  }
  if (!WIFSIGNALED(status)) return failure("a child process ended without an answer");
  const int signal = WTERMSIG(status);
  ChildOutcome outcome = failure(
      fmt::format("a child process was ended by signal {} ({})", signal, strsignal(signal)));
  outcome.signal = signal;
  return outcome;
}

}  // namespace

ChildOutcome outcome_here(const std::function<std::string()>& work) {
  try {
    return answer(work());
  } catch (const Error& error) {
    return failure(error.what(), error.exit_code);
  } catch (const std::bad_alloc&) {
    ChildOutcome outcome = failure("out of memory");
    outcome.out_of_memory = true;
    return outcome;
  } catch (const std::exception& error) {
    return failure(error.what());
  } catch (...) {
    return failure("an unknown exception (this is a bug)");
  }
}

const std::string& output_of(const ChildOutcome& outcome) {
  if (outcome.out_of_memory) throw std::bad_alloc();
  if (!outcome.ok()) throw Error(outcome.code, outcome.error);
  return outcome.output;
}

void rethrow_fault(const ChildOutcome& outcome) {
  if (outcome.code == ExitCode::internal) output_of(outcome);
}

Child::Child(const std::function<std::string()>& work, const ChildRules& rules) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) throw InternalError("no pipe to a child process: " + reason());
  std::fflush(nullptr);  // else the child has what is buffered as well
  const pid_t parent = getpid();
  process_ = fork();
  if (process_ < 0) {
    const std::string why = reason();
    close(ends[0]);
    close(ends[1]);
    throw InternalError("no child process: " + why);
  }
  if (process_ == 0) be_child(parent, ends[1], work, rules);
  close(ends[1]);
  pipe_ = ends[0];
}

Child::Child(Child&& other) noexcept
    : process_(std::exchange(other.process_, -1)),
      pipe_(std::exchange(other.pipe_, -1)),
      received_(std::move(other.received_)) {}

Child& Child::operator=(Child&& other) noexcept {
  std::swap(process_, other.process_);
  std::swap(pipe_, other.pipe_);
  std::swap(received_, other.received_);
  return *this;
}

Child::~Child() { kill(); }

bool Child::read_some() {
  char piece[1 << 16];
  const ssize_t got = read(pipe_, piece, sizeof piece);
  if (got > 0) received_.append(piece, static_cast<std::size_t>(got));
  return got == 0 || (got < 0 && errno != EINTR);
}

void Child::kill() {
  if (process_ < 0) return;
  ::kill(process_, SIGKILL);
  end();
}

ChildOutcome Child::end() {
  int status = 0;
  // The status is lost if this process ignores SIGCHLD; it then counts as 0.
  while (waitpid(process_, &status, 0) < 0 && errno == EINTR) continue;
  close(std::exchange(pipe_, -1));
  process_ = -1;
  return outcome_of(received_, status);
}

}  // namespace rda::process
