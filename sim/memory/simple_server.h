// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <vector>

#include "rda/memory.h"
#include "sim/memory/burst.h"
#include "sim/memory/state_list.h"

namespace rda::sim {

/// Serves the bursts of a queue in order, at a constant rate. Times of service are in parts of a
/// core cycle: `bytes` parts are one cycle, and a byte takes `cycles` parts.
class SimpleServer {
 public:
  SimpleServer(const SimpleChannel& model, const ChannelConfig& config)
      : parts_(model.bytes),
        burst_(std::int64_t{config.burst_bytes} * model.cycles),
        latency_(model.latency),
        depth_(static_cast<std::size_t>(config.queue)) {}

  /// The first cycle in which the queue has room for another burst.
  Cycle room() const {
    return starts_.size() < depth_ ? 0 : starts_[starts_.size() - depth_] / parts_ + 1;
  }
  /// A burst enters the queue.
  void enter(Cycle cycle, const Burst& burst, std::vector<Delivery>& deliveries) {
    const std::int64_t start = std::max(cycle * parts_, free_);
    while (!starts_.empty() && starts_.front() < cycle * parts_) starts_.pop_front();
    starts_.push_back(start);
    free_ = start + burst_;
    deliveries.push_back({burst.generator, burst.id, (free_ + parts_ - 1) / parts_ + latency_});
  }
  /// Least number of cycles from the start of a burst's service to its data.
  Cycle lookahead() const { return burst_ / parts_ + latency_; }

  void note(StateList& state, Cycle now) const {
    state.push_back(std::max<std::int64_t>(free_ - now * parts_, 0));
    for (const std::int64_t start : starts_)
      if (start >= now * parts_) state.push_back(start - now * parts_);
    state.push_back(-1);
  }
  void shift(Cycle cycles) {
    free_ += cycles * parts_;
    for (std::int64_t& start : starts_) start += cycles * parts_;
  }

 private:
  const std::int64_t parts_, burst_;
  const Cycle latency_;
  const std::size_t depth_;
  std::int64_t free_ = 0;            ///< end of the last service
  std::deque<std::int64_t> starts_;  ///< of the services that begin in a cycle to come, or later
};

}  // namespace rda::sim
