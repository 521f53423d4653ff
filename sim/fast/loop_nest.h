// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "rda/mapping.h"
#include "sim/fast/ports.h"

namespace rda::sim::fast {

/// A run of consecutive firings that take the same tokens, and make the same but for the last of
/// each row.
struct Stretch {
  std::int64_t firings = 0;
  std::int64_t every = 0;  ///< firings of a row
  std::int64_t row = 0;    ///< those of the first
  Ports needed;            ///< inputs inside their `where`
  Ports popped;            ///< inputs whose token is used for the last time
  Ports made;              ///< outputs that make a token
  Ports last;              ///< outputs that make one in the last firing of a row
  /// What the n-th of its firings makes.
  Ports made_by(std::int64_t n) const { return (n + every - row + 1) % every == 0 ? last : made; }
  /// Leaves out its first firings.
  void skip(std::int64_t n) {
    firings -= n;
    row = (row + every - 1 - n % every) % every + 1;
  }
};

/// Walks through a program's loop nest in runs, without looking at every firing.
///
/// Loops below the innermost one that a port depends on (its `where` or level) change nothing: a
/// run is whole iterations of that loop, up to the next index at which some port changes. The runs
/// of one sweep through that loop are those of the next one, unless a loop around it has come to an
/// index at which some port changes. Where a sweep is one run, so are all up to there: a sweep is a
/// row of it then.
class LoopNest {
 public:
  static constexpr std::int64_t kMostGap = std::int64_t{1} << 24;

  explicit LoopNest(const Program& program);

  std::int64_t firings() const { return firings_; }
  /// The next run; firings 0 after the last.
  Stretch next() {
    if (at_ == sweep_.size() && !start_sweep()) return {};
    return sweep_[at_++];
  }
  /// The run from firing n < firings() on; next() goes on behind it.
  Stretch seek(std::int64_t n);
  /// Whether all firings take and make the same tokens.
  bool is_uniform() const { return inner_ == loops_.size(); }
  /// Firings from one that makes a token of this output to the next, at least; of very long gaps
  /// it says kMostGap, which is as far as anybody looks ahead.
  std::int64_t gap(std::size_t output) const { return gaps_[output]; }
  /// Whether every firing takes a token of this input.
  bool always_takes(std::size_t input) const { return always_.popped.has(input); }
  /// Firings of one iteration of the outermost loop.
  std::int64_t round() const { return round_; }
  /// From firing n on every round is like the last, up to this firing: no port depends on which
  /// iteration of the outermost loop it is.
  std::int64_t alike_until(std::int64_t n) const;
  /// And back to this one.
  std::int64_t alike_from(std::int64_t n) const;

 private:
  struct Extent {
    std::size_t loop;
    std::int64_t lo, hi;
  };
  struct PortBounds {
    std::size_t port;           ///< its number
    std::vector<Extent> where;  ///< of loops that are restricted
    std::vector<Extent> lasts;  ///< of loops below the level: [lo, hi), last index hi − 1
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
  void find_outer_changes();

  PortSets sets_;
  std::vector<std::int64_t> loops_;
  Stretch always_;                            ///< ports that take part in every firing
  std::vector<PortBounds> inputs_, outputs_;  ///< the others
  /// Indices of loop `inner_` at which some port changes, ascending; 0 and its end as well.
  std::vector<std::int64_t> changes_ = {0};
  /// By loop, the indices at which some port changes.
  std::vector<std::vector<std::int64_t>> changes_of_;
  /// Iterations of the outermost loop at which some port changes, ascending; 0 and its end as well.
  std::vector<std::int64_t> outer_changes_ = {0};
  std::vector<std::int64_t> gaps_;  ///< by output
  std::int64_t firings_ = 1, round_ = 1;
  std::size_t inner_;            ///< innermost loop that any port depends on
  std::size_t outer_;            ///< the next one that any depends on
  std::int64_t inner_size_ = 1;  ///< firings of one iteration of it
  /// The runs of one sweep through loop `inner_`, and the next of them.
  std::vector<Stretch> sweep_;
  std::size_t at_ = 0;
  std::size_t stepped_ = 0;  ///< innermost loop that goes on behind it
  /// Of the sweep's first firing; loops below `inner_` stay 0.
  std::vector<std::int64_t> index_;
};

}  // namespace rda::sim::fast
