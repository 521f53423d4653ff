// SPDX-License-Identifier: Apache-2.0
#include "mapper/place_start.h"

#include <algorithm>
#include <limits>
#include <optional>

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
    std::optional<Site> chosen;
    for (int row = 0; row < problem_.rows; ++row)
      for (int col = 0; col < problem_.cols; ++col) {
        const Site site{row, col};
        const std::size_t number = problem_.number_of(site);
        if (!free_[number] || problem_.kind_at[number] != problem_.kind[unit]) continue;
        const std::int64_t far = remoteness(unit, site);
        if (far < least) {
          least = far;
          chosen = site;
        }
      }
    RDA_CHECK(chosen);
    sites_[unit] = *chosen;
    free_[problem_.number_of(*chosen)] = 0;
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
