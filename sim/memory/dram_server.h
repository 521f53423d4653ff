// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "rda/memory.h"
#include "rda/result.h"
#include "sim/memory/burst.h"
#include "sim/memory/clock_ratio.h"
#include "sim/memory/dram_banks.h"
#include "sim/memory/state_list.h"

namespace rda::sim {

/// Commands of a DRAM. A bank that closes itself precharges without a command: `precharge_self`.
enum class DramOp { activate, precharge, precharge_self, precharge_all, read, write, refresh };

/// A command, and the edge at which it is issued.
struct DramCommand {
  ClockEdge at = 0;
  DramOp op = DramOp::activate;
  RowPlace place;
};

/// The controller of a DRAM channel: chooses the next command for the bursts in its queue.
class DramServer {
 public:
  DramServer(const DramChannel& model, const ChannelConfig& config, double core_mhz);

  const ClockRatio& clocks() const { return clocks_; }
  /// The first core cycle in which the queue has room for another burst.
  Cycle room() const { return queue_.size() < depth_ ? room_ : kNoCycle; }
  /// A burst enters the queue at the first edge at or after the start of this core cycle.
  void enter(Cycle cycle, const Burst& burst);
  /// The edge of the next command, if no burst enters before it.
  ClockEdge next();
  /// Issues that command.
  void issue(std::vector<Delivery>& deliveries, ChannelResult& counts);
  /// Least number of core cycles from a column command to its delivery.
  Cycle lookahead() const;

  void note(StateList& state, Cycle now) const;
  /// Moves it by so many core cycles, which must be whole clocks of the memory. Numbers of a
  /// generator's bursts grow by `growth[generator]`.
  void shift(Cycle cycles, const std::vector<std::int64_t>& growth);

  std::vector<DramCommand>* log = nullptr;  ///< gets all commands; or null

 private:
  struct Entry {
    Burst burst;
    RowPlace place;
    ClockEdge entered;
    int passed = 0;  ///< column commands of younger bursts since it entered
    bool activated = false, precharged = false;  ///< for it
  };
  /// The next command: of an entry, or of the refresh.
  struct Choice {
    ClockEdge at = kNever;
    DramOp op = DramOp::refresh;
    std::size_t entry = 0;
  };
  static constexpr ClockEdge kNever = std::numeric_limits<ClockEdge>::max();

  struct BankUse {
    bool seen = false;    ///< an older burst goes to another row of it
    bool wanted = false;  ///< a burst goes to its open row
  };
  void choose_mode();
  Choice choose();
  Choice next_refresh() const;
  Choice next_of(std::size_t entry, bool row_wanted) const;
  void serve(const Choice& choice, std::vector<Delivery>& deliveries, ChannelResult& counts);
  void close_behind(ClockEdge at, const RowPlace& place);
  void tell(ClockEdge at, DramOp op, const RowPlace& place) const {
    if (log) log->push_back({at, op, place});
  }

  const DramTiming timing_;
  const DramChannel model_;
  const ClockRatio clocks_;
  const std::size_t depth_;
  DramBanks banks_;
  std::vector<Entry> queue_;  ///< oldest first
  bool writes_ = false;       ///< serves writes
  ClockEdge free_ = 0;        ///< first edge at which a command may be issued
  ClockEdge due_;             ///< of the next refresh
  Cycle room_ = 0;
  std::vector<BankUse> use_;  ///< by bank: scratch
  Choice choice_;
  bool chosen_ = false;  ///< choice_ is that of the present state
};

}  // namespace rda::sim
