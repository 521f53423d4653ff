// SPDX-License-Identifier: Apache-2.0
#include "mapper/place_start.h"

#include <algorithm>
#include <limits>

#include "rda/check.h"

namespace rda::mapper {
namespace {

class Starter {
 public:
  Starter(const PlaceProblem& problem, IdVector<UnitId, Site> fixed)
      : problem_(problem),
        sites_(std::move(fixed)),
        free_(problem.kind_at.size(), 1),
        pull_(problem.movable.size(), 0),
        placed_(problem.movable.size(), 0) {}

  IdVector<UnitId, Site> run() {
    for (UnitId next = strongest(); next.exists(); next = strongest()) put(next);
    return std::move(sites_);
  }

 private:
  // How strongly a net joins two of its units.
  static std::int64_t strength(const PlaceNet& net) {
    return 64 * (net.wire + 8 * net.delay) / static_cast<std::int64_t>(net.units.size());
  }

  UnitId strongest() const {
    UnitId best;
    for (const UnitId unit : pull_.ids())
      if (problem_.movable[unit] && !placed_[unit] && (!best.exists() || pull_[unit] > pull_[best]))
        best = unit;
    return best;
  }

  void put(UnitId unit) {
    std::int64_t least = std::numeric_limits<std::int64_t>::max();
    int chosen = -1;
    for (std::size_t at = 0; at < free_.size(); ++at) {
      if (!free_[at] || problem_.kind_at[at] != problem_.kind[unit]) continue;
      const std::int64_t far = remoteness(unit, site(static_cast<int>(at)));
      if (far < least) {
        least = far;
        chosen = static_cast<int>(at);
      }
    }
    RDA_CHECK(chosen >= 0);
    sites_[unit] = site(chosen);
    free_[static_cast<std::size_t>(chosen)] = 0;
    placed_[unit] = 1;
    for (const NetId n : problem_.nets_of[unit]) {
      const PlaceNet& net = problem_.nets[n];
      for (const UnitId other : net.units) pull_[other] += strength(net);
    }
  }

  // Weighted distance to the placed units, plus the distance to the middle of the grid to break
  // ties.
  std::int64_t remoteness(UnitId unit, Site at) const {
    std::int64_t far = distance(at, {problem_.open.row / 2, problem_.open.col / 2});
    for (const NetId n : problem_.nets_of[unit]) {
      const PlaceNet& net = problem_.nets[n];
      for (const UnitId other : net.units)
        if (placed_[other]) far += strength(net) * distance(at, sites_[other]);
    }
    return far;
  }

  Site site(int at) const { return {at / problem_.cols, at % problem_.cols}; }

  const PlaceProblem& problem_;
  IdVector<UnitId, Site> sites_;
  std::vector<char> free_;  // by site
  IdVector<UnitId, std::int64_t> pull_;
  IdVector<UnitId, char> placed_;
};

}  // namespace

IdVector<UnitId, Site> greedy_start(const PlaceProblem& problem, IdVector<UnitId, Site> fixed) {
  return Starter(problem, std::move(fixed)).run();
}

}  // namespace rda::mapper
