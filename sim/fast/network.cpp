// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/network.h"

#include <algorithm>

#include "rda/check.h"

namespace rda::sim::fast {

/// Makes the segments of one stream from its carrier. Each call returns the segment into which the
/// writer puts its tokens.
struct Network::Builder {
  Network& network;
  const Chip& chip;
  StreamId number;
  const Stream& stream;

  Segment* operator()(const Unrouted&) const {
    throw InternalError(stream.name + ": nothing carries it");
  }

  /// One link.
  Segment* operator()(const Local& local) {
    return add_to_unit({1, 1, kBottomless, false, false, local.initial}, stream.to.front());
  }

  /// Segments between forks.
  Segment* operator()(const StaticRoute&) { return build(); }

  /// A link to each reader.
  Segment* operator()(const Ideal&) {
    Segment* first = nullptr;
    for (auto unit = stream.to.rbegin(); unit != stream.to.rend(); ++unit) {
      Segment* segment = add_to_unit({1, 1, fifo_depth(*unit), false, false, 0}, *unit);
      segment->also = first;
      first = segment;
    }
    return first;
  }

 private:
  /// The next hops of a stream from a node of its route.
  struct Hops {
    std::vector<int> nodes;
    std::vector<UnitId> readers;
    std::size_t size() const { return nodes.size() + readers.size(); }
  };
  Hops hops_from(int node) const {
    Hops hops;
    const auto route = stream.route();
    for (std::size_t n = 0; n < route.size(); ++n)
      if (route[n].parent == node) hops.nodes.push_back(static_cast<int>(n));
    for (const UnitId unit : stream.to)
      if (network.mapping_.units[unit].site() == route[static_cast<std::size_t>(node)].site())
        hops.readers.push_back(unit);
    return hops;
  }

  int fifo_depth(UnitId reader) const {
    return hardware_of(chip, network.mapping_.units[reader].kind).fifo_depth[stream.kind];
  }

  Segment* add(Segment::Shape shape) {
    shape.broken = network.broken_;
    shape.control = stream.kind == TokenKind::control;
    network.segments_.emplace_back(shape);
    network.stream_of_.push_back(number);
    return &network.segments_.back();
  }

  Segment* add_to_unit(const Segment::Shape& shape, UnitId unit) {
    Segment* segment = add(shape);
    segment->unit = unit;
    network.last_[{number, unit}] = segment;
    return segment;
  }

  Segment* end_at_unit(int links, UnitId unit, bool from_switch) {
    const int lambda = chip.network.hop_latency, depth = fifo_depth(unit);
    if (depth < 2 * lambda && links > 1) {
      // The FIFO is too shallow to form one FIFO with the skid buffers before it, so its last link
      // is a segment of its own.
      Relay& relay = add_relay();
      relay.in = end_at_relay(links - 1, relay, from_switch);
      relay.out.push_back(end_at_unit(1, unit, true));
      leave(relay);
      return relay.in;
    }
    return add_to_unit({links, lambda, depth, from_switch, false, 0}, unit);
  }

  Segment* end_at_relay(int links, Relay& relay, bool from_switch) {
    const int lambda = chip.network.hop_latency;
    Segment* segment = add({links, lambda, 2 * lambda, from_switch, true, 0});
    segment->reader = &network.trees_.back();
    segment->to_relay = &relay;
    return segment;
  }

  /// Feeds the segments behind the relay from its pops.
  void leave(Relay& relay) const {
    for (Segment* segment : relay.out) {
      segment->writer = &network.trees_.back();
      segment->from_relay = &relay;
      segment->follow(*relay.in);
    }
  }

  Relay& add_relay() { return network.trees_.back().add(); }

  /// A node of the route. It is entered over hop number `hop` of `fork`, or from the writer if
  /// `fork` is null.
  struct Entry {
    int node;
    Relay* fork;
    std::size_t hop;
  };

  /// Makes all segments of the route. @return the segment into its first node. A stack replaces
  /// recursion, because a route may have as many forks in a row as the chip has switches.
  Segment* build() {
    Segment* first = nullptr;
    std::vector<Relay*> forks;
    std::vector<Entry> left{{0, nullptr, 0}};
    while (!left.empty()) {
      const Entry entry = left.back();
      left.pop_back();
      Segment* segment = enter(entry, left, forks);
      (entry.fork ? entry.fork->out[entry.hop] : first) = segment;
    }
    for (Relay* fork : forks) leave(*fork);
    return first;
  }

  /// The segment from `entry` up to the next fork or reader.
  Segment* enter(const Entry& entry, std::vector<Entry>& left, std::vector<Relay*>& forks) {
    int links = 1;
    Hops hops = hops_from(entry.node);
    while (hops.size() == 1 && hops.readers.empty()) {
      hops = hops_from(hops.nodes.front());
      ++links;
    }
    RDA_CHECK(hops.size() > 0);
    const bool from_switch = entry.fork != nullptr;
    if (hops.size() == 1) return end_at_unit(links + 1, hops.readers.front(), from_switch);
    Relay& fork = add_relay();
    forks.push_back(&fork);
    fork.in = end_at_relay(links, fork, from_switch);
    fork.out.resize(hops.nodes.size());
    for (std::size_t hop = hops.nodes.size(); hop-- > 0;)
      left.push_back({hops.nodes[hop], &fork, hop});
    for (const UnitId unit : hops.readers) fork.out.push_back(end_at_unit(1, unit, true));
    return fork.in;
  }
};

Network::Network(const Chip& chip, const Mapping& mapping, BrokenRule broken)
    : mapping_(mapping), broken_(broken) {
  for (const StreamId number : mapping.streams.ids()) {
    const Stream& stream = mapping.streams[number];
    trees_.emplace_back();
    first_.push_back(std::visit(Builder{*this, chip, number, stream}, stream.carrier));
    if (!trees_.back().empty()) trees_.back().find_paths(broken);
  }
}

Cycle Network::last_crossing() const {
  Cycle last = -1;
  for (const Segment& segment : segments_) last = std::max(last, segment.last_crossing());
  return last;
}

void Network::finish(Cycle last, std::vector<StreamResult>& streams) {
  for (std::size_t i = 0; i < segments_.size(); ++i) {
    if (mapping_.streams[stream_of_[i]].is_local()) continue;
    segments_[i].finish(last);
    StreamResult& result = streams[stream_of_[i].index()];
    result.carrying += segments_[i].carrying();
    result.held += segments_[i].held();
  }
  for (std::size_t i = 0; i < segments_.size(); ++i) {
    const Relay* relay = relay_at_end(&segments_[i]);
    if (!relay) continue;
    const auto between = std::ranges::count_if(
        relay->out, [](const Segment* s) { return s->starts_between_switches(); });
    streams[stream_of_[i].index()].held += segments_[i].held_at_end() * between;
  }
  for (const StreamId s : mapping_.streams.ids())
    streams[s.index()].tokens = first_[s]->puts() - mapping_.streams[s].initial();
}

}  // namespace rda::sim::fast
