// SPDX-License-Identifier: Apache-2.0
#include "mapper/place.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <unordered_set>

#include "base/random.h"
#include "mapper/place_cost.h"
#include "mapper/place_start.h"
#include "mapper/place_timing.h"
#include "rda/error.h"

namespace rda::mapper {
namespace {

// exp(−k/16) · 2^32, by repeated multiplication with exp(−1/16): integers, the same everywhere.
constexpr std::array<std::uint64_t, 161> make_acceptance() {
  std::array<std::uint64_t, 161> table{};
  table[0] = std::uint64_t{1} << 32;
  for (std::size_t k = 1; k < table.size(); ++k)
    table[k] = (table[k - 1] * 4034748382ull + (1ull << 31)) >> 32;
  return table;
}
constexpr auto kAcceptance = make_acceptance();

class Annealer {
 public:
  Annealer(const PlaceProblem& problem, Placement& placement, const PlaceOptions& options)
      : problem_(problem),
        placement_(placement),
        effort_(options.effort),
        random_(static_cast<std::uint64_t>(options.seed)) {
    for (const UnitId unit : problem.movable.ids())
      if (problem.movable[unit] && !problem.nets_of[unit].empty()) units_.push_back(unit);
    reach_ = std::max(problem.open.row, problem.open.col);
    for (const PlaceNet& net : problem.nets) ends_ += std::ssize(net.units);
    moves_ = 10 * options.effort * static_cast<int>(units_.size());
  }

  void run() {
    if (units_.empty()) return;
    temperature_ = first_temperature();
    while (temperature_ > kColdest) {
      placement_.update();
      cool(anneal());
    }
    temperature_ = 0;
    for (int pass = 0; pass < 2; ++pass) {
      placement_.update();
      anneal();
    }
    placement_.update();
    tighten();
  }

 private:
  static constexpr std::int64_t kColdest = 8 * 16;  // in 16ths of the cost
  // Most moves of tighten(): per unit of effort; and as a bound of moves · ends of all nets.
  static constexpr std::int64_t kExactMoves = 2500, kExactWork = 60'000'000;

  // Temperatures are in 16ths of the cost.
  bool accept(std::int64_t change) {
    if (change <= 0) return true;
    if (temperature_ == 0) return false;
    const std::int64_t k = change * 256 / temperature_;  // in 16ths of the temperature
    return k < static_cast<std::int64_t>(kAcceptance.size()) &&
           (random_.next() >> 32) < kAcceptance[static_cast<std::size_t>(k)];
  }

  // A quarter of the mean change in cost of a random move: hot enough to improve the greedy start,
  // too cold to destroy it.
  std::int64_t first_temperature() {
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < 4 * units_.size(); ++i) {
      Site site;
      const UnitId unit = pick();
      if (!random_target(unit, site)) continue;
      sum += std::abs(placement_.swap(unit, site));
      placement_.undo();
    }
    return std::max<std::int64_t>(kColdest + 1,
                                  16 * sum / static_cast<std::int64_t>(4 * units_.size()) / 4);
  }

  UnitId pick() { return one_of(units_); }

  template <class T>
  T one_of(const std::vector<T>& all) {
    return all[static_cast<std::size_t>(below(static_cast<int>(all.size())))];
  }

  // In [0, n). Not exactly uniform, which saves a division.
  int below(int n) {
    return static_cast<int>(((random_.next() >> 32) * static_cast<std::uint64_t>(n)) >> 32);
  }
  // In [lo, hi].
  int between(int lo, int hi) { return lo + below(hi - lo + 1); }

  // Makes moves_ moves at this temperature. Returns the accepted moves per thousand.
  int anneal() {
    std::int64_t accepted = 0;
    for (int i = 0; i < moves_; ++i) {
      const UnitId unit = pick();
      Site site;
      const bool found =
          below(4) == 0 ? target_near_partner(unit, site) : random_target(unit, site);
      if (!found) continue;
      if (accept(placement_.swap(unit, site)))
        ++accepted;
      else
        placement_.undo();
    }
    return static_cast<int>(1000 * accepted / moves_);
  }

