// SPDX-License-Identifier: Apache-2.0
#include "app/sweep/progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

#include "base/tell.h"
#include "process/progress.h"

namespace rda::app {
namespace {

constexpr int kLetters = 78;
constexpr std::chrono::minutes kPause{1};

}  // namespace

SweepProgress::SweepProgress(const sweep::Tally& tally)
    : tally_(tally),
      known_before_(tally.known()),
      terminal_(isatty(STDERR_FILENO) != 0),
      begin_(Clock::now()),
      shown_(terminal_ ? begin_ - kPause : begin_) {}

SweepProgress::~SweepProgress() {
  if (!terminal_) return;
  tell_raw(fmt::format("\r{:{}}\r", "", kLetters));
  std::fflush(stderr);
}

void SweepProgress::count(sweep::Status status) { ++tally_.of(status); }

void SweepProgress::show() {
  const auto now = Clock::now();
  if (now - shown_ < (terminal_ ? std::chrono::nanoseconds(kInterval) / 2 : kPause)) return;
  shown_ = now;
  tell_raw(terminal_ ? fmt::format("\r{:<{}}", line(), kLetters) : line() + '\n');
  std::fflush(stderr);
}

std::string SweepProgress::line() const {
  std::string text = fmt::format("{} of {} points", tally_.known(), tally_.points);
  if (tally_.failed() > 0) text += fmt::format(", {} failed", tally_.failed());
  const auto finished = static_cast<double>(tally_.known() - known_before_);
  const double seconds = std::chrono::duration<double>(Clock::now() - begin_).count();
  if (finished == 0 || seconds <= 0) return text;
  const double left = static_cast<double>(tally_.missing()) * seconds / finished;
  return text + fmt::format(", {:.0f} an hour, {} left", 3600 * finished / seconds,
                            process::clock_text(left));
}

}  // namespace rda::app
