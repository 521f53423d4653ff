// SPDX-License-Identifier: Apache-2.0
// What a net costs; how a swap changes a placement and its cost, and how it is undone.
#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "mapper/place_cost.h"

namespace rda::mapper {
namespace {

constexpr std::uint32_t kFewEnds = 5;  // of a net that is measured rather than followed
constexpr std::int64_t kBeyond = 16;   // price of X², see place_cost.h
constexpr int kFarthestBeyond = 60;    // largest X, in cycles

}  // namespace

void Placement::measure(const NetShape& net, NetState& state) const {
  const Site from = site(net.writer);
  Box box{from, from};
  int most = 0;
  PlaceTiming::Ways ways;
  const NetEnd* const ends = &net_ends_[net.first];
  for (std::uint32_t i = 1; i < net.count; ++i) {
    const Site to = site(ends[i].unit);
    box.add(to);
    if (!net.timed) continue;
    const int links = distance(from, to);
    most = std::max(most, links);
    ways.back = std::max(ways.back, timing_.back(ends[i].unit, ends[i].lateness, net.skid, links));
    ways.on = std::max(ways.on, timing_.on(ends[i].unit, links));
  }
  state.box = box;
  state.links = most;
  state.ways = ways;
}

std::int64_t Placement::price_of_paths(UnitId writer, const PlaceTiming::Ways& ways) const {
  const int longest = timing_.through(writer, ways.back, ways.on);
  const std::int64_t beyond = std::clamp(longest - easy_way_, 0, kFarthestBeyond);
  return kBeyond * beyond * beyond;
}

// Mean crowding of the sites in the box.
inline std::int64_t Placement::crowding(TokenKind kind, const Box& box) const {
  const auto& sums = crowding_sums_[static_cast<std::size_t>(kind)];
  const auto sum = [&](int row, int col) { return sums[number_of_sum(row, col)]; };
  const std::int64_t area =
      std::int64_t{box.high.row - box.low.row + 1} * (box.high.col - box.low.col + 1);
  const std::int64_t total = sum(box.high.row + 1, box.high.col + 1) -
                             sum(box.low.row, box.high.col + 1) -
                             sum(box.high.row + 1, box.low.col) + sum(box.low.row, box.low.col);
  return total == 0 ? 0 : total / area;
}

void Placement::price(const NetShape& net, NetState& state) const {
  const Box& b = state.box;
  const std::int64_t wire = net.wire * distance(b.low, b.high);
  state.laid = wire * (kUnit + crowding(net.kind, b)) / (64 * kUnit);
  state.cost = state.laid;
  if (!net.timed) return;
  state.laid += net.delay * (8 + state.links) * state.links;
  state.cost = state.laid + price_of_paths(net.writer, state.ways);
}

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
    if (!changed.measure) changed.measure = !follow(shapes_[n], nets_[n], end, from, to);
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
bool Placement::follow(const NetShape& net, NetState& state, std::size_t end, Site from,
                       Site to) const {
  if (end == 0 || net.count < kFewEnds) return false;
  if (!replace(state.box.low.row, state.box.high.row, from.row, to.row) ||
      !replace(state.box.low.col, state.box.high.col, from.col, to.col))
    return false;
  if (!net.timed) return true;
  const auto& [reader, lateness] = net_ends_[net.first + end];
  const Site writer = site(net.writer);
  const int before = distance(writer, from), now = distance(writer, to);
  const auto back = [&, reader = reader, lateness = lateness](int links) {
    return timing_.back(reader, lateness, net.skid, links);
  };
  return replace(state.links, before, now) && replace(state.ways.back, back(before), back(now)) &&
         replace(state.ways.on, timing_.on(reader, before), timing_.on(reader, now));
}

void Placement::price_changed() {
  std::int64_t cost = cost_, laid = laid_;
  for (const auto& [n, before, extremes_moved] : changed_) {
    NetState& state = nets_[n];
    if (extremes_moved) measure(shapes_[n], state);
    price(shapes_[n], state);
    cost += state.cost - before.cost;
    laid += state.laid - before.laid;
  }
  cost_ = cost;
  laid_ = laid;
}

void Placement::undo() {
  exchange(last_unit_, last_other_, last_to_, last_from_);
  for (const Changed& changed : changed_) nets_[changed.net] = changed.before;
  cost_ = last_cost_;
  laid_ = last_laid_;
}

}  // namespace rda::mapper
