// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>

namespace rda::process {

/// Seconds as hours, minutes and seconds: "26:00:05".
std::string clock_text(double seconds);

/// A line on stderr that is written over and over, if stderr is a terminal.
class TerminalLine {
 public:
  bool on() const { return terminal_; }
  void write(const std::string& line);
  void clear();  ///< takes the line away

 private:
  const bool terminal_ = is_terminal();
  std::size_t longest_ = 0;  // bytes of a line so far

  static bool is_terminal();
};

/// A line on stderr that says how far a command is and how long the rest may take. Only a terminal
/// gets it.
class Progress {
 public:
  /// @param what  is counted, e.g. "runs"
  /// @param all   how many there are
  Progress(std::string what, std::int64_t all);
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress();  ///< takes the line away

  void show(std::int64_t done);

 private:
  using Clock = std::chrono::steady_clock;

  const std::string what_;
  const std::int64_t all_;
  TerminalLine line_;
  const Clock::time_point begin_ = Clock::now();
  Clock::time_point shown_ = {};
};

/// A line on stderr that says in which stage a command is and how long it has been there, for work
/// that nobody counts. Only a terminal gets it, and only once the stage takes longer than a second.
class Stage {
 public:
  /// @param name   e.g. "simulating"
  /// @param shown  false: nothing is written
  Stage(std::string name, bool shown);
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;
  ~Stage();  ///< takes the line away. No process may be forked before

 private:
  void run();

  const std::string name_;
  TerminalLine line_;
  std::mutex mutex_;
  std::condition_variable ended_;
  bool end_ = false;
  std::thread thread_;  // none if nothing is written
};

}  // namespace rda::process
