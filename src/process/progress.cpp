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
constexpr std::chrono::seconds kSecond{1};

}  // namespace

std::string clock_text(double seconds) {
  const auto whole = static_cast<std::int64_t>(seconds);
  return fmt::format("{:02}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
}

bool TerminalLine::is_terminal() { return isatty(STDERR_FILENO) != 0; }

void TerminalLine::write(const std::string& line) {
  if (!terminal_) return;
  longest_ = std::max(longest_, line.size());
  tell_raw(fmt::format("\r{:<{}}{}", line, longest_, line.empty() ? "\r" : ""));
  std::fflush(stderr);
}

void TerminalLine::clear() {
  if (longest_ > 0) write("");
}

Progress::Progress(std::string what, std::int64_t all) : what_(std::move(what)), all_(all) {
  show(0);
}

Progress::~Progress() { line_.clear(); }

void Progress::show(std::int64_t done) {
  const Clock::time_point now = Clock::now();
  if (!line_.on() || all_ == 0 || (done < all_ && now - shown_ < kInterval)) return;
  shown_ = now;
  std::string line = fmt::format("{} of {} {}", done, all_, what_);
  if (done > 0) {
    const std::chrono::duration<double> taken = now - begin_;
    const double left =
        taken.count() * static_cast<double>(all_ - done) / static_cast<double>(done);
    line += fmt::format(", {} left", clock_text(left));
  }
  line_.write(line);
}

Stage::Stage(std::string name, bool shown) : name_(std::move(name)) {
  if (shown && line_.on()) thread_ = std::thread([this] { run(); });
}

Stage::~Stage() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    end_ = true;
  }
  ended_.notify_one();
  thread_.join();
  line_.clear();
}

void Stage::run() {
  std::unique_lock lock(mutex_);
  for (int seconds = 1; !ended_.wait_for(lock, kSecond, [this] { return end_; }); ++seconds)
    line_.write(fmt::format("{}, {} so far", name_, clock_text(seconds)));
}

}  // namespace rda::process
