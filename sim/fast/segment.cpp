// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/segment.h"

namespace rda::sim::fast {

Segment::Segment(const Shape& shape)
    : delay_(Cycle{shape.links} * shape.hop_latency),
      capacity_(std::int64_t{2} * shape.hop_latency * (shape.links - 1) + shape.depth),
      mask_(shape.depth == kBottomless
                ? 15
                : std::bit_ceil(2 * static_cast<std::uint64_t>(capacity_) + 2) - 1),
      counts_((shape.to_switch ? shape.links : shape.links - 1) >= kFirstInner),
      times_(mask_ + 1),
      shape_(shape) {
  for (std::int64_t i = 0; i < shape.initial; ++i) put(-delay_, 1);
}

void Segment::assure(Cycle first, std::int64_t tokens, Cycle ahead) {
  assured_ = tokens;
  head_ready_ = assured_from_ = first;
  mask_ = std::bit_ceil(static_cast<std::uint64_t>(2 * capacity_ + ahead) + 2) - 1;
  times_.resize(mask_ + 1);
}

/// Only a bottomless segment gets here; it joins no switches, so old pops are not asked for.
void Segment::grow(std::uint64_t tokens) {
  std::vector<Times> larger(std::bit_ceil(tokens + 1));
  const std::uint64_t mask = larger.size() - 1;
  for (std::int64_t n = pops_; n < puts_; ++n)
    larger[static_cast<std::uint64_t>(n) & mask] = times_[at(n)];
  times_ = std::move(larger);
  mask_ = mask;
}

}  // namespace rda::sim::fast
