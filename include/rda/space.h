// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "rda/describe.h"

namespace rda {

// Loop nests and boxes in them, which say in which firings of a program a port moves a token.
// Implements `where` and `level` (docs/timing-model.md, "Programs").

/// The largest count of points. Larger counts saturate at this number.
inline constexpr std::int64_t kUncountable = std::numeric_limits<std::int64_t>::max();

/// The loop indices of one firing, innermost first.
using Index = std::span<const std::int64_t>;

/// Half-open range [lo, hi) of loop indices.
struct Extent {
  std::int64_t lo = 0, hi = 0;
  std::int64_t size() const { return hi > lo ? hi - lo : 0; }
  bool contains(std::int64_t i) const { return lo <= i && i < hi; }
  friend bool operator==(const Extent&, const Extent&) = default;
};

/// Half-open range [lo, hi) of the indices of one loop, which it names.
struct Bound {
  int loop = 0;
  std::int64_t lo = 0, hi = 0;
  friend bool operator==(const Bound&, const Bound&) = default;
  static void describe(auto& self, auto& visit) {
    visit("loop", self.loop, Range{0, 15}, Doc{"loop, 0 is the innermost"});
    visit("lo", self.lo, Range{0}, Doc{"first index"});
    visit("hi", self.hi, Range{0}, Doc{"index after the last"});
  }
};

/// A loop nest: the extents of its loops, innermost first. Its points are the firings of a program,
/// in this order.
struct Space {
  std::vector<std::int64_t> extents;

  std::size_t rank() const { return extents.size(); }
  /// Number of points; 1 without loops.
  std::int64_t points() const;
  /// Indices of point n, innermost first.
  std::vector<std::int64_t> index_of(std::int64_t n) const;
  /// Writes the indices of point n into `index`, innermost first.
  void index_of(std::int64_t n, std::vector<std::int64_t>& index) const;
  /// Number of the iteration of the loops at and above `level`; 0 if there are no such loops.
  std::int64_t item_of(int level, Index index) const;
  friend bool operator==(const Space&, const Space&) = default;
};

/// The points of a space whose indices lie inside every bound. Loops without a bound are
/// unrestricted.
struct Bounds {
  std::vector<Bound> bounds;

  Bounds() = default;
  Bounds(std::initializer_list<Bound> list) : bounds(list) {}
  bool is_whole() const { return bounds.empty(); }
  bool contains(Index index) const {
    for (const Bound& bound : bounds)
      if (const std::int64_t i = index[static_cast<std::size_t>(bound.loop)];
          i < bound.lo || i >= bound.hi)
        return false;
    return true;
  }
  void add(const Bound& bound) { bounds.push_back(bound); }
  friend bool operator==(const Bounds&, const Bounds&) = default;
};

/// Bounds resolved for one space: one range of indices for each of its loops.
class Box {
 public:
  Box() = default;
  /// All of the space.
  explicit Box(const Space& space);
  /// The points of the space inside the bounds. Bounds of loops that do not exist are ignored.
  Box(const Space& space, const Bounds& bounds) : Box(space) { clip(bounds); }

  std::size_t rank() const { return ranges_.size(); }
  const Extent& operator[](std::size_t loop) const { return ranges_[loop]; }
  const std::vector<Extent>& ranges() const { return ranges_; }

  /// Removes the points that lie outside the bounds.
  Box& clip(const Bounds& bounds);
  bool contains(Index index) const;
  bool is_empty() const { return count() == 0; }
  /// Number of points.
  std::int64_t count() const { return count_from(0); }
  /// Number of iterations of the loops at and above `level` in which the box has points.
  std::int64_t count_from(int level) const;
  /// Number of the first n points of `space` that are in the box. Requires a box of that space.
  std::int64_t count_before(const Space& space, std::int64_t n) const;

  /// Whether every loop below `level` is at its last index in the box.
  bool is_last_below(int level, Index index) const;
  /// The points for which is_last_below holds.
  Box last_below(int level) const;

  friend Box intersection(const Box& a, const Box& b);
  friend bool operator==(const Box&, const Box&) = default;

 private:
  std::vector<Extent> ranges_;
};

/// The points in both boxes.
Box intersection(const Box& a, const Box& b);
/// Whether a point is in both boxes.
inline bool meet(const Box& a, const Box& b) { return !intersection(a, b).is_empty(); }
/// Whether every point of `box` is in one of `parts`. Requires that no two parts have a common
/// point.
bool covered(const Box& box, const std::vector<Box>& parts);

}  // namespace rda
