// SPDX-License-Identifier: Apache-2.0
// How a swap changes a placement and its cost, and how it is undone.
#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "mapper/place_cost.h"

namespace rda::mapper {
namespace {

constexpr std::size_t kFewEnds = 5;  // of a net that is measured rather than followed

}  // namespace

std::int64_t Placement::swap(UnitId unit, Site site) {
  last_unit_ = unit;
  last_other_ = unit_at(site);
  last_from_ = this->site(unit);
  last_to_ = site;
  last_cost_ = cost_;
  last_laid_ = laid_;
  exchange(last_unit_, last_other_, last_from_, last_to_);
  changed_.clear();
  move_ends(last_unit_, last_from_, last_to_);
  if (last_other_.exists()) move_ends(last_other_, last_to_, last_from_);
  price_changed();
  return cost_ - last_cost_;
}

void Placement::exchange(UnitId unit, UnitId other, Site from, Site to) {
  sites_[unit] = to;
  unit_at_[problem_.number_of(to)] = unit;
  unit_at_[problem_.number_of(from)] = other;
  if (other.exists()) sites_[other] = from;
}

void Placement::move_ends(UnitId unit, Site from, Site to) {
  for (const auto& [n, end] : ends_[unit]) {
    auto at = static_cast<std::size_t>(stamp_[n]);
    if (at >= changed_.size() || changed_[at].net != n) {
      at = changed_.size();
      stamp_[n] = static_cast<int>(at);
      changed_.push_back({n, nets_[n], false});
    }
    Changed& changed = changed_[at];
    if (!changed.measure) changed.measure = !follow(n, end, from, to);
  }
}

namespace {

// Replaces `before`, one of the values whose maximum is `most`, by `now`. False if the maximum is
// then not known.
bool replace(int& most, int before, int now) {
  if (now >= most)
    most = now;
  else if (before == most)
    return false;
  return true;
}

// The same for the least and the greatest value.
bool replace(int& least, int& greatest, int before, int now) {
  if ((before == least && now > before) || (before == greatest && now < before)) return false;
  least = std::min(least, now);
  greatest = std::max(greatest, now);
  return true;
}

}  // namespace

// Follows the move of an end of a net. False if the net has to be measured.
bool Placement::follow(NetId n, std::size_t end, Site from, Site to) {
  const PlaceNet& net = problem_.nets[n];
  if (end == 0 || net.units.size() < kFewEnds) return false;
  NetState& state = nets_[n];
  if (!replace(state.box.low.row, state.box.high.row, from.row, to.row) ||
      !replace(state.box.low.col, state.box.high.col, from.col, to.col))
    return false;
  if (!net.timed) return true;
  const Site writer = site(net.units.front());
  const int before = distance(writer, from), now = distance(writer, to);
  return replace(state.links, before, now) &&
         replace(state.ways.back, timing_.back(net, end, before), timing_.back(net, end, now)) &&
         replace(state.ways.on, timing_.on(net, end, before), timing_.on(net, end, now));
}

void Placement::price_changed() {
  for (const auto& [n, before, extremes_moved] : changed_) {
    if (extremes_moved) measure(n);
    price(n);
    const NetState& state = nets_[n];
    cost_ += state.cost - before.cost;
    laid_ += state.laid - before.laid;
  }
}

void Placement::undo() {
  exchange(last_unit_, last_other_, last_to_, last_from_);
  for (const Changed& changed : changed_) nets_[changed.net] = changed.before;
  cost_ = last_cost_;
  laid_ = last_laid_;
}

}  // namespace rda::mapper
