// SPDX-License-Identifier: Apache-2.0
#include "sim/reference/network.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <utility>

#include "rda/check.h"
namespace rda::sim::reference {
namespace {

int node_at(std::span<const RouteNode> route, Site site) {
  const auto found = std::ranges::find(route, site, &RouteNode::site);
  RDA_CHECK(found != route.end(), "a route misses the switch of a reader");
  return static_cast<int>(found - route.begin());
}

}  // namespace

/// Makes the links of one stream from its carrier.
struct Network::Builder {
  Network& network;
  StreamId number;
  const Stream& stream;
  StreamLinks& links;

  void operator()(const Unrouted&) const {
    throw InternalError(stream.name + ": nothing carries it");
  }

  void operator()(const Local& local) const {
    const Link::Shape shape{.latency = 1, .capacity = {}, .initial = local.initial};
    const std::string name = fmt::format("stream_{}_local", number.number());
    links.exits.push_back({-1, stream.to.front(), network.add(name, shape)});
  }

  void operator()(const StaticRoute& route) const {
    const int latency = network.context_.chip.network.hop_latency;
    const Link::Shape skid_buffer{.latency = latency, .capacity = 2 * latency};
    for (std::size_t node = 0; node < route.nodes.size(); ++node) {
      const std::string name = fmt::format("stream_{}_into_{}", number.number(), node);
      links.into_node.push_back(network.add(name, skid_buffer));
    }
    for (const UnitId to : stream.to) {
      const int node = node_at(route.nodes, network.context_.mapping.units[to].site());
      links.exits.push_back({node, to, network.add_exit(number, to, latency)});
    }
  }

  void operator()(const Ideal&) const {
    std::vector<Link*> all;
    for (const UnitId to : stream.to) {
      all.push_back(network.add_exit(number, to, 1));
      links.exits.push_back({-1, to, all.back()});
    }
    links.to_all = std::make_unique<Broadcast>(std::move(all));
  }
};

Network::Network(const Context& context)
    : context_(context), streams_(context.mapping.streams.size()) {
  for (const StreamId number : streams_.ids()) {
    const Stream& stream = context.mapping.streams[number];
    std::visit(Builder{*this, number, stream, streams_[number]}, stream.carrier);
  }
}

Link* Network::add(const std::string& name, Link::Shape shape) {
  return all_.emplace_back(std::make_unique<Link>(name.c_str(), context_, shape)).get();
}

/// The link into a reader's FIFO.
Link* Network::add_exit(StreamId stream, UnitId to, int latency) {
  const TokenKind kind = context_.mapping.streams[stream].kind;
  const UnitKind reader = context_.mapping.units[to].kind;
  const Link::Shape fifo{.latency = latency,
                         .capacity = hardware_of(context_.chip, reader).fifo_depth[kind]};
  return add(fmt::format("stream_{}_to_unit_{}", stream.number(), to.number()), fifo);
}

bool Network::is_counting_down() const {
  return std::ranges::any_of(all_, [](const auto& link) { return link->is_counting_down(); });
}

std::vector<UnitId> Network::full_readers(StreamId stream, int node) const {
  const auto route = context_.mapping.streams[stream].route();
  std::vector<UnitId> readers;
  for (const StreamLinks::Exit& exit : links(stream).exits) {
    if (exit.node == node && !exit.link->has_room()) readers.push_back(exit.unit);
  }
  for (std::size_t child = 0; child < route.size(); ++child) {
    if (route[child].parent != node || links(stream).into_node[child]->has_room()) continue;
    const std::vector<UnitId> beyond = full_readers(stream, static_cast<int>(child));
    readers.insert(readers.end(), beyond.begin(), beyond.end());
  }
  return readers;
}

std::vector<Wait> Network::waits(UnitId unit, const Blockage& blockage) const {
  std::vector<Wait> waits;
  for (const StreamId stream : blockage.without_room) {
    const int first = links(stream).into_node.empty() ? -1 : 0;
    for (const UnitId reader : full_readers(stream, first)) {
      waits.push_back({unit, WaitKind::room, stream, reader});
    }
  }
  for (const StreamId stream : blockage.without_token) {
    const std::vector<Wait> more = waits_for_token(unit, stream);
    waits.insert(waits.end(), more.begin(), more.end());
  }
  return waits;
}

std::vector<Wait> Network::waits_for_token(UnitId unit, StreamId s) const {
  const Stream& stream = context_.mapping.streams[s];
  const auto& exits = links(s).exits;
  const auto exit = std::ranges::find(exits, unit, &StreamLinks::Exit::unit);
  std::vector<Wait> waits;
  for (int node = exit->node; node >= 0 && waits.empty();
       node = stream.route()[static_cast<std::size_t>(node)].parent) {
    if (!links(s).into_node[static_cast<std::size_t>(node)]->front()) continue;
    for (const UnitId reader : full_readers(s, node)) {
      waits.push_back({unit, WaitKind::fork, s, reader});
    }
  }
  if (waits.empty()) waits.push_back({unit, WaitKind::token, s, stream.from});
  return waits;
}

}  // namespace rda::sim::reference
