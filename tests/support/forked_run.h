// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <bit>
#include <chrono>
#include <cstring>
#include <stdexcept>
#include <string>
#include <string_view>

#include "rda/error.h"
#include "rda/simulate.h"

namespace rda::test {

/// How a simulation ended: with a result, or with the text of its error.
struct Outcome {
  RunResult result;
  std::string error;  ///< empty: there is a result
  int exit_code = 0;
  Cycle cycles_skipped = 0;  ///< SimulationNotes::cycles_skipped of a result
  bool ok() const { return error.empty(); }
  bool deadlocked() const { return error.starts_with("deadlock"); }
};

/// Numbers and texts laid end to end, for the way from a child process to its parent.
class Bytes {
 public:
  Bytes() = default;
  explicit Bytes(const std::string& bytes) : bytes_(bytes) {}

  void put(std::int64_t number) {
    bytes_.append(reinterpret_cast<const char*>(&number), sizeof number);
  }
  void put(std::string_view text) {
    put(std::ssize(text));
    bytes_.append(text);
  }
  std::int64_t number() {
    std::int64_t number = 0;
    std::memcpy(&number, take(sizeof number).data(), sizeof number);
    return number;
  }
  std::string text() { return std::string(take(static_cast<std::size_t>(number()))); }
  const std::string& all() const { return bytes_; }

 private:
  std::string_view take(std::size_t size) {
    if (bytes_.size() - at_ < size) throw std::runtime_error("the child's answer is cut short");
    at_ += size;
    return std::string_view(bytes_).substr(at_ - size, size);
  }

  std::string bytes_;
  std::size_t at_ = 0;
};

inline void put(Bytes& bytes, const std::vector<StepCycles>& of_sinks) {
  bytes.put(std::ssize(of_sinks));
  for (const StepCycles& steps : of_sinks) {
    for (const auto* some : {&steps.first, &steps.last}) {
      bytes.put(std::ssize(*some));
      for (const Cycle cycles : *some) bytes.put(cycles);
    }
    bytes.put(steps.end);
    bytes.put(std::ssize(steps.steps_by_cycles));
    for (const auto& [cycles, count] : steps.steps_by_cycles) {
      bytes.put(cycles);
      bytes.put(count);
    }
  }
}

inline void put(Bytes& bytes, const RunResult& result) {
  bytes.put(result.cycles);
  bytes.put(std::ssize(result.units));
  for (const UnitResult& unit : result.units) {
    for (const Cycle cycles : unit.activity.cycles) bytes.put(cycles);
    for (const std::int64_t n :
         {unit.firings, unit.bytes_read, unit.bytes_written, std::int64_t{unit.memory}})
      bytes.put(n);
  }
  bytes.put(std::ssize(result.streams));
  for (const StreamResult& stream : result.streams)
    for (const std::int64_t n : {stream.tokens, stream.carrying, stream.held}) bytes.put(n);
  put(bytes, result.steps);
  put(bytes, result.repetitions);
  bytes.put(std::ssize(result.channels));
  for (const ChannelResult& channel : result.channels)
    for (const auto count : kChannelCounts) bytes.put(channel.*count);
  bytes.put(std::ssize(result.values));
  for (const auto& [name, values] : result.values) {
    bytes.put(name);
    bytes.put(result.row_size.at(name));
    bytes.put(std::ssize(values));
    for (const double value : values) bytes.put(std::bit_cast<std::int64_t>(value));
  }
}

inline void put(Bytes& bytes, const std::string& text) { bytes.put(text); }

inline std::vector<StepCycles> take_steps(Bytes& bytes) {
  std::vector<StepCycles> of_sinks(static_cast<std::size_t>(bytes.number()));
  for (StepCycles& steps : of_sinks) {
    for (auto* some : {&steps.first, &steps.last}) {
      some->resize(static_cast<std::size_t>(bytes.number()));
      for (Cycle& cycles : *some) cycles = bytes.number();
    }
    steps.end = bytes.number();
    for (std::int64_t left = bytes.number(); left > 0; --left) {
      const Cycle cycles = bytes.number();
      steps.steps_by_cycles[cycles] = bytes.number();
    }
  }
  return of_sinks;
}

inline RunResult take_result(Bytes& bytes) {
  RunResult result;
  result.cycles = bytes.number();
  result.units.resize(static_cast<std::size_t>(bytes.number()));
  for (UnitResult& unit : result.units) {
    for (Cycle& cycles : unit.activity.cycles) cycles = bytes.number();
    for (std::int64_t* n : {&unit.firings, &unit.bytes_read, &unit.bytes_written, &unit.memory})
      *n = bytes.number();
  }
  result.streams.resize(static_cast<std::size_t>(bytes.number()));
  for (StreamResult& stream : result.streams)
    for (std::int64_t* n : {&stream.tokens, &stream.carrying, &stream.held}) *n = bytes.number();
  result.steps = take_steps(bytes);
  result.repetitions = take_steps(bytes);
  result.channels.resize(static_cast<std::size_t>(bytes.number()));
  for (ChannelResult& channel : result.channels)
    for (const auto count : kChannelCounts) channel.*count = bytes.number();
  for (std::int64_t left = bytes.number(); left > 0; --left) {
    const std::string name = bytes.text();
    result.row_size[name] = bytes.number();
    auto& values = result.values[name];
    values.resize(static_cast<std::size_t>(bytes.number()));
    for (double& value : values) value = std::bit_cast<double>(bytes.number());
  }
  return result;
}

/// All that a result says, to compare results bit by bit (a NaN is equal to itself).
inline std::string bytes_of(const RunResult& result) {
  Bytes bytes;
  put(bytes, result);
  return bytes.all();
}
/// Only the values.
inline std::string value_bytes_of(const RunResult& result) {
  RunResult values;
  values.values = result.values;
  values.row_size = result.row_size;
  return bytes_of(values);
}

/// In the child: answers with what `work` puts, through `pipe`, and ends without running the
/// parent's exits.
template <class Work>
[[noreturn]] void answer(int pipe, Work&& work) {
  Bytes bytes;
  const int nowhere = open("/dev/null", O_WRONLY);
  dup2(nowhere, STDOUT_FILENO);  // SystemC says when it stops
  try {
    const auto result = work();
    bytes.put(0);
    bytes.put("");
    put(bytes, result);
  } catch (const Error& error) {
    bytes.put(static_cast<int>(error.exit_code));
    bytes.put(error.what());
  } catch (const std::exception& error) {
    bytes.put(static_cast<int>(ExitCode::internal));
    bytes.put(std::string("not an Error of ours: ") + error.what());
  }
  std::string_view left = bytes.all();
  while (!left.empty()) {
    const ssize_t written = write(pipe, left.data(), left.size());
    if (written <= 0) _exit(1);
    left.remove_prefix(static_cast<std::size_t>(written));
  }
  _exit(0);
}

/// Everything that comes out of `pipe` until it is closed. @return whether that was in time
inline bool read_all(int pipe, int seconds, std::string& into) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
  while (true) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        end - std::chrono::steady_clock::now());
    pollfd ready{.fd = pipe, .events = POLLIN, .revents = 0};
    if (left.count() <= 0 || poll(&ready, 1, static_cast<int>(left.count())) == 0) return false;
    char piece[1 << 16];
    const ssize_t got = read(pipe, piece, sizeof piece);
    if (got <= 0) return true;
    into.append(piece, static_cast<std::size_t>(got));
  }
}

