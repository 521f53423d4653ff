// SPDX-License-Identifier: Apache-2.0
#include "mapper/route.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <optional>
#include <ranges>
#include <tuple>
#include <utility>

#include "mapper/fabric.h"
#include "mapper/route_tree.h"
#include "mapping/index.h"
#include "rda/check.h"
#include "rda/error.h"

namespace rda::mapper {
namespace {

constexpr Cost kFreeLink = 64;  // price of a link that no other stream wants
constexpr Cost kStepDepth =
    60;  // in 64ths of a link, per link from the root: short paths, shared links break ties
constexpr Cost kOtherDepth = 8;          // in 64ths of a link, per link from the root: few links
constexpr Cost kHighestPrice = 1 << 20;  // of an excess stream, in 16ths: sums do not overflow

// Whether a stream needs short paths: if it is recurrent, or if it is so busy that a reader far
// behind the others would delay them.
bool needs_short_paths(const Stream& stream) {
  constexpr double kBusy = 1.0 / 16;
  return stream.recurrent || (stream.kind != TokenKind::control && stream.rate > kBusy);
}

// Routes all streams of one kind of token. Kinds share no tracks.
class Router {
 public:
  Router(const Mapping& mapping, const Fabric& fabric, TokenKind kind, int tracks,
         const RouteOptions& options);

  // Routes the streams. Returns the number of rounds; none if there are too few tracks.
  std::optional<int> run();
  Congestion congestion(const Mapping& mapping) const;
  TrackUse use() const;
  void store(Mapping& mapping) const;

 private:
  struct Net {
    StreamId stream;
    SwitchId root;
    std::vector<SwitchId> sinks;
    Cost depth_cost = 0;
    RouteTree tree;
  };

  void add_net(const Mapping& mapping, StreamId stream);
  std::optional<int> negotiate();
  void reroute(Net& net);
  void occupy(const Net& net, int by);
  bool congested(const Net& net) const;
  int over(LinkId link) const { return std::max(0, used_[link] - tracks_); }
  Cost price(LinkId link) const;
  std::int64_t charge();  // charges overused links; returns the overuse of all links
  void raise_price();

