// SPDX-License-Identifier: Apache-2.0
#include "process/progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <utility>

#include "base/tell.h"

namespace rda::process {

Progress::Progress(std::string what, int all)
    : what_(std::move(what)), all_(all), terminal_(isatty(STDERR_FILENO) != 0) {
  show(0);
}

Progress::~Progress() {
  if (!terminal_) return;
  tell(fmt::format("\r{:>{}}\r", "", what_.size() + 2 * std::to_string(all_).size() + 5));
  std::fflush(stderr);
}

void Progress::show(int done) const {
  if (!terminal_) return;
  tell(fmt::format("\r{} of {} {}", done, all_, what_));
  std::fflush(stderr);
}

}  // namespace rda::process