/// What became of a child process.
struct Answer {
  std::string bytes;
  std::string error;  ///< empty: it answered
  int status = 0;
};

/// Lets `work` make its result in a child process, because SystemC elaborates once in a process. A
/// child that takes longer than `seconds` is ended. Call before anything of SystemC exists.
template <class Work>
Answer ask_child(Work&& work, int seconds) {
  int ends[2];
  if (pipe(ends) != 0) throw std::runtime_error("no pipe");
  const pid_t child = fork();
  if (child < 0) throw std::runtime_error("no child process");
  if (child == 0) {
    close(ends[0]);
    answer(ends[1], work);
  }
  close(ends[1]);
  Answer received;
  const bool in_time = read_all(ends[0], seconds, received.bytes);
  close(ends[0]);
  if (!in_time) kill(child, SIGKILL);
  waitpid(child, &received.status, 0);
  if (!in_time) {
    received.error = "the simulation hung";
    received.status = -1;
  } else if (received.status != 0) {
    received.error = "the simulation crashed, status " + std::to_string(received.status);
  }
  return received;
}

/// A result and what was noted beside it.
struct Noted {
  RunResult result;
  SimulationNotes notes;
};

inline void put(Bytes& bytes, const Noted& noted) {
  put(bytes, noted.result);
  bytes.put(noted.notes.cycles_skipped);
}

/// What a child that works on a Noted answered.
inline Outcome outcome_of(const Answer& got) {
  if (!got.error.empty()) return {{}, got.error, got.status};
  Outcome outcome;
  Bytes bytes(got.bytes);
  outcome.exit_code = static_cast<int>(bytes.number());
  outcome.error = bytes.text();
  if (!outcome.ok()) return outcome;
  outcome.result = take_result(bytes);
  outcome.cycles_skipped = bytes.number();
  return outcome;
}

/// Simulates in this process: the fast engine, which may run in it any number of times.
inline Outcome run_here(const Chip& chip, const Mapping& mapping, const Tensors& tensors,
                        const SimulateOptions& options = {}) {
  Outcome outcome;
  SimulationNotes notes;
  try {
    outcome.result = simulate(chip, mapping, tensors, options, nullptr, &notes);
    outcome.cycles_skipped = notes.cycles_skipped;
  } catch (const Error& error) {
    outcome.error = error.what();
    outcome.exit_code = static_cast<int>(error.exit_code);
  }
  return outcome;
}

/// Simulates in a child process; one that takes longer than `seconds` gives an error.
inline Outcome run_forked(const Chip& chip, const Mapping& mapping, const Tensors& tensors,
                          const SimulateOptions& options = {}, int seconds = 60) {
  const auto work = [&] {
    Noted noted;
    noted.result = simulate(chip, mapping, tensors, options, nullptr, &noted.notes);
    return noted;
  };
  const Answer got = ask_child(work, seconds);
  return outcome_of(got);
}

}  // namespace rda::test
