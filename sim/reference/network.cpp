// SPDX-License-Identifier: Apache-2.0
#include "sim/reference/network.h"

#include <fmt/format.h>

#include <algorithm>

#include "rda/check.h"
#include "sim/engine.h"

namespace rda::sim::reference {
namespace {

int fifo_depth(const Chip& chip, const Unit& unit, TokenKind kind) {
  if (std::holds_alternative<PcuUnit>(unit.body)) return chip.pcu.fifo_depth[kind];
  if (std::holds_alternative<PmuUnit>(unit.body)) return chip.pmu.fifo_depth[kind];
  return chip.stream.fifo_depth[kind];
}

int node_at(const Stream& stream, Site site) {
  const auto found = std::ranges::find(stream.route, site, &RouteNode::site);
  RDA_CHECK(found != stream.route.end(), stream.name + " misses the switch of a reader");
  return static_cast<int>(found - stream.route.begin());
}

}  // namespace

Network::Network(const Context& context)
    : context_(context), streams_(context.mapping.streams.size()) {
  for (std::size_t s = 0; s < streams_.size(); ++s) build(static_cast<int>(s));
}

Link* Network::add(const std::string& name, Link::Shape shape) {
  return all_.emplace_back(std::make_unique<Link>(name.c_str(), context_, shape)).get();
}

void Network::build(int s) {
  const Stream& stream = context_.mapping.streams[static_cast<std::size_t>(s)];
  StreamLinks& links = streams_[static_cast<std::size_t>(s)];
  if (on_ideal_network(context_.options, s)) return build_ideal(s);
  if (stream.local()) {
    const Link::Shape shape{.latency = 1, .capacity = {}, .initial = stream.initial};
    links.exits.push_back({-1, stream.to.front(), add(fmt::format("stream_{}_local", s), shape)});
    return;
  }
  const int latency = context_.chip.network.hop_latency;
  for (std::size_t node = 0; node < stream.route.size(); ++node) {
    const Link::Shape skid_buffer{.latency = latency, .capacity = 2 * latency};
    links.into_node.push_back(add(fmt::format("stream_{}_into_{}", s, node), skid_buffer));
  }
  for (const int to : stream.to) {
    const Site site = context_.mapping.units[static_cast<std::size_t>(to)].site();
    links.exits.push_back({node_at(stream, site), to, add_exit(s, to, latency)});
  }
}

void Network::build_ideal(int s) {
  StreamLinks& links = streams_[static_cast<std::size_t>(s)];
  std::vector<Link*> all;
  for (const int to : context_.mapping.streams[static_cast<std::size_t>(s)].to) {
    all.push_back(add_exit(s, to, 1));
    links.exits.push_back({-1, to, all.back()});
  }
  links.to_all = std::make_unique<Broadcast>(std::move(all));
}

/// The link into a reader's FIFO.
Link* Network::add_exit(int s, int to, int latency) {
  const TokenKind kind = context_.mapping.streams[static_cast<std::size_t>(s)].kind;
  const Unit& reader = context_.mapping.units[static_cast<std::size_t>(to)];
  const Link::Shape fifo{.latency = latency, .capacity = fifo_depth(context_.chip, reader, kind)};
  return add(fmt::format("stream_{}_to_unit_{}", s, to), fifo);
}

bool Network::is_counting_down() const {
  return std::ranges::any_of(all_, [](const auto& link) { return link->is_counting_down(); });
}

std::vector<int> Network::full_readers(int stream, int node) const {
  const auto& route = context_.mapping.streams[static_cast<std::size_t>(stream)].route;
  std::vector<int> readers;
  for (const StreamLinks::Exit& exit : links(stream).exits) {
    if (exit.node == node && !exit.link->has_room()) readers.push_back(exit.unit);
  }
  for (std::size_t child = 0; child < route.size(); ++child) {
    if (route[child].parent != node || links(stream).into_node[child]->has_room()) continue;
    const std::vector<int> beyond = full_readers(stream, static_cast<int>(child));
    readers.insert(readers.end(), beyond.begin(), beyond.end());
  }
  return readers;
}

std::vector<Wait> Network::waits(int unit, const Blockage& blockage) const {
  std::vector<Wait> waits;
  for (const int stream : blockage.without_room) {
    const int first = links(stream).into_node.empty() ? -1 : 0;
    for (const int reader : full_readers(stream, first)) {
      waits.push_back({unit, WaitKind::room, stream, reader});
    }
  }
  for (const int stream : blockage.without_token) {
    const std::vector<Wait> more = waits_for_token(unit, stream);
    waits.insert(waits.end(), more.begin(), more.end());
  }
  return waits;
}

std::vector<Wait> Network::waits_for_token(int unit, int s) const {
  const Stream& stream = context_.mapping.streams[static_cast<std::size_t>(s)];
  const auto& exits = links(s).exits;
  const auto exit = std::ranges::find(exits, unit, &StreamLinks::Exit::unit);
  std::vector<Wait> waits;
  for (int node = exit->node; node >= 0 && waits.empty();
       node = stream.route[static_cast<std::size_t>(node)].parent) {
    if (!links(s).into_node[static_cast<std::size_t>(node)]->front()) continue;
    for (const int reader : full_readers(s, node)) {
      waits.push_back({unit, WaitKind::fork, s, reader});
    }
  }
  if (waits.empty()) waits.push_back({unit, WaitKind::token, s, stream.from});
  return waits;
}

}  // namespace rda::sim::reference
