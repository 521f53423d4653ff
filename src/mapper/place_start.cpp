// SPDX-License-Identifier: Apache-2.0
#include "mapper/place_start.h"

#include <algorithm>
#include <limits>

#include "rda/check.h"

namespace rda::mapper {
namespace {

class Starter {
 public:
  Starter(const PlaceProblem& problem, std::vector<Site> fixed)
      : problem_(problem),
        sites_(std::move(fixed)),
        free_(problem.kind_at.size(), 1),
        pull_(problem.movable.size(), 0),
        placed_(problem.movable.size(), 0) {}

  std::vector<Site> run() {
    for (int next = strongest(); next >= 0; next = strongest()) put(next);
    return std::move(sites_);
  }

 private:
  // How strongly a net joins two of its units.
  static std::int64_t strength(const PlaceNet& net) {
    return 64 * (net.wire + 8 * net.delay) / static_cast<std::int64_t>(net.units.size());
  }

  int strongest() const {
    int best = -1;
    for (std::size_t u = 0; u < pull_.size(); ++u)
      if (problem_.movable[u] && !placed_[u] &&
          (best < 0 || pull_[u] > pull_[static_cast<std::size_t>(best)]))
        best = static_cast<int>(u);
    return best;
  }

  void put(int unit) {
    const auto u = static_cast<std::size_t>(unit);
    std::int64_t least = std::numeric_limits<std::int64_t>::max();
    int chosen = -1;
    for (std::size_t at = 0; at < free_.size(); ++at) {
      if (!free_[at] || problem_.kind_at[at] != problem_.kind[u]) continue;
      const std::int64_t far = remoteness(unit, site(static_cast<int>(at)));
      if (far < least) {
        least = far;
        chosen = static_cast<int>(at);
      }
    }
    RDA_CHECK(chosen >= 0);
    sites_[u] = site(chosen);
    free_[static_cast<std::size_t>(chosen)] = 0;
    placed_[u] = 1;
    for (const int n : problem_.nets_of[u]) {
      const PlaceNet& net = problem_.nets[static_cast<std::size_t>(n)];
      for (const int other : net.units) pull_[static_cast<std::size_t>(other)] += strength(net);
    }
  }

  // Weighted distance to what is placed, and, to break ties, to the middle of the grid.
  std::int64_t remoteness(int unit, Site at) const {
    std::int64_t far = distance(at, {problem_.open.row / 2, problem_.open.col / 2});
    for (const int n : problem_.nets_of[static_cast<std::size_t>(unit)]) {
      const PlaceNet& net = problem_.nets[static_cast<std::size_t>(n)];
      for (const int other : net.units)
        if (placed_[static_cast<std::size_t>(other)])
          far += strength(net) * distance(at, sites_[static_cast<std::size_t>(other)]);
    }
    return far;
  }

  Site site(int at) const { return {at / problem_.cols, at % problem_.cols}; }

  const PlaceProblem& problem_;
  std::vector<Site> sites_;
  std::vector<char> free_;
  std::vector<std::int64_t> pull_;
  std::vector<char> placed_;
};

}  // namespace

std::vector<Site> greedy_start(const PlaceProblem& problem, std::vector<Site> fixed) {
  return Starter(problem, std::move(fixed)).run();
}

}  // namespace rda::mapper
