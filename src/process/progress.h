// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

namespace rda::process {

/// Seconds as hours, minutes and seconds: "26:00:05".
std::string clock_text(double seconds);

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

  void write(const std::string& line);

  const std::string what_;
  const std::int64_t all_;
  const bool terminal_;
  const Clock::time_point begin_ = Clock::now();
  Clock::time_point shown_ = {};
  std::size_t longest_ = 0;  // bytes of a line so far
};

}  // namespace rda::process
