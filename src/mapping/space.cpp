// SPDX-License-Identifier: Apache-2.0
#include "rda/space.h"

#include <algorithm>

namespace rda {
namespace {

std::int64_t saturating_product(std::int64_t a, std::int64_t b) {
  std::int64_t product = 0;
  return __builtin_mul_overflow(a, b, &product) ? kUncountable : product;
}

}  // namespace

std::int64_t Space::points() const { return Box(*this).count(); }

std::vector<std::int64_t> Space::index_of(std::int64_t n) const {
  std::vector<std::int64_t> index;
  index_of(n, index);
  return index;
}

void Space::index_of(std::int64_t n, std::vector<std::int64_t>& index) const {
  index.resize(extents.size());
  for (std::size_t l = 0; l < extents.size(); ++l) {
    index[l] = n % extents[l];
    n /= extents[l];
  }
}

std::int64_t Space::item_of(int level, Index index) const {
  std::int64_t item = 0;
  for (std::size_t l = extents.size(); l-- > static_cast<std::size_t>(level);)
    item = item * extents[l] + index[l];
  return item;
}

Box::Box(const Space& space) {
  ranges_.reserve(space.rank());
  for (const std::int64_t extent : space.extents) ranges_.push_back({0, extent});
}

Box& Box::clip(const Bounds& bounds) {
  for (const Bound& bound : bounds.bounds) {
    if (bound.loop < 0 || static_cast<std::size_t>(bound.loop) >= ranges_.size()) continue;
    Extent& range = ranges_[static_cast<std::size_t>(bound.loop)];
    range = {std::max(range.lo, bound.lo), std::min(range.hi, bound.hi)};
  }
  return *this;
}

bool Box::contains(Index index) const {
  for (std::size_t l = 0; l < ranges_.size(); ++l)
    if (!ranges_[l].contains(index[l])) return false;
  return true;
}

std::int64_t Box::count_from(int level) const {
  std::int64_t count = 1;
  for (std::size_t l = 0; l < ranges_.size(); ++l) {
    if (ranges_[l].size() == 0) return 0;
    if (static_cast<int>(l) >= level) count = saturating_product(count, ranges_[l].size());
  }
  return count;
}

// From the innermost loop outwards: the points in whole iterations of a loop before the index of n,
// plus the points before n in the loops inside it.
std::int64_t Box::count_before(const Space& space, std::int64_t n) const {
  std::int64_t inside = 1, all = 1, count = 0;
  for (std::size_t l = 0; l < ranges_.size(); ++l) {
    const bool outermost = l + 1 == ranges_.size();
    const std::int64_t index = outermost ? n / all : n / all % space.extents[l];
    const Extent& range = ranges_[l];
    const std::int64_t whole = std::clamp<std::int64_t>(index - range.lo, 0, range.size());
    count = whole * inside + (range.contains(index) ? count : 0);
    inside *= range.size();
    all *= space.extents[l];
  }
  return ranges_.empty() ? n : count;
}

bool Box::is_last_below(int level, Index index) const {
  const auto below = std::min(static_cast<std::size_t>(level), ranges_.size());
  for (std::size_t l = 0; l < below; ++l)
    if (index[l] != ranges_[l].hi - 1) return false;
  return true;
}

Box Box::last_below(int level) const {
  Box last = *this;
  const auto below = std::min(ranges_.size(), static_cast<std::size_t>(std::max(level, 0)));
  for (std::size_t l = 0; l < below; ++l)
    if (last.ranges_[l].size() > 0) last.ranges_[l].lo = last.ranges_[l].hi - 1;
  return last;
}

Box intersection(const Box& a, const Box& b) {
  Box both = a;
  for (std::size_t l = 0; l < both.ranges_.size(); ++l)
    both.ranges_[l] = {std::max(a[l].lo, b[l].lo), std::min(a[l].hi, b[l].hi)};
  return both;
}

bool covered(const Box& box, const std::vector<Box>& parts) {
  std::int64_t count = 0;
  for (const Box& part : parts)
    if (__builtin_add_overflow(count, intersection(box, part).count(), &count)) return false;
  return count == box.count();
}

}  // namespace rda
