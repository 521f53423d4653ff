// SPDX-License-Identifier: Apache-2.0
#include "mapper/place_cost.h"

#include <algorithm>
#include <array>

#include "base/ceil_div.h"

namespace rda::mapper {
namespace {

constexpr std::int64_t kLongest = 10000;  // price of a cycle of the longest path in improve()

}  // namespace

int tree_factor(std::size_t ends) {
  // VPR's table of Cheng's factors, in 64ths, for 3, 5, 10, 15, … 50 ends; interpolated linearly.
  constexpr std::array<int, 11> kFactors{64, 72, 94, 108, 122, 133, 143, 152, 161, 170, 179};
  if (ends <= 3) return kFactors[0];
  if (ends <= 5) return kFactors[0] + static_cast<int>(ends - 3) * 4;
  if (ends >= 50)
    return kFactors.back() + static_cast<int>(std::min<std::size_t>(ends, 1000) - 50) * 2;
  const std::size_t k = ends / 5;
  const int rest = static_cast<int>(ends % 5);
  return kFactors[k] + (kFactors[k + 1] - kFactors[k]) * rest / 5;
}

Placement::Placement(const PlaceProblem& problem, IdVector<UnitId, Site> sites, int crowding)
    : problem_(problem), crowding_price_(crowding), sites_(std::move(sites)), timing_(problem) {
  unit_at_.resize(problem.kind_at.size());
  for (const UnitId unit : sites_.ids())
    if (problem.movable[unit]) unit_at_[problem.number_of(sites_[unit])] = unit;
  ends_.resize(problem.nets_of.size());
  for (const NetId n : problem.nets.ids())
    for (std::size_t end = 0; end < problem.nets[n].units.size(); ++end)
      ends_[problem.nets[n].units[end]].push_back({n, end});
  nets_.resize(problem.nets.size());
  for (const NetId n : problem.nets.ids()) {
    const PlaceNet& net = problem.nets[n];
    if (net.timed) timed_.push_back(n);
    shapes_.push_back({net.wire * tree_factor(net.units.size()), net.delay,
                       static_cast<std::uint32_t>(net_ends_.size()),
                       static_cast<std::uint32_t>(net.units.size()), net.units.front(), net.skid,
                       net.kind, net.timed});
    for (std::size_t end = 0; end < net.units.size(); ++end)
      net_ends_.push_back({net.units[end], net.timed ? net.lateness[end] : 0});
  }
  stamp_.assign(problem.nets.size(), 0);
  update();
}

void Placement::update() {
  update_crowding();
  timing_.update(sites_);
  easy_way_ = timing_.unhindered() * 3 / 4;
  update_costs();
}

void Placement::update_costs() {
  cost_ = laid_ = 0;
  for (const NetId n : nets_.ids()) {
    measure(shapes_[n], nets_[n]);
    price(shapes_[n], nets_[n]);
    cost_ += nets_[n].cost;
    laid_ += nets_[n].laid;
  }
}

Placement::Box Placement::box(const PlaceNet& net) const {
  Box box{site(net.units.front()), site(net.units.front())};
  for (const UnitId unit : net.units) box.add(site(unit));
  return box;
}

// By site: the links that streams of this kind are expected to use there.
std::vector<std::int64_t> Placement::demand_of(TokenKind kind) const {
  std::vector<std::int64_t> demand(problem_.kind_at.size());
  for (const PlaceNet& net : problem_.nets) {
    if (net.kind != kind) continue;
    const Box b = box(net);
    const std::int64_t area =
        std::int64_t{b.high.row - b.low.row + 1} * (b.high.col - b.low.col + 1);
    const std::int64_t links = kUnit * distance(b.low, b.high) * tree_factor(net.units.size()) / 64;
    for (int row = b.low.row; row <= b.high.row; ++row)
      for (int col = b.low.col; col <= b.high.col; ++col)
        demand[problem_.number_of({row, col})] += links / area;
  }
  return demand;
}

void Placement::update_crowding() {
  crowding_sums_.assign(kTokenKinds.size(), {});
  for (const TokenKind kind : kTokenKinds) {
    const std::vector<std::int64_t> demand = demand_of(kind);
    // Four links leave a switch. Routes take detours once 3/8 of their tracks are used.
    const std::int64_t easy = kUnit * 3 * problem_.tracks[kind] / 2;
    auto& sums = crowding_sums_[static_cast<std::size_t>(kind)];
    sums.assign(number_of_sum(problem_.rows + 1, 0), 0);
    const auto sum = [&](int row, int col) -> std::int64_t& {
      return sums[number_of_sum(row, col)];
    };
    for (int row = 0; row < problem_.rows; ++row)
      for (int col = 0; col < problem_.cols; ++col) {
        const std::int64_t d = demand[problem_.number_of({row, col})];
        const std::int64_t crowd = crowding_price_ * kUnit * std::max<std::int64_t>(0, d - easy) /
                                   std::max<std::int64_t>(1, easy);
        sum(row + 1, col + 1) = crowd + sum(row, col + 1) + sum(row + 1, col) - sum(row, col);
      }
  }
}

bool Placement::improve(UnitId unit, Site site) {
  const std::int64_t before = cost_ + kLongest * timing_.longest();
  times_before_ = timing_.times();
  swap(unit, site);
  set_changed_links();
  // Paths that are longer than this cost too much, whatever the nets cost.
  const auto most = static_cast<int>(ceil_div(before - laid_, kLongest));
  if (timing_.update_up_to(most) && costs_less(before - kLongest * timing_.longest())) {
    update_paths();
    return true;
  }
  undo();
  set_changed_links();
  timing_.restore(times_before_);
  return false;
}

void Placement::set_changed_links() {
  for (const Changed& changed : changed_)
    if (problem_.nets[changed.net].timed) timing_.set_links(changed.net, sites_);
}

// Whether the cost at the times of the last update is below a limit.
bool Placement::costs_less(std::int64_t limit) const {
  std::int64_t cost = laid_;
  for (std::size_t i = 0; i < timed_.size() && cost < limit; ++i)
    cost += price_of_paths(shapes_[timed_[i]].writer, timing_.ways(timed_[i]));
  return cost < limit;
}

// Prices all nets at the times of the last update.
void Placement::update_paths() {
  cost_ = laid_;
  for (const NetId n : timed_) {
    NetState& state = nets_[n];
    state.ways = timing_.ways(n);
    const std::int64_t price = price_of_paths(shapes_[n].writer, state.ways);
    state.cost = state.laid + price;
    cost_ += price;
  }
}

bool Placement::is_critical(UnitId unit) const {
  const int rest = timing_.remaining(unit);
  return timing_.begin(unit) + rest + 2 >= timing_.longest();
}

}  // namespace rda::mapper
