// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "mapper/place_problem.h"
#include "mapper/place_timing.h"

namespace rda::mapper {

/// A placement and its cost, kept up to date swap by swap.
///
/// Cost = Σ over nets  wire · (expected links of its tree) · (1 + crowding of its bounding box)
///                   + delay · (8 L + L²) + 16 · X²,  L the longest writer–reader distance,
/// X what the longest way around the recurrence through the net (PlaceTiming) has beyond three
/// quarters of what the longest of all would be with endless FIFOs. The expected links are half the
/// bounding box's perimeter times a factor that grows with the number of ends (Cheng, ICCAD'94). L²
/// because the slowest of parallel paths sets the pace. Crowding is how much the nets' expected
/// links go beyond what the tracks carry easily; it and the ways are taken afresh at each
/// temperature.
class Placement {
 public:
  /// @param crowding  PlaceOptions::crowding
  Placement(const PlaceProblem& problem, IdVector<UnitId, Site> sites, int crowding);

  std::int64_t cost() const { return cost_; }
  Site site(UnitId unit) const { return sites_[unit]; }
  /// The movable unit at a site, or none.
  UnitId unit_at(Site site) const { return unit_at_[at(site)]; }

  /// Moves `unit` to `site`, and what is there to where it was. Returns the change in cost.
  std::int64_t swap(UnitId unit, Site site);
  /// Takes the last swap back.
  void undo();
  /// Swaps and measures the ways around the recurrence anew; takes both back unless the cost, to
  /// which the longest way then adds, has become lower. Takes hundreds of times what swap() does.
  bool improve(UnitId unit, Site site);
  /// Whether a way through the unit is nearly the longest.
  bool is_critical(UnitId unit) const;
  /// Measures crowding and the ways around the recurrence anew.
  void update();

 private:
  struct Box {
    Site low, high;
  };
  struct Changed {
    NetId net;
    std::int64_t before;
  };

  std::size_t at(Site site) const {
    return static_cast<std::size_t>(site.row * problem_.cols + site.col);
  }
  void exchange(UnitId unit, UnitId other, Site from, Site to);
  void touch(UnitId unit);
  Box box(const PlaceNet& net) const;
  std::int64_t net_cost(const PlaceNet& net) const;
  std::int64_t delay_cost(const PlaceNet& net) const;
  void update_costs();
  void update_crowding();
  std::int64_t crowding(TokenKind kind, const Box& box) const;

  const PlaceProblem& problem_;
  const std::int64_t crowding_price_;
  IdVector<UnitId, Site> sites_;
  std::vector<UnitId> unit_at_;  // of each site
  IdVector<NetId, std::int64_t> net_cost_;
  std::int64_t cost_ = 0;

  std::vector<Changed> changed_;  // nets of the last swap
  IdVector<NetId, int> stamp_;    // the last swap that touched it
  int swaps_ = 0;
  UnitId last_unit_, last_other_;
  Site last_from_, last_to_;
  std::int64_t last_cost_ = 0;

  PlaceTiming timing_;
  int easy_way_ = 0;                // ways around the recurrence up to this long cost nothing
  mutable std::vector<int> links_;  // of the net under way, from its writer to each unit
  std::vector<std::vector<std::int64_t>> crowding_sums_;  // per kind, [rows + 1][cols + 1]
};

/// Links that a tree of `ends` ends is expected to take, in 64ths of half its bounding box's
/// perimeter.
int tree_factor(std::size_t ends);

}  // namespace rda::mapper
