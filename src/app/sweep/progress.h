// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>

#include "sweep/tally.h"

namespace rda::app {

/// Says on stderr how far a sweep is: a line that is written over and over on a terminal, a line a
/// minute otherwise.
class SweepProgress {
 public:
  /// How often to call show() at least.
  static constexpr std::chrono::milliseconds kInterval{1000};

  /// @param tally  of all points, before any of them runs
  explicit SweepProgress(const sweep::Tally& tally);
  SweepProgress(const SweepProgress&) = delete;
  SweepProgress& operator=(const SweepProgress&) = delete;
  ~SweepProgress();  ///< takes the line away

  /// A point has ended.
  void count(sweep::Status status);
  /// Says it, if it is time to.
  void show();
  const sweep::Tally& tally() const { return tally_; }

 private:
  using Clock = std::chrono::steady_clock;
  std::string line() const;

  sweep::Tally tally_;
  const std::int64_t known_before_;
  const bool terminal_;
  const Clock::time_point begin_;
  Clock::time_point shown_;
};

}  // namespace rda::app
