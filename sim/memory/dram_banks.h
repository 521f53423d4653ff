// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "rda/memory.h"
#include "sim/memory/state_list.h"

namespace rda::sim {

/// An edge of the memory's clock.
using ClockEdge = std::int64_t;
/// Before every edge of a run.
inline constexpr ClockEdge kLongBefore = -(std::int64_t{1} << 40);

/// Where a burst lies in a channel: consecutive bursts go round the bank groups, then along a row,
/// then to the next bank, then to the next row. Each row begins at another bank, so that streams
/// that are rows apart rarely meet in a bank.
struct RowPlace {
  int group = 0, bank = 0;  ///< bank: number within the channel
  std::int64_t row = 0;
};

/// The banks and buses of a DRAM channel: the first edge at which each command is allowed.
class DramBanks {
 public:
  explicit DramBanks(const DramTiming& timing);

  RowPlace place_of(std::int64_t burst) const;
  bool is_open(int bank) const { return banks_[index(bank)].row >= 0; }
  bool has_open(const RowPlace& place) const { return banks_[index(place.bank)].row == place.row; }
  bool any_open() const;

  ClockEdge activate_from(const RowPlace& place) const;
  ClockEdge precharge_from(int bank) const { return banks_[index(bank)].precharge; }
  ClockEdge column_from(const RowPlace& place, bool write) const;
  /// The first edge at which all open banks may be precharged at once.
  ClockEdge precharge_all_from() const;
  /// The first edge at which a refresh is allowed, once all banks are closed.
  ClockEdge refresh_from() const { return refresh_; }

  void activate(ClockEdge at, const RowPlace& place);
  /// A bank may close itself at an edge to come.
  void precharge(ClockEdge at, int bank);
  void precharge_all(ClockEdge at);
  void refresh(ClockEdge at);
  /// @return the edge at which its last beat ends
  ClockEdge column(ClockEdge at, const RowPlace& place, bool write);

  void note(StateList& state, ClockEdge now) const;
  void shift(ClockEdge edges);

 private:
  /// First edges for a bank, and its open row; −1: none.
  struct Bank {
    std::int64_t row = -1;
    ClockEdge activate = kLongBefore, column = kLongBefore, precharge = kLongBefore;
  };
  /// First edges for a bank group, or for all.
  struct Group {
    ClockEdge activate = kLongBefore, column = kLongBefore, read = kLongBefore;
  };
  static std::size_t index(int number) { return static_cast<std::size_t>(number); }
  /// Calls visit(edge) for each edge that is kept but those of activates.
  static void each_edge(auto& self, auto&& visit);

  const DramTiming timing_;
  std::vector<Bank> banks_;
  std::vector<Group> groups_;
  Group all_;
  std::array<ClockEdge, 4> activates_;  ///< the last four, in a ring
  std::size_t oldest_ = 0;              ///< of them
  ClockEdge bus_free_ = kLongBefore;    ///< end of the last beat on the data bus
  bool wrote_ = false;                  ///< whether that was of a write
  ClockEdge closed_ = kLongBefore;      ///< last edge at which a bank is precharged
  ClockEdge refresh_ = kLongBefore;
};

}  // namespace rda::sim
