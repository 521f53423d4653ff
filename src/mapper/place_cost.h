// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "mapper/place_problem.h"
#include "mapper/place_timing.h"

namespace rda::mapper {

/// A placement and its cost, which every swap updates.
///
/// Cost = Σ over nets  wire · (expected links of its tree) · (1 + crowding of its bounding box)
///                   + delay · (8 L + L²) + 16 · X²
///
/// L is the longest writer–reader distance of the net. It is squared because the slowest of
/// parallel paths sets the pace. X counts the cycles by which the longest path around the
/// recurrence through the net (PlaceTiming) exceeds 3/4 of the longest path with unlimited FIFOs,
/// at most 60. The expected links of a tree are half the perimeter of its bounding box times a
/// factor that grows with the number of ends (Cheng, ICCAD'94). Crowding is the excess of expected
/// links over those that the tracks carry without detours, relative to the latter, times a price.
/// Crowding and paths are measured by update(), which the annealer calls at each temperature.
class Placement {
 public:
  /// @param crowding  PlaceOptions::crowding
  Placement(const PlaceProblem& problem, IdVector<UnitId, Site> sites, int crowding);

  std::int64_t cost() const { return cost_; }
  Site site(UnitId unit) const { return sites_[unit]; }
  /// The movable unit at a site, or none.
  UnitId unit_at(Site site) const { return unit_at_[problem_.number_of(site)]; }

  /// Moves `unit` to `site`, and the unit at `site`, if any, to the old site. Returns the change in
  /// cost.
  std::int64_t swap(UnitId unit, Site site);
  /// Undoes the last swap().
  void undo();
  /// Swaps, and measures the paths around the recurrence again. Undoes both unless the cost plus a
  /// price of the longest path has become lower. Takes hundreds of times as long as swap(). Call
  /// after update() or improve(), not after a swap().
  bool improve(UnitId unit, Site site);
  /// Whether a path through the unit is at most 2 cycles shorter than the longest path.
  bool is_critical(UnitId unit) const;
  /// Measures crowding and the paths around the recurrence again.
  void update();

 private:
  static constexpr std::int64_t kUnit = 256;  // fixed point: one link of demand, a factor of 1

  struct Box {
    Site low, high;
    void add(Site site) {
      low = {std::min(low.row, site.row), std::min(low.col, site.col)};
      high = {std::max(high.row, site.row), std::max(high.col, site.col)};
    }
  };
  // An end of a net, and its lateness if the net is timed.
  struct NetEnd {
    UnitId unit;
    int lateness;
  };
  // What the cost of a net is computed from, kept together. Its ends are net_ends_[first …].
  struct NetShape {
    std::int64_t wire;  // price of its tree in a box of half perimeter 1
    std::int64_t delay;
    std::uint32_t first, count;
    UnitId writer;
    int skid;
    TokenKind kind;
    bool timed;
  };
  // What the cost of a net follows from.
  struct NetState {
    Box box;
    int links = 0;           // timed: L
    PlaceTiming::Ways ways;  // timed: longest paths through the net
    std::int64_t laid = 0;   // cost of its links and of its longest distance
    std::int64_t cost = 0;
  };
  struct Changed {
    NetId net;
    NetState before;
    bool measure;  // as extremes have moved
  };

  /// Number of the sum over all sites above `row` and left of `col`, in crowding_sums_.
  std::size_t number_of_sum(int row, int col) const {
    return static_cast<std::size_t>(row * (problem_.cols + 1) + col);
  }
  void exchange(UnitId unit, UnitId other, Site from, Site to);
  void move_ends(UnitId unit, Site from, Site to);
  bool follow(const NetShape& net, NetState& state, std::size_t end, Site from, Site to) const;
  void price_changed();
  Box box(const PlaceNet& net) const;
  void measure(const NetShape& net, NetState& state) const;
  void price(const NetShape& net, NetState& state) const;
  std::int64_t price_of_paths(UnitId writer, const PlaceTiming::Ways& ways) const;
  void update_costs();
  void set_changed_links();
  bool costs_less(std::int64_t limit) const;
  void update_paths();
  std::vector<std::int64_t> demand_of(TokenKind kind) const;
  void update_crowding();
  std::int64_t crowding(TokenKind kind, const Box& box) const;

  const PlaceProblem& problem_;
  const std::int64_t crowding_price_;
  IdVector<UnitId, Site> sites_;
  std::vector<UnitId> unit_at_;  // by site
  struct End {
    NetId net;
    std::size_t number;  // of the unit in the net's units
  };
  IdVector<UnitId, std::vector<End>> ends_;  // by unit
  IdVector<NetId, NetState> nets_;
  std::vector<NetId> timed_;
  IdVector<NetId, NetShape> shapes_;
  std::vector<NetEnd> net_ends_;      // of all nets, the writer of each first
  std::int64_t cost_ = 0, laid_ = 0;  // of all nets

  std::vector<Changed> changed_;  // nets of the last swap
  IdVector<NetId, int> stamp_;    // by net: its place in changed_, if it is there
  UnitId last_unit_, last_other_;
  Site last_from_, last_to_;
  std::int64_t last_cost_ = 0, last_laid_ = 0;

  PlaceTiming timing_;
  PlaceTiming::Times times_before_;  // of improve(), kept for its memory
  int easy_way_ = 0;                 // cycles of a path around the recurrence that cost nothing
  std::vector<std::vector<std::int64_t>>
      crowding_sums_;  // by TokenKind; prefix sums, [rows + 1][cols + 1]
};

/// Expected links of a tree with `ends` ends, in 64ths of half the perimeter of its bounding box.
int tree_factor(std::size_t ends);

}  // namespace rda::mapper
