// SPDX-License-Identifier: Apache-2.0
#include "sim/memory/dram_banks.h"

#include <algorithm>

namespace rda::sim {
namespace {

/// An edge that is at least `edge`.
void raise(ClockEdge& first, ClockEdge edge) { first = std::max(first, edge); }

}  // namespace

DramBanks::DramBanks(const DramTiming& timing)
    : timing_(timing), banks_(index(timing.groups * timing.banks)), groups_(index(timing.groups)) {
  activates_.fill(kLongBefore);
}

RowPlace DramBanks::place_of(std::int64_t burst) const {
  const std::int64_t in_row = timing_.row_bytes / timing_.burst_bytes();
  const auto group = static_cast<int>(burst % timing_.groups);
  const std::int64_t along = burst / timing_.groups / in_row, row = along / timing_.banks;
  const auto bank = static_cast<int>((along + row + row / timing_.banks) % timing_.banks);
  return {group, group * timing_.banks + bank, row};
}

bool DramBanks::any_open() const {
  return std::ranges::any_of(banks_, [](const Bank& bank) { return bank.row >= 0; });
}

ClockEdge DramBanks::activate_from(const RowPlace& place) const {
  return std::max({banks_[index(place.bank)].activate, groups_[index(place.group)].activate,
                   all_.activate, activates_[oldest_] + timing_.tFAW});
}

ClockEdge DramBanks::column_from(const RowPlace& place, bool write) const {
  const Group& group = groups_[index(place.group)];
  ClockEdge first = std::max({banks_[index(place.bank)].column, group.column, all_.column});
  if (!write) first = std::max({first, group.read, all_.read});
  const ClockEdge bus = bus_free_ + (wrote_ == write ? 0 : timing_.turnaround);
  return std::max(first, bus - (write ? timing_.tCWL : timing_.tCL));
}

ClockEdge DramBanks::precharge_all_from() const {
  ClockEdge first = closed_;
  for (const Bank& bank : banks_)
    if (bank.row >= 0) raise(first, bank.precharge);
  return first;
}

void DramBanks::activate(ClockEdge at, const RowPlace& place) {
  Bank& bank = banks_[index(place.bank)];
  bank.row = place.row;
  raise(bank.column, at + timing_.tRCD);
  raise(bank.precharge, at + timing_.tRAS);
  raise(bank.activate, at + timing_.tRC);
  raise(groups_[index(place.group)].activate, at + timing_.tRRD_L);
  raise(all_.activate, at + timing_.tRRD_S);
  activates_[oldest_] = at;
  oldest_ = (oldest_ + 1) % activates_.size();
}

void DramBanks::precharge(ClockEdge at, int number) {
  Bank& bank = banks_[index(number)];
  bank.row = -1;
  raise(bank.activate, at + timing_.tRP);
  raise(closed_, at);
  raise(refresh_, at + timing_.tRP);
}

void DramBanks::precharge_all(ClockEdge at) {
  for (std::size_t b = 0; b < banks_.size(); ++b)
    if (banks_[b].row >= 0) precharge(at, static_cast<int>(b));
}

void DramBanks::refresh(ClockEdge at) {
  raise(all_.activate, at + timing_.tRFC);
  raise(refresh_, at + timing_.tRFC);
}

ClockEdge DramBanks::column(ClockEdge at, const RowPlace& place, bool write) {
  Bank& bank = banks_[index(place.bank)];
  Group& group = groups_[index(place.group)];
  const ClockEdge end = at + (write ? timing_.tCWL : timing_.tCL) + timing_.clocks_per_burst();
  raise(group.column, at + timing_.tCCD_L);
  raise(all_.column, at + timing_.tCCD_S);
  raise(bank.precharge, write ? end + timing_.tWR : at + timing_.tRTP);
  if (write) {
    raise(group.read, end + timing_.tWTR_L);
    raise(all_.read, end + timing_.tWTR_S);
  }
  bus_free_ = end;
  wrote_ = write;
  return end;
}

void DramBanks::each_edge(auto& self, auto&& visit) {
  for (auto& bank : self.banks_) visit(bank.activate), visit(bank.column), visit(bank.precharge);
  for (auto& group : self.groups_) visit(group.activate), visit(group.column), visit(group.read);
  visit(self.all_.activate), visit(self.all_.column), visit(self.all_.read);
  visit(self.bus_free_), visit(self.closed_), visit(self.refresh_);
}

/// ClockEdges so long ago that they forbid nothing count as equal. The end on the data bus forbids
/// something until the turnaround is over.
void DramBanks::note(StateList& state, ClockEdge now) const {
  for (const Bank& bank : banks_) state.push_back(bank.row);
  const ClockEdge longest = timing_.turnaround;
  const auto add = [&](ClockEdge edge) { state.push_back(std::max(edge - now, -longest)); };
  each_edge(*this, add);
  for (std::size_t n = 0; n < activates_.size(); ++n)
    add(activates_[(oldest_ + n) % activates_.size()] + timing_.tFAW);
  state.push_back(wrote_);
}

void DramBanks::shift(ClockEdge edges) {
  each_edge(*this, [&](ClockEdge& edge) { edge += edges; });
  for (ClockEdge& edge : activates_) edge += edges;
}

}  // namespace rda::sim
