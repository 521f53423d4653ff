// SPDX-License-Identifier: Apache-2.0
#include "explain/crossings.h"

#include <algorithm>

#include "rda/check.h"

namespace rda::explain {

Crossings::Crossings(const Chip& chip, const Stream& stream, const Series& put,
                     std::vector<Exit> exits)
    : name_(stream.name),
      route_(stream.route()),
      hop_(chip.network.hop_latency),
      exits_(std::move(exits)),
      children_(route_.size()),
      exits_at_(route_.size()),
      crossed_(route_.size()) {
  for (std::size_t node = 0; node < route_.size(); ++node)
    if (route_[node].parent >= 0)
      children_[at(route_[node].parent)].push_back(static_cast<int>(node));
  for (std::size_t exit = 0; exit < exits_.size(); ++exit)
    exits_at_[at(exits_[exit].node)].push_back(static_cast<int>(exit));
  for (std::vector<Cycle>& cycles : crossed_) cycles.reserve(at(put.size()));
  for (std::int64_t n = 0; n < put.size(); ++n)
    for (std::size_t node = 0; node < route_.size(); ++node)
      if (add(put, static_cast<int>(node), n))
        RDA_CHECK(n == 0 || crossed_[node][at(n)] > crossed_[node][at(n - 1)], name_);
  for (const Exit& exit : exits_)
    for (std::int64_t n = 0; n < exit.popped->size(); ++n)
      RDA_CHECK((*exit.popped)[n] >= crossed(exit.node, n) + hop_, name_);
}

/// Call for tokens in order, and for each token for parents before their children: a token needs
/// room of earlier tokens only.
/// @return whether token n has left the switch by the end of the trace
bool Crossings::add(const Series& put, int node, std::int64_t n) {
  std::vector<Cycle>& mine = crossed_[at(node)];
  if (std::ssize(mine) < n) return false;
  const int parent = route_[at(node)].parent;
  if (parent >= 0 && std::ssize(crossed_[at(parent)]) <= n) return false;
  Cycle when = (parent < 0 ? put[n] : crossed_[at(parent)][at(n)]) + hop_;
  for (const int child : children_[at(node)]) {
    const std::int64_t before = n - skid();
    if (before < 0) continue;
    if (std::ssize(crossed_[at(child)]) <= before) return false;
    when = std::max(when, crossed_[at(child)][at(before)] + hop_);
  }
  for (const int number : exits_at_[at(node)]) {
    const Exit& exit = exits_[at(number)];
    const std::int64_t before = n - exit.depth;
    if (before < 0) continue;
    if (exit.popped->size() <= before) return false;
    when = std::max(when, (*exit.popped)[before] + hop_);
  }
  mine.push_back(when);
  return true;
}

const Crossings::Exit& Crossings::exit_to(UnitId unit) const {
  const auto found = std::ranges::find(exits_, unit, &Exit::unit);
  RDA_CHECK(found != exits_.end(), name_);
  return *found;
}

Cycle Crossings::crossed(int node, std::int64_t n) const {
  RDA_CHECK(n >= 0 && n < std::ssize(crossed_[at(node)]), name_);
  return crossed_[at(node)][at(n)];
}

}  // namespace rda::explain
