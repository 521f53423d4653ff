// SPDX-License-Identifier: Apache-2.0
#include "sim/memory/channel.h"

#include <utility>

namespace rda::sim {
namespace {

struct ServerOf {
  const ChannelConfig& config;
  double core_mhz;
  using Server = std::variant<SimpleServer, DramServer>;

  Server operator()(const SimpleChannel& model) const { return SimpleServer(model, config); }
  Server operator()(const DramChannel& model) const { return DramServer(model, config, core_mhz); }
};

}  // namespace

Channel::Channel(const ChannelConfig& config, double core_mhz, int generators)
    : arrivals_(generators), server_(std::visit(ServerOf{config, core_mhz}, config.model)) {}

void Channel::advance(Cycle until) {
  std::visit([&](auto& server) { advance(server, until); }, server_);
}

Burst Channel::enter(Cycle cycle) {
  const Burst burst = arrivals_.take(cycle);
  ++(burst.write ? counts_.writes : counts_.reads);
  return burst;
}

void Channel::advance(SimpleServer& server, Cycle until) {
  for (Cycle cycle = arrivals_.next(server.room()); cycle < until;
       cycle = arrivals_.next(server.room()))
    server.enter(cycle, enter(cycle), deliveries_);
}

void Channel::advance(DramServer& server, Cycle until) {
  const ClockEdge end = server.clocks().edge_at(until);
  for (;;) {
    const Cycle room = server.room();
    const Cycle cycle = room == kNoCycle ? kNoCycle : arrivals_.next(room);
    const ClockEdge command = server.next();
    if (cycle < until && server.clocks().edge_at(cycle) <= command) {
      server.enter(cycle, enter(cycle));
      continue;
    }
    if (command >= end) return;
    server.issue(deliveries_, counts_);
  }
}

std::vector<Delivery> Channel::take() { return std::exchange(deliveries_, {}); }

Cycle Channel::lookahead() const {
  return std::visit([](const auto& server) { return server.lookahead(); }, server_);
}

void Channel::note(StateList& state, Cycle now) const {
  state.push_back(static_cast<std::int64_t>(arrivals_.turn()));
  for (const auto& line : arrivals_.lines()) {
    for (const Arrivals::Waiting& waiting : line) {
      state.push_back(std::max<Cycle>(waiting.arrival - now, 0));
      state.push_back(waiting.burst.write);
      if (std::holds_alternative<DramServer>(server_)) state.push_back(waiting.burst.number);
    }
    state.push_back(-1);
  }
  std::visit([&](const auto& server) { server.note(state, now); }, server_);
}

void Channel::shift(Cycle cycles, const std::vector<std::int64_t>& growth,
                    const ChannelResult& counts) {
  arrivals_.shift(cycles);
  for (auto& line : arrivals_.lines())
    for (Arrivals::Waiting& waiting : line)
      waiting.burst.id += growth[static_cast<std::size_t>(waiting.burst.generator)];
  if (auto* dram = std::get_if<DramServer>(&server_))
    dram->shift(cycles, growth);
  else
    std::get<SimpleServer>(server_).shift(cycles);
  counts_ = counts;
}

void Channel::log(std::vector<DramCommand>* commands) {
  if (auto* dram = std::get_if<DramServer>(&server_)) dram->log = commands;
}

}  // namespace rda::sim
