// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <variant>
#include <vector>

#include "rda/memory.h"
#include "rda/result.h"
#include "sim/memory/arrivals.h"
#include "sim/memory/dram_server.h"
#include "sim/memory/simple_server.h"

namespace rda::sim {

/// A channel of off-chip memory (docs/timing-model.md, "Channels"). It is stepped from event to
/// event, and both engines use it.
class Channel {
 public:
  /// @param core_mhz  clock of the core
  /// @param generators  number of address generators
  Channel(const ChannelConfig& config, double core_mhz, int generators);

  /// A burst arrives in a cycle that advance() has not decided. Those of a generator arrive in
  /// order.
  void ask(Cycle arrival, const Burst& burst) { arrivals_.add(arrival, burst); }
  /// Decides everything that happens before core cycle `until`. All bursts that arrive before it
  /// must have been asked for.
  void advance(Cycle until);
  /// The deliveries that have been decided since the last call, in no order.
  std::vector<Delivery> take();
  /// Whatever is decided at or after a cycle c is delivered in c + lookahead() or later; at least
  /// 1.
  Cycle lookahead() const;

  const ChannelResult& counts() const { return counts_; }

  /// Adds what determines its behaviour from core cycle `now` on, up to which it has advanced.
  /// Numbers of bursts that are not asked for yet are not part of it.
  void note(StateList& state, Cycle now) const;
  /// Moves it by so many cycles, after which its state is the same. Numbers of a generator's bursts
  /// grow by `growth[generator]`, its own counts by those of `counts`.
  void shift(Cycle cycles, const std::vector<std::int64_t>& growth, const ChannelResult& counts);

  /// Gets the commands of a DRAM; or null.
  void log(std::vector<DramCommand>* commands);

 private:
  void advance(SimpleServer& server, Cycle until);
  void advance(DramServer& server, Cycle until);
  Burst enter(Cycle cycle);

  Arrivals arrivals_;
  std::variant<SimpleServer, DramServer> server_;
  std::vector<Delivery> deliveries_;
  ChannelResult counts_;
};

}  // namespace rda::sim
