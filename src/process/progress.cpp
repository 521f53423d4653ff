// SPDX-License-Identifier: Apache-2.0
#include "process/progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <utility>

#include "base/tell.h"

namespace rda::process {
namespace {

constexpr std::chrono::milliseconds kInterval{100};

}  // namespace

std::string clock_text(double seconds) {
  const auto whole = static_cast<std::int64_t>(seconds);
  return fmt::format("{:02}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
}

Progress::Progress(std::string what, std::int64_t all)
    : what_(std::move(what)), all_(all), terminal_(isatty(STDERR_FILENO) != 0) {
  show(0);
}

Progress::~Progress() {
  if (terminal_) write("");
}

void Progress::show(std::int64_t done) {
  const Clock::time_point now = Clock::now();
  if (!terminal_ || (done < all_ && now - shown_ < kInterval)) return;
  shown_ = now;
  std::string line = fmt::format("{} of {} {}", done, all_, what_);
  if (done > 0) {
    const std::chrono::duration<double> taken = now - begin_;
    const double left =
        taken.count() * static_cast<double>(all_ - done) / static_cast<double>(done);
    line += fmt::format(", {} left", clock_text(left));
  }
  write(line);
}

void Progress::write(const std::string& line) {
  longest_ = std::max(longest_, line.size());
  tell(fmt::format("\r{:<{}}{}", line, longest_, line.empty() ? "\r" : ""));
  std::fflush(stderr);
}

}  // namespace rda::process
