// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <queue>
#include <set>
#include <tuple>

#include "property/support.h"

namespace rda::test {
namespace {

using Link = std::tuple<TokenKind, Site, Site>;

/// Routes of random trees: shortest paths over links of random length.
class Router {
 public:
  Router(const Chip& chip, Mapping& mapping, Random& random)
      : chip_(chip), mapping_(mapping), random_(random) {}

  bool route(Stream& stream) {
    kind_ = stream.kind;
    const Site root = mapping_.units[stream.from].site();
    route_ = {{.row = root.row, .col = root.col}};
    std::vector<UnitId> readers = stream.to;
    random_.shuffle(readers);
    const bool all = std::ranges::all_of(
        readers, [&](UnitId reader) { return reach(mapping_.units[reader].site()); });
    stream.carrier = StaticRoute{route_};
    return all;
  }

 private:
  std::vector<Site> neighbours(Site at) const {
    std::vector<Site> result;
    for (const Site step : {Site{0, 1}, Site{1, 0}, Site{0, -1}, Site{-1, 0}}) {
      const Site next{at.row + step.row, at.col + step.col};
      if (next.row >= 0 && next.col >= 0 && next.row < chip_.grid.rows &&
          next.col < chip_.grid.cols)
        result.push_back(next);
    }
    return result;
  }

  /// A free track, at random; −1 if there is none.
  int free_track(Site from, Site to) {
    std::vector<int> free;
    for (int track = 0; track < chip_.network.tracks[kind_]; ++track)
      if (!taken_[{kind_, from, to}].contains(track)) free.push_back(track);
    return free.empty() ? -1 : free[random_.below(free.size())];
  }

  bool reach(Site goal) {
    std::map<Site, Site> came_from;
    std::priority_queue<std::tuple<int, Site, Site>, std::vector<std::tuple<int, Site, Site>>,
                        std::greater<>>
        queue;
    for (const RouteNode& node : route_) queue.push({0, node.site(), node.site()});
    while (!queue.empty() && !came_from.contains(goal)) {
      const auto [length, at, before] = queue.top();
      queue.pop();
      if (!came_from.try_emplace(at, before).second) continue;
      for (const Site next : neighbours(at)) {
        const int more = static_cast<int>(random_.uniform_int(1, 6));
        if (!came_from.contains(next) && free_track(at, next) >= 0)
          queue.push({length + more, next, at});
      }
    }
    if (!came_from.contains(goal)) return false;
    std::vector<Site> path{goal};
    while (came_from.at(path.back()) != path.back()) path.push_back(came_from.at(path.back()));
    add(path);
    return true;
  }

  /// Adds a path whose last site is on the route already.
  void add(const std::vector<Site>& path) {
    const auto root = std::ranges::find(route_, path.back(), &RouteNode::site);
    int parent = static_cast<int>(root - route_.begin());
    for (std::size_t i = path.size() - 1; i-- > 0;) {
      const int track = free_track(path[i + 1], path[i]);
      taken_[{kind_, path[i + 1], path[i]}].insert(track);
      route_.push_back({path[i].row, path[i].col, parent, track});
      parent = static_cast<int>(route_.size()) - 1;
    }
  }

  const Chip& chip_;
  Mapping& mapping_;
  Random& random_;
  TokenKind kind_ = TokenKind::vector;
  std::vector<RouteNode> route_;
  std::map<Link, std::set<int>> taken_;
};

/// The numbers of all of them, shuffled.
template <class I, class T>
IdVector<I, I> in_any_order(const IdVector<I, T>& all, Random& random) {
  IdVector<I, I> numbers;
  for (const I id : all.ids()) numbers.push_back(id);
  random.shuffle(numbers);
  return numbers;
}

}  // namespace

bool route_at_random(const Chip& chip, Mapping& mapping, Random& random) {
  Router router(chip, mapping, random);
  return std::ranges::all_of(
      mapping.streams, [&](Stream& stream) { return stream.is_local() || router.route(stream); });
}

Permuted permute(const Mapping& mapping, Random& random) {
  Permuted result{mapping, in_any_order(mapping.units, random),
                  in_any_order(mapping.streams, random)};
  for (const UnitId u : mapping.units.ids()) {
    Unit unit = mapping.units[u];
    for (Program& program : unit.programs)
      for (auto* ports : {&program.inputs, &program.outputs})
        for (Port& port : *ports) port.stream = result.stream[port.stream];
    result.mapping.units[result.unit[u]] = std::move(unit);
  }
  for (const StreamId s : mapping.streams.ids()) {
    Stream stream = mapping.streams[s];
    stream.from = result.unit[stream.from];
    for (UnitId& reader : stream.to) reader = result.unit[reader];
    random.shuffle(stream.to);
    result.mapping.streams[result.stream[s]] = std::move(stream);
  }
  return result;
}

}  // namespace rda::test
