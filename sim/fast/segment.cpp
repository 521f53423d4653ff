// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/segment.h"

#include <bit>

namespace rda::sim::fast {

Segment::Segment(const Shape& shape)
    : delay_(Cycle{shape.links} * shape.hop_latency),
      capacity_(std::int64_t{2} * shape.hop_latency * (shape.links - 1) + shape.depth),
      counts_((shape.to_switch ? shape.links : shape.links - 1) >= kFirstInner),
      // A bottomless segment has no link between switches, so old pops are not needed.
      needs_(shape.depth == kBottomless
                 ? 2 * kAhead
                 : static_cast<std::uint64_t>(3 * capacity_ + kCountedAtOnce + kAhead + 2)),
      shape_(shape) {
  own_.resize(needs_);
  out_.resize(needs_);
  for (std::int64_t i = 0; i < shape.initial; ++i) put(-delay_, 1);
}

void Segment::assure(Cycle first, std::int64_t tokens, Cycle ahead) {
  assured_ = tokens;
  assured_from_ = first;
  needs_ += static_cast<std::uint64_t>(ahead);
  own_.resize(needs_);
  out_.resize(needs_);
}

void Segment::follow(Segment& before) {
  in_ = &before.out_;
  before.out_.resize(std::max(needs_, before.needs_) + kAhead);
  own_ = {};
}

void Ring::resize(std::uint64_t at_least) {
  const std::uint64_t size = std::bit_ceil(at_least);
  if (size <= times.size()) return;
  std::vector<Cycle> larger(size);
  for (std::int64_t n = std::max<std::int64_t>(0, count - std::ssize(times)); n < count; ++n)
    larger[static_cast<std::uint64_t>(n) & (size - 1)] = at(n);
  times = std::move(larger);
  mask = size - 1;
}

}  // namespace rda::sim::fast
