// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/fast/ports.h"
#include "sim/fast/timeline.h"

namespace rda::sim::fast {

/// Evenly spaced firings in a pipeline that make tokens of the same outputs.
struct Pending {
  Cycle due;  ///< when the first of them reaches the end, in cycles in which the pipeline moved
  Cycle step;
  std::int64_t count;
  Ports made;
};

/// The firings in a pipeline that made tokens, oldest first. Others cannot hold it.
class Pipeline {
 public:
  explicit Pipeline(Cycle latency) : ring_(std::bit_ceil(static_cast<std::size_t>(latency) + 2)) {}

  bool empty() const { return size_ == 0; }
  std::size_t size() const { return size_; }
  const Pending& front() const { return ring_[head_]; }
  const Pending& operator[](std::size_t n) const { return ring_[(head_ + n) & mask()]; }

  /// Adds firings that are due after all others.
  void push(Row due, Ports made) {
    if (size_ != 0) {
      Pending& last = ring_[(head_ + size_ - 1) & mask()];
      const Cycle gap = due.first - last.due - (last.count - 1) * last.step;
      if (last.made == made && (last.count == 1 || gap == last.step) &&
          (due.count == 1 || due.step == gap)) {
        last.step = gap;
        last.count += due.count;
        return;
      }
    }
    if (size_ == ring_.size()) grow();
    ring_[(head_ + size_++) & mask()] = {due.first, due.step, due.count, made};
  }
  /// Drops the first `count` of the front's firings.
  void pop(std::int64_t count) {
    Pending& front = ring_[head_];
    front.due += count * front.step;
    front.count -= count;
    if (front.count > 0) return;
    head_ = (head_ + 1) & mask();
    --size_;
  }
  void skip(Cycle cycles) {
    for (std::size_t n = 0; n < size_; ++n) ring_[(head_ + n) & mask()].due += cycles;
  }

 private:
  std::size_t mask() const { return ring_.size() - 1; }
  void grow() {
    std::vector<Pending> larger(2 * ring_.size());
    for (std::size_t n = 0; n < size_; ++n) larger[n] = (*this)[n];
    ring_ = std::move(larger);
    head_ = 0;
  }

  std::vector<Pending> ring_;
  std::size_t head_ = 0, size_ = 0;
};

}  // namespace rda::sim::fast
