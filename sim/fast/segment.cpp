// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/segment.h"

#include <algorithm>
#include <cassert>

#include "rda/check.h"

namespace rda::sim::fast {

Segment::Segment(const Shape& shape)
    : delay_(Cycle{shape.links} * shape.hop_latency),
      capacity_(std::int64_t{2} * shape.hop_latency * (shape.links - 1) + shape.depth),
      counts_((shape.to_switch ? shape.links : shape.links - 1) >= kFirstInner),
      crossed_before_(counts_ ? static_cast<std::size_t>(shape.links) + 1 : 0),
      counts_out_(counts_ ? static_cast<std::size_t>(shape.links) + 1 : 0),
      shape_(shape) {
  if (shape.initial > 0) put({-delay_, 0, shape.initial});
}

void Segment::follow(Segment& before) {
  in_ = &before.out_;
  before.followers_.push_back(this);
}

/// The first put that is still asked for.
std::int64_t Segment::oldest_put() const {
  return std::max<std::int64_t>(0, std::min({puts(), taken_, counted_}) - 1);
}

/// The first pop that is still asked for: of a token whose room is needed, or on which a wait
/// depends that is not counted yet.
std::int64_t Segment::oldest_pop() const {
  std::int64_t oldest = std::min({taken_, puts(), counted_}) - 1;
  if (shape_.depth != kBottomless) oldest -= capacity_;
  for (const Segment* follower : followers_) oldest = std::min(oldest, follower->oldest_put());
  return std::max<std::int64_t>(0, oldest);
}

void Segment::put(const Row& row) {
  assert(in_ == &own_);
  if (!own_.has_place()) {
    count_waits();
    own_.make_place(oldest_put());
  }
  own_.append(row);
}

void Segment::add_pops(const Row& row) {
  if (!out_.has_place()) {
    count_waits();
    out_.make_place(oldest_pop());
  }
  out_.append(row);
}

void Segment::pop(const Row& row) {
  const std::int64_t known = std::min(pops() - taken_, row.count);
  RDA_CHECK(kept_promise(row, known));
  if (known < row.count) add_pops({row.at(known), row.step, row.count - known});
  taken_ += row.count;
}

}  // namespace rda::sim::fast
