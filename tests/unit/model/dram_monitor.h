// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "sim/memory/dram_server.h"

namespace rda::sim {

/// Watches the commands of a DRAM and says which rule one of them breaks. It shares nothing with
/// the channel: it compares each command with all that could still forbid it, pair by pair.
class DramMonitor {
 public:
  explicit DramMonitor(const DramTiming& timing) : t_(timing) {
    longest_ = std::max({t_.tRC, t_.tFAW, t_.tRFC, t_.tCWL + t_.BL / 2 + t_.tWR + t_.tRP,
                         t_.tCWL + t_.BL / 2 + t_.tWTR_L, t_.tCL + t_.BL}) +
               t_.turnaround;
  }

  /// The rules that the commands break, each once.
  std::set<std::string> broken(std::vector<DramCommand> commands) {
    std::ranges::stable_sort(commands, {}, &DramCommand::at);
    rows_.assign(static_cast<std::size_t>(t_.groups * t_.banks), -1);
    std::size_t first = 0;
    for (std::size_t n = 0; n < commands.size(); ++n) {
      while (commands[n].at - commands[first].at > longest_) ++first;
      for (std::size_t p = first; p < n; ++p) pair(commands[p], commands[n]);
      four_activates(commands, first, n);
      rows(commands[n]);
    }
    return std::move(broken_);
  }

 private:
  static bool is_column(const DramCommand& c) {
    return c.op == DramOp::read || c.op == DramOp::write;
  }
  static bool is_precharge(const DramCommand& c) {
    return c.op == DramOp::precharge || c.op == DramOp::precharge_self;
  }
  ClockEdge data(const DramCommand& c) const {
    return c.at + (c.op == DramOp::write ? t_.tCWL : t_.tCL);
  }
  void need(const DramCommand& a, const DramCommand& b, int clocks, const char* rule) {
    if (b.at - a.at < clocks) broken_.insert(rule);
  }

  void pair(const DramCommand& a, const DramCommand& b) {
    const bool bank = a.place.bank == b.place.bank, group = a.place.group == b.place.group;
    if (a.op != DramOp::precharge_self && b.op != DramOp::precharge_self)
      need(a, b, 1, "one command at an edge");
    if (a.op == DramOp::activate) after_activate(a, b, bank, group);
    if (is_column(a) && is_column(b)) columns(a, b, group);
    if (a.op == DramOp::read && is_precharge(b) && bank) need(a, b, t_.tRTP, "tRTP");
    if (a.op == DramOp::read && b.op == DramOp::precharge_all) need(a, b, t_.tRTP, "tRTP");
    const int written = t_.tCWL + t_.BL / 2;
    if (a.op == DramOp::write && ((is_precharge(b) && bank) || b.op == DramOp::precharge_all))
      need(a, b, written + t_.tWR, "tWR");
    if (a.op == DramOp::write && b.op == DramOp::read)
      need(a, b, written + (group ? t_.tWTR_L : t_.tWTR_S), "tWTR");
    if ((is_precharge(a) && bank) || a.op == DramOp::precharge_all)
      if (b.op == DramOp::activate) need(a, b, t_.tRP, "tRP");
    if ((is_precharge(a) || a.op == DramOp::precharge_all) && b.op == DramOp::refresh)
      need(a, b, t_.tRP, "tRP before REF");
    if (a.op == DramOp::refresh && (b.op == DramOp::activate || b.op == DramOp::refresh))
      need(a, b, t_.tRFC, "tRFC");
  }

  void after_activate(const DramCommand& a, const DramCommand& b, bool bank, bool group) {
    if (b.op == DramOp::activate) {
      need(a, b, group ? t_.tRRD_L : t_.tRRD_S, "tRRD");
      if (bank) need(a, b, t_.tRC, "tRC");
    }
    if (is_column(b) && bank) need(a, b, t_.tRCD, "tRCD");
    if ((is_precharge(b) && bank) || b.op == DramOp::precharge_all) need(a, b, t_.tRAS, "tRAS");
  }

  void columns(const DramCommand& a, const DramCommand& b, bool group) {
    need(a, b, group ? t_.tCCD_L : t_.tCCD_S, "tCCD");
    const int gap = a.op == b.op ? 0 : t_.turnaround;
    if (data(b) < data(a) + t_.BL / 2 + gap) broken_.insert("data bus");
  }

  void four_activates(const std::vector<DramCommand>& all, std::size_t first, std::size_t n) {
    if (all[n].op != DramOp::activate) return;
    const auto within =
        std::count_if(all.begin() + static_cast<std::ptrdiff_t>(first),
                      all.begin() + static_cast<std::ptrdiff_t>(n), [&](const DramCommand& c) {
                        return c.op == DramOp::activate && all[n].at - c.at < t_.tFAW;
                      });
    if (within >= 4) broken_.insert("tFAW");
  }

  void rows(const DramCommand& c) {
    std::int64_t& row = rows_[static_cast<std::size_t>(c.place.bank)];
    if (is_column(c) && row != c.place.row) broken_.insert("column command to an open row");
    if (c.op == DramOp::activate) {
      if (row >= 0) broken_.insert("ACT of a closed bank");
      row = c.place.row;
    }
    if (is_precharge(c)) row = -1;
    if (c.op == DramOp::precharge_all) std::ranges::fill(rows_, -1);
    if (c.op != DramOp::refresh) return;
    if (std::ranges::any_of(rows_, [](std::int64_t r) { return r >= 0; }))
      broken_.insert("REF of closed banks");
    if (c.at < ++refreshes_ * t_.tREFI) broken_.insert("REF when it is due");
    if (c.at > refreshes_ * t_.tREFI + longest_) broken_.insert("REF in time");
  }

  const DramTiming t_;
  ClockEdge longest_;
  std::int64_t refreshes_ = 0;
  std::vector<std::int64_t> rows_;  ///< by bank: the open row, or -1
  std::set<std::string> broken_;
};

}  // namespace rda::sim