  // Moves units on the longest paths around the recurrence, with Placement::improve(). Until a move
  // succeeds, one that has failed fails again.
  void tighten() {
    std::unordered_set<std::uint64_t> failed;
    const std::int64_t tries = std::min<std::int64_t>(kExactMoves * effort_, kExactWork / ends_);
    for (std::int64_t i = 0; i < tries; ++i) {
      const UnitId unit = pick();
      Site site;
      if (!placement_.is_critical(unit) && below(8) != 0) continue;
      const bool found = below(2) == 0 ? target_near_partner(unit, site)
                                       : random_near(unit, placement_.site(unit), 4, site);
      if (!found || failed.contains(exchange(unit, site))) continue;
      if (placement_.improve(unit, site))
        failed.clear();
      else
        failed.insert(exchange(unit, site));
    }
  }

  // Names the sites whose units a move exchanges.
  std::uint64_t exchange(UnitId unit, Site site) const {
    const auto [one, other] =
        std::minmax({problem_.number_of(placement_.site(unit)), problem_.number_of(site)});
    return std::uint64_t{one} << 32 | other;
  }

  // VPR's schedule (Betz and Rose, FPL'97): cools fast while nearly all or nearly no moves are
  // accepted, and sets the range of moves such that 44 % are accepted.
  void cool(int accepted) {
    const int factor = accepted > 960 ? 500 : accepted > 800 ? 900 : accepted > 150 ? 950 : 800;
    temperature_ = temperature_ * factor / 1000;
    reach_ = std::clamp(reach_ * (1000 - 440 + accepted) / 1000, 2,
                        std::max(problem_.open.row, problem_.open.col));
  }

  bool usable(UnitId unit, Site site) const {
    if (site.row < 0 || site.col < 0 || site.row >= problem_.rows || site.col >= problem_.cols)
      return false;
    return site != placement_.site(unit) &&
           problem_.kind_at[problem_.number_of(site)] == problem_.kind[unit];
  }

  // A random site of the unit's kind within `reach` of `centre`. False if 8 tries find none.
  bool random_near(UnitId unit, Site centre, int reach, Site& site) {
    for (int tries = 0; tries < 8; ++tries) {
      site = {between(std::max(0, centre.row - reach),
                      std::min(problem_.open.row - 1, centre.row + reach)),
              between(std::max(0, centre.col - reach),
                      std::min(problem_.open.col - 1, centre.col + reach))};
      if (usable(unit, site)) return true;
    }
    return false;
  }

  bool random_target(UnitId unit, Site& site) {
    return random_near(unit, placement_.site(unit), reach_, site);
  }

  // A site within 2 rows and columns of another end of one of the unit's nets.
  bool target_near_partner(UnitId unit, Site& site) {
    const std::vector<NetId>& nets = problem_.nets_of[unit];
    const UnitId partner = one_of(problem_.nets[one_of(nets)].units);
    return partner != unit && random_near(unit, placement_.site(partner), 2, site);
  }

  const PlaceProblem& problem_;
  Placement& placement_;
  const int effort_;
  Random random_;
  std::int64_t ends_ = 0;      // of all nets
  std::vector<UnitId> units_;  // movable units with nets
  std::int64_t temperature_ = 0;
  int reach_ = 0;
  int moves_ = 0;
};

void check_sites(const PlaceProblem& problem, UnitKind kind, std::string_view what) {
  std::int64_t needed = 0;
  for (const UnitId unit : problem.movable.ids())
    needed += problem.movable[unit] && problem.kind[unit] == kind;
  const std::int64_t available = std::ranges::count(problem.kind_at, kind);
  if (needed > available)
    throw MappingError("grid", fmt::format("{} {}s needed, {} available", needed, what, available));
}

}  // namespace

void place(const Chip& chip, Mapping& mapping, const PlaceOptions& options) {
  PlaceProblem problem = make_problem(chip, mapping, options.region, options.one_step);
  if (problem.one_step && !can_be_sustained(problem))
    problem = make_problem(chip, mapping, options.region, false);
  check_sites(problem, UnitKind::pcu, "PCU");
  check_sites(problem, UnitKind::pmu, "PMU");
  IdVector<UnitId, Site> sites;
  for (const Unit& unit : mapping.units) sites.push_back(unit.site());
  Placement placement(problem, greedy_start(problem, std::move(sites)), options.crowding);
  Annealer(problem, placement, options).run();
  for (const UnitId unit : mapping.units.ids()) mapping.units[unit].put_at(placement.site(unit));
}

}  // namespace rda::mapper
