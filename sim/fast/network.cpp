// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/network.h"

#include <algorithm>

#include "rda/check.h"
#include "sim/engine.h"

namespace rda::sim::fast {
namespace {

int fifo_depth(const Chip& chip, const Unit& unit, TokenKind kind) {
  if (std::holds_alternative<PcuUnit>(unit.body)) return chip.pcu.fifo_depth[kind];
  if (std::holds_alternative<PmuUnit>(unit.body)) return chip.pmu.fifo_depth[kind];
  return chip.stream.fifo_depth[kind];
}

}  // namespace

/// Cuts one stream's route into segments.
struct Network::Builder {
  Network& network;
  const Chip& chip;
  int stream;

  const Stream& route_of() const {
    return network.mapping_.streams[static_cast<std::size_t>(stream)];
  }

  /// Where a stream goes on from a node of its route.
  struct Hops {
    std::vector<int> nodes, readers;
    std::size_t size() const { return nodes.size() + readers.size(); }
  };
  Hops hops_from(int node) const {
    Hops hops;
    const Stream& s = route_of();
    for (std::size_t n = 0; n < s.route.size(); ++n)
      if (s.route[n].parent == node) hops.nodes.push_back(static_cast<int>(n));
    for (const int unit : s.to)
      if (network.mapping_.units[static_cast<std::size_t>(unit)].site() ==
          s.route[static_cast<std::size_t>(node)].site())
        hops.readers.push_back(unit);
    return hops;
  }

  Segment* add(Segment::Shape shape) {
    shape.control = route_of().kind == TokenKind::control;
    network.segments_.emplace_back(shape);
    network.stream_of_.push_back(stream);
    return &network.segments_.back();
  }

  Segment* end_at_unit(int links, int unit, bool from_switch) {
    const Stream& s = route_of();
    const int lambda = chip.network.hop_latency;
    const Unit& reader = network.mapping_.units[static_cast<std::size_t>(unit)];
    const int depth = fifo_depth(chip, reader, s.kind);
    if (depth < 2 * lambda && links > 1) {
      // Too shallow to be one FIFO with the skids before it: its last link is evaluated apart.
      Relay& relay = add_relay();
      relay.in = end_at_relay(links - 1, relay, from_switch);
      relay.out.push_back(end_at_unit(1, unit, true));
      leave(relay);
      return relay.in;
    }
    Segment* segment = add({links, lambda, depth, from_switch, false, 0});
    segment->unit = unit;
    network.last_[{stream, unit}] = segment;
    return segment;
  }

  Segment* end_at_relay(int links, Relay& relay, bool from_switch) {
    const int lambda = chip.network.hop_latency;
    Segment* segment = add({links, lambda, 2 * lambda, from_switch, true, 0});
    segment->reader = &relay;
    return segment;
  }

  /// What the relay takes goes on over its next hops.
  static void leave(Relay& relay) {
    for (Segment* segment : relay.out) {
      segment->writer = &relay;
      segment->follow(*relay.in);
    }
  }

  Relay& add_relay() { return network.trees_.back().add(); }

  /// The one link of a local stream.
  Segment* build_local() {
    const Stream& s = route_of();
    Segment* segment = add({1, 1, kBottomless, false, false, s.initial});
    segment->unit = s.to.front();
    network.last_[{stream, segment->unit}] = segment;
    return segment;
  }

  /// A link to each reader.
  Segment* build_ideal() {
    const Stream& s = route_of();
    Segment* first = nullptr;
    for (auto unit = s.to.rbegin(); unit != s.to.rend(); ++unit) {
      const Unit& reader = network.mapping_.units[static_cast<std::size_t>(*unit)];
      Segment* segment = add({1, 1, fifo_depth(chip, reader, s.kind), false, false, 0});
      segment->unit = *unit;
      segment->also = first;
      network.last_[{stream, *unit}] = first = segment;
    }
    return first;
  }

  /// A node of the route that is entered from `fork`, as its hop number `hop`; null: from the
  /// writer.
  struct Entry {
    int node;
    Relay* fork;
    std::size_t hop;
  };

  /// The segment that enters the route's first node. A route may have as many forks behind one
  /// another as the chip has switches, so they are gone through one by one, the next hops of a fork
  /// after it.
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
    for (const int unit : hops.readers) fork.out.push_back(end_at_unit(1, unit, true));
    return fork.in;
  }
};

Network::Network(const Chip& chip, const Mapping& mapping, const SimulateOptions& options)
    : mapping_(mapping) {
  for (std::size_t s = 0; s < mapping.streams.size(); ++s) {
    const int stream = static_cast<int>(s);
    Builder builder{*this, chip, stream};
    trees_.emplace_back();
    first_.push_back(on_ideal_network(options, stream) ? builder.build_ideal()
                     : mapping.streams[s].local()      ? builder.build_local()
                                                       : builder.build());
  }
}

Cycle Network::last_crossing() const {
  Cycle last = -1;
  for (const Segment& segment : segments_) last = std::max(last, segment.last_crossing());
  return last;
}

void Network::finish(Cycle last, std::vector<StreamResult>& streams) {
  for (std::size_t i = 0; i < segments_.size(); ++i) {
    if (mapping_.streams[static_cast<std::size_t>(stream_of_[i])].local()) continue;
    segments_[i].finish(last);
    StreamResult& result = streams[static_cast<std::size_t>(stream_of_[i])];
    result.carrying += segments_[i].carrying();
    result.held += segments_[i].held();
  }
  for (std::size_t i = 0; i < segments_.size(); ++i) {
    const Relay* relay = relay_at_end(&segments_[i]);
    if (!relay) continue;
    const auto between = std::ranges::count_if(
        relay->out, [](const Segment* s) { return s->starts_between_switches(); });
    streams[static_cast<std::size_t>(stream_of_[i])].held += segments_[i].held_at_end() * between;
  }
  for (std::size_t s = 0; s < streams.size(); ++s)
    streams[s].tokens = first_[s]->puts() - mapping_.streams[s].initial;
}

}  // namespace rda::sim::fast