  const Fabric& fabric_;
  const TokenKind kind_;
  const int tracks_;
  const RouteOptions& options_;
  TreeGrower grower_;
  std::vector<Net> nets_;       // in the order in which they choose
  IdVector<LinkId, int> used_;  // streams on each link
  IdVector<LinkId, Cost> history_, price_;
  Cost present_;
  int round_ = 0;
  int least_worst_ =
      std::numeric_limits<int>::max();  // fewest tracks with which a round's routes were legal
};

Router::Router(const Mapping& mapping, const Fabric& fabric, TokenKind kind, int tracks,
               const RouteOptions& options)
    : fabric_(fabric),
      kind_(kind),
      tracks_(tracks),
      options_(options),
      grower_(fabric),
      used_(fabric.links().size(), 0),
      history_(fabric.links().size(), 0),
      price_(fabric.links().size(), kFreeLink),
      present_(options.present_gain) {
  for (const StreamId stream : mapping.streams.ids())
    if (mapping.streams[stream].kind == kind && !mapping.streams[stream].is_local())
      add_net(mapping, stream);
  std::ranges::stable_sort(nets_, {}, [&](const Net& net) {
    const Stream& stream = mapping.streams[net.stream];
    return std::tuple(!stream.recurrent, -stream.rate);
  });
  for (const LinkId l : price_.ids()) price_[l] = price(l);
}

void Router::add_net(const Mapping& mapping, StreamId stream) {
  const Stream& s = mapping.streams[stream];
  const auto switch_of = [&](UnitId unit) {
    const Site site = mapping.units[unit].site();
    RDA_CHECK(site.row >= 0 && site.col >= 0, mapping.units[unit].name + " has no site");
    return fabric_.at(site);
  };
  Net net;
  net.stream = stream;
  net.root = switch_of(s.from);
  for (const UnitId unit : s.to) net.sinks.push_back(switch_of(unit));
  net.depth_cost = needs_short_paths(s) ? kStepDepth : kOtherDepth;
  nets_.push_back(std::move(net));
}

std::optional<int> Router::run() {
  if (const std::optional<int> rounds = negotiate()) return rounds;
  // Near-shortest paths do not fit; try paths with few links.
  for (Net& net : nets_) {
    net.depth_cost = kOtherDepth;
    if (net.sinks.size() > 1) reroute(net);
  }
  return negotiate();
}

// Routes in rounds until no link is overused. Returns the rounds so far; none if overuse no longer
// decreases.
std::optional<int> Router::negotiate() {
  std::int64_t least = std::numeric_limits<std::int64_t>::max();
  present_ = options_.present_gain;
  for (int since_least = 0, last = round_ + options_.max_rounds; round_ < last;) {
    if (round_++ == 0)
      for (Net& net : nets_) reroute(net);
    else  // in reverse order, so that the first streams move only if the others have not made way
      for (Net& net : nets_ | std::views::reverse)
        if (congested(net)) reroute(net);
    const std::int64_t overuse = charge();
    if (overuse == 0) return nets_.empty() ? 0 : round_;
    since_least = overuse < least ? 0 : since_least + 1;
    least = std::min(least, overuse);
    if (since_least >= options_.patience) break;
    raise_price();
  }
  return std::nullopt;
}

void Router::reroute(Net& net) {
  occupy(net, -1);
  net.tree = grower_.grow(net.root, net.sinks, price_, net.depth_cost);
  occupy(net, 1);
}

void Router::occupy(const Net& net, int by) {
  for (const auto& node : net.tree.nodes) {
    if (!node.link.exists()) continue;
    used_[node.link] += by;
    price_[node.link] = price(node.link);
  }
}

bool Router::congested(const Net& net) const {
  return std::ranges::any_of(net.tree.nodes, [&](const RouteTree::Node& node) {
    return node.link.exists() && over(node.link) > 0;
  });
}

// Price of the link for one more stream.
Cost Router::price(LinkId link) const {
  const Cost too_many = std::max(0, used_[link] + 1 - tracks_);
  return (kFreeLink + history_[link]) * (16 + present_ * too_many) / 16;
}

std::int64_t Router::charge() {
  if (used_.empty()) return 0;  // a grid of one switch
  std::int64_t overuse = 0;
  for (const LinkId l : used_.ids()) {
    overuse += over(l);
    history_[l] = std::min(kHighestPrice, history_[l] + Cost{options_.history_gain} * over(l));
  }
  least_worst_ = std::min(least_worst_, *std::ranges::max_element(used_));
  return overuse;
}

void Router::raise_price() {
  present_ = std::min(kHighestPrice, present_ + (present_ * options_.present_growth + 15) / 16);
  for (const LinkId l : price_.ids()) price_[l] = price(l);
}

Congestion Router::congestion(const Mapping& mapping) const {
  constexpr std::size_t kNamed = 3;
  const LinkId worst(std::ranges::max_element(used_) - used_.begin());
  const Fabric::Link& link = fabric_.links()[worst];
  std::string wanted_by;
  std::size_t streams = 0;
  for (const Net& net : nets_) {
    if (std::ranges::find(net.tree.nodes, worst, &RouteTree::Node::link) == net.tree.nodes.end())
      continue;
    if (++streams <= kNamed)
      wanted_by += (streams == 1 ? "" : ", ") + mapping.streams[net.stream].name;
  }
  if (streams > kNamed) wanted_by += fmt::format(" and {} more", streams - kNamed);
  const Site from = fabric_.site(link.from), to = fabric_.site(link.to);
  return {
      kind_,
      fmt::format("link ({}, {}) to ({}, {}): {} {} streams want its {} tracks, {} too many: {}",
                  from.row, from.col, to.row, to.col, streams, word(kind_), tracks_,
                  static_cast<int>(streams) - tracks_, wanted_by),
      least_worst_};
}

TrackUse Router::use() const {
  TrackUse use{.tracks = tracks_, .links = std::ssize(used_)};
  for (const int used : used_) {
    use.used += used;
    use.most = std::max(use.most, used);
    use.full_links += used >= tracks_;
  }
  return use;
}

void Router::store(Mapping& mapping) const {
  std::vector<const Net*> by_stream;
  for (const Net& net : nets_) by_stream.push_back(&net);
  std::ranges::sort(by_stream, {}, &Net::stream);
  IdVector<LinkId, int> next_track(used_.size(), 0);
  for (const Net* net : by_stream) {
    StaticRoute route;
    for (const auto& node : net->tree.nodes) {
      const Site site = fabric_.site(node.at);
      const int track = node.link.exists() ? next_track[node.link]++ : 0;
      route.nodes.push_back({site.row, site.col, node.parent, track});
    }
    mapping.streams[net->stream].carrier = std::move(route);
  }
}

std::int64_t half_perimeter(const Mapping& mapping, const Stream& stream) {
  Site low = mapping.units[stream.from].site(), high = low;
  for (const UnitId unit : stream.to) {
    const Site site = mapping.units[unit].site();
    low = {std::min(low.row, site.row), std::min(low.col, site.col)};
    high = {std::max(high.row, site.row), std::max(high.col, site.col)};
  }
  return distance(low, high);
}

}  // namespace

std::optional<Congestion> try_route(const Chip& chip, Mapping& mapping, const RouteOptions& options,
                                    RouteReport& report) {
  const Fabric fabric(chip.grid.rows, chip.grid.cols);
  for (Stream& stream : mapping.streams)
    if (!stream.is_local()) stream.carrier = Unrouted{};
  report = {};
  for (const TokenKind kind : kTokenKinds) {
    Router router(mapping, fabric, kind, chip.network.tracks[kind], options);
    const std::optional<int> rounds = router.run();
    if (!rounds) return router.congestion(mapping);
    report.rounds = std::max(report.rounds, *rounds);
    report.tracks[static_cast<std::size_t>(kind)] = router.use();
    router.store(mapping);
  }
  for (const Stream& stream : mapping.streams) {
    if (stream.is_local()) continue;
    report.links += std::ssize(stream.route()) - 1;
    report.lower_bound += half_perimeter(mapping, stream);
    if (!stream.recurrent) continue;
    for (const int depth : mapping::depths(stream))
      report.longest_recurrent = std::max(report.longest_recurrent, depth + 2);
  }
  return std::nullopt;
}

RouteReport route(const Chip& chip, Mapping& mapping, const RouteOptions& options) {
  RouteReport report;
  if (const auto congestion = try_route(chip, mapping, options, report))
    refuse(chip, mapping, options, *congestion);
  return report;
}

// `tracks_tried` tracks are enough, as the routes of a round show; fewer may be enough too.
void refuse(const Chip& chip, const Mapping& mapping, const RouteOptions& options,
            const Congestion& congestion) {
  const TokenKind kind = congestion.kind;
  const Fabric fabric(chip.grid.rows, chip.grid.cols);
  int enough = chip.network.tracks[kind] + 1;
  while (enough < congestion.tracks_tried && !Router(mapping, fabric, kind, enough, options).run())
    ++enough;
  throw MappingError(
      mapping.workload.empty() ? "routing" : mapping.workload,
      fmt::format("{}; network.tracks.{} = {} would do", congestion.text, word(kind), enough));
}

}  // namespace rda::mapper
