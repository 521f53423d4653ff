// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "rda/mapping.h"
#include "sim/fast/ports.h"

namespace rda::sim::fast {

/// Consecutive firings that take the same tokens, in rows: the last firing of a row may make other
/// tokens than the others.
struct Stretch {
  std::int64_t firings = 0;
  std::int64_t every = 0;  ///< firings per row
  std::int64_t row = 0;    ///< firings in the first row, of which some may be over
  Ports needed;            ///< inputs inside their `where`
  Ports popped;            ///< inputs whose token is used for the last time
  Ports made;              ///< outputs that make a token in the other firings
  Ports last;              ///< outputs that make a token in the last firing of a row
  /// The outputs that make a token in firing n, from 0.
  Ports made_by(std::int64_t n) const { return (n + every - row + 1) % every == 0 ? last : made; }
  /// Drops the first n firings.
  void skip(std::int64_t n) {
    firings -= n;
    row = (row + every - 1 - n % every) % every + 1;
  }
};

/// Enumerates the firings of a program in stretches, without visiting every firing.
///
/// Let the inner loop be the innermost loop on which some port depends, by its `where` or its
/// level. Loops below it change nothing, so a stretch consists of whole iterations of the inner
/// loop, up to the next index at which some port changes. A sweep is one pass through the inner
/// loop. Its stretches are those of the sweep before, unless a loop around the inner loop has
/// reached an index at which some port changes. If a sweep is a single stretch, all sweeps up to
/// there are one stretch, and each is a row of it.
class LoopNest {
 public:
  static constexpr std::int64_t kMostGap = std::int64_t{1} << 24;

  explicit LoopNest(const Program& program);

  std::int64_t firings() const { return firings_; }
  /// The next stretch; it has no firings after the last one.
  Stretch next() {
    if (at_ == sweep_.size() && !start_sweep()) return {};
    return sweep_[at_++];
  }
  /// The stretch from firing n < firings() on; next() returns the one after it.
  Stretch seek(std::int64_t n);
  /// Whether all firings take and make the same tokens.
  bool is_uniform() const { return inner_ == loops_.size(); }
  /// Least number of firings from one that makes a token of this output to the next one; at most
  /// kMostGap, because no caller looks further ahead.
  std::int64_t gap(std::size_t output) const { return gaps_[output]; }
  /// Whether every firing takes a token of this input.
  bool always_takes(std::size_t input) const { return always_.popped.has(input); }
  /// Firings of one iteration of the outermost loop.
  std::int64_t round() const { return round_; }
  /// The end of the iterations of the outermost loop around firing n in which every port behaves
  /// alike, as the number of the first firing after them.
  std::int64_t alike_until(std::int64_t n) const;
  /// The first firing of these iterations.
  std::int64_t alike_from(std::int64_t n) const;

 private:
  /// Indices [lo, hi) of a loop.
  struct Extent {
    std::size_t loop;
    std::int64_t lo, hi;
  };
  /// The loops on which a port depends.
  struct PortBounds {
    std::size_t port;           ///< its number
    std::vector<Extent> where;  ///< of the loops that its `where` restricts
    std::vector<Extent> lasts;  ///< of the loops below its level; the last index is hi − 1
  };
  PortBounds bounds_of(const Box& where, int level, std::size_t number);
  bool inside(const PortBounds& port) const;
  bool last(const PortBounds& port) const;
  bool start_sweep();
  bool step_outer_loops();
  void make_sweep();
  void join_stretches();
  void join_sweeps();
  /// Indices of a loop at which some port changes, in no order.
  std::vector<std::int64_t> changes_of(std::size_t loop) const;
  void find_outer_changes(const Program& program);

  PortSets sets_;
  std::vector<std::int64_t> loops_;
  Stretch always_;                            ///< ports that take part in every firing
  std::vector<PortBounds> inputs_, outputs_;  ///< ports that do not take part in every firing
  /// Indices of loop `inner_` at which some port changes, ascending; 0 and its end as well.
  std::vector<std::int64_t> changes_ = {0};
  /// By loop, the indices at which some port changes.
  std::vector<std::vector<std::int64_t>> changes_of_;
  /// Iterations of the outermost loop at which some port or access changes, ascending; 0 and its
  /// end as well.
  std::vector<std::int64_t> outer_changes_ = {0};
  std::vector<std::int64_t> gaps_;  ///< by output
  std::int64_t firings_ = 1, round_ = 1;
  std::size_t inner_;            ///< innermost loop on which any port depends
  std::size_t outer_;            ///< the next loop on which any port depends
  std::int64_t inner_size_ = 1;  ///< firings of one iteration of loop `inner_`
  /// The stretches of one sweep through loop `inner_`, and the number of the next one.
  std::vector<Stretch> sweep_;
  std::size_t at_ = 0;
  std::size_t stepped_ = 0;  ///< innermost loop that advances after the sweep
  /// Indices of the sweep's first firing; 0 for loops below `inner_`.
  std::vector<std::int64_t> index_;
};

}  // namespace rda::sim::fast
