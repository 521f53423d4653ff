// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <deque>
#include <vector>

#include "rda/check.h"
#include "sim/memory/burst.h"

namespace rda::sim {

/// The bursts that have arrived at a channel and wait for its queue: a line for each address
/// generator. One burst a core cycle enters the queue, in round-robin order.
class Arrivals {
 public:
  struct Waiting {
    Cycle arrival;
    Burst burst;
  };
  explicit Arrivals(int generators) : lines_(static_cast<std::size_t>(generators)) {}

  /// Bursts of a generator arrive in ascending order of cycles.
  void add(Cycle arrival, const Burst& burst) {
    auto& line = lines_[static_cast<std::size_t>(burst.generator)];
    RDA_CHECK(line.empty() || line.back().arrival <= arrival);
    line.push_back({arrival, burst});
    ++waiting_;
  }
  bool empty() const { return waiting_ == 0; }
  /// The cycle in which the next burst enters a queue with room from cycle `room` on; kNoCycle if
  /// none waits.
  Cycle next(Cycle room) const {
    if (waiting_ == 0) return kNoCycle;
    Cycle first = kNoCycle;
    for (const auto& line : lines_)
      if (!line.empty()) first = std::min(first, line.front().arrival);
    return std::max({first, room, last_ + 1});
  }
  /// The burst that enters in this cycle: of the first generator behind the last one.
  Burst take(Cycle cycle) {
    for (std::size_t n = 1;; ++n) {
      const std::size_t g = (turn_ + n) % lines_.size();
      if (lines_[g].empty() || lines_[g].front().arrival > cycle) continue;
      const Burst burst = lines_[g].front().burst;
      lines_[g].pop_front();
      --waiting_;
      turn_ = g;
      last_ = cycle;
      return burst;
    }
  }

  std::vector<std::deque<Waiting>>& lines() { return lines_; }
  const std::vector<std::deque<Waiting>>& lines() const { return lines_; }
  std::size_t turn() const { return turn_; }
  void shift(Cycle cycles) {
    last_ += cycles;
    for (auto& line : lines_)
      for (Waiting& waiting : line) waiting.arrival += cycles;
  }

 private:
  std::vector<std::deque<Waiting>> lines_;  ///< by generator
  std::size_t waiting_ = 0;
  std::size_t turn_ = lines_.size() - 1;  ///< generator of the last burst that entered
  Cycle last_ = -1;                       ///< cycle in which it entered
};

}  // namespace rda::sim
