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
    stream_ = &stream;
    stream.route = {
        {.row = unit(stream.from).row, .col = unit(stream.from).col, .parent = -1, .track = 0}};
    std::vector<int> readers = stream.to;
    random_.shuffle(readers);
    return std::ranges::all_of(readers, [&](int reader) { return reach(unit(reader).site()); });
  }

 private:
  const Unit& unit(int number) const { return mapping_.units[static_cast<std::size_t>(number)]; }

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
    for (int track = 0; track < chip_.network.tracks[stream_->kind]; ++track)
      if (!taken_[{stream_->kind, from, to}].contains(track)) free.push_back(track);
    return free.empty() ? -1 : free[random_.below(free.size())];
  }

  bool reach(Site goal) {
    std::map<Site, Site> came_from;
    std::priority_queue<std::tuple<int, Site, Site>, std::vector<std::tuple<int, Site, Site>>,
                        std::greater<>>
        queue;
    for (const RouteNode& node : stream_->route) queue.push({0, node.site(), node.site()});
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
    auto& route = stream_->route;
    const auto root = std::ranges::find(route, path.back(), &RouteNode::site);
    int parent = static_cast<int>(root - route.begin());
    for (std::size_t i = path.size() - 1; i-- > 0;) {
      const int track = free_track(path[i + 1], path[i]);
      taken_[{stream_->kind, path[i + 1], path[i]}].insert(track);
      route.push_back({path[i].row, path[i].col, parent, track});
      parent = static_cast<int>(route.size()) - 1;
    }
  }

  const Chip& chip_;
  Mapping& mapping_;
  Random& random_;
  Stream* stream_ = nullptr;
  std::map<Link, std::set<int>> taken_;
};

}  // namespace

bool route_at_random(const Chip& chip, Mapping& mapping, Random& random) {
  Router router(chip, mapping, random);
  return std::ranges::all_of(mapping.streams, [&](Stream& stream) {
    const bool local = stream.name.starts_with("local");
    return local || router.route(stream);
  });
}

Permuted permute(const Mapping& mapping, Random& random) {
  const auto order = [&](std::size_t size) {
    std::vector<std::size_t> numbers(size);
    for (std::size_t i = 0; i < size; ++i) numbers[i] = i;
    random.shuffle(numbers);
    return numbers;
  };
  Permuted result{mapping, order(mapping.units.size()), order(mapping.streams.size())};
  const auto moved = [](const std::vector<std::size_t>& to, int& number) {
    number = static_cast<int>(to[static_cast<std::size_t>(number)]);
  };
  const auto move_ports = [&](Program& program) {
    for (auto* ports : {&program.inputs, &program.outputs})
      for (Port& port : *ports) moved(result.stream, port.stream);
  };
  for (std::size_t u = 0; u < mapping.units.size(); ++u) {
    Unit unit = mapping.units[u];
    if (auto* pcu = std::get_if<PcuUnit>(&unit.body)) move_ports(pcu->program);
    if (auto* pmu = std::get_if<PmuUnit>(&unit.body)) {
      if (pmu->read) move_ports(*pmu->read);
      if (pmu->write) move_ports(*pmu->write);
    }
    if (auto* source = std::get_if<SourceUnit>(&unit.body)) moved(result.stream, source->stream);
    if (auto* sink = std::get_if<SinkUnit>(&unit.body)) moved(result.stream, sink->stream);
    result.mapping.units[result.unit[u]] = std::move(unit);
  }
  for (std::size_t s = 0; s < mapping.streams.size(); ++s) {
    Stream stream = mapping.streams[s];
    moved(result.unit, stream.from);
    for (int& reader : stream.to) moved(result.unit, reader);
    random.shuffle(stream.to);
    result.mapping.streams[result.stream[s]] = std::move(stream);
  }
  return result;
}

}  // namespace rda::test
