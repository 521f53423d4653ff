// SPDX-License-Identifier: Apache-2.0
#include "sim/memory/dram_server.h"

#include <algorithm>

namespace rda::sim {

DramServer::DramServer(const DramChannel& model, const ChannelConfig& config, double core_mhz)
    : timing_(timing_of(model)),
      model_(model),
      clocks_(timing_, core_mhz),
      depth_(static_cast<std::size_t>(config.queue)),
      banks_(timing_),
      due_(timing_.tREFI > 0 ? timing_.tREFI : kNever) {}

void DramServer::enter(Cycle cycle, const Burst& burst) {
  queue_.push_back({burst, banks_.place_of(burst.number), clocks_.edge_at(cycle)});
  // Nothing was issued before. If the burst turns the channel round, another one may go first now.
  free_ = std::max(free_, queue_.back().entered);
  choose_mode();
  chosen_ = false;
}

/// Whether reads or writes are served, after a burst has entered or left.
void DramServer::choose_mode() {
  const std::int64_t writes =
      std::ranges::count_if(queue_, [](const Entry& entry) { return entry.burst.write; });
  const bool reads = writes < std::ssize(queue_);
  if (!writes_ && writes > 0 && (writes >= model_.writes_high || !reads)) writes_ = true;
  if (writes_ && (writes == 0 || (writes <= model_.writes_low && reads))) writes_ = false;
}

/// From the edge on at which a refresh is due, nothing else is issued.
DramServer::Choice DramServer::next_refresh() const {
  if (banks_.any_open())
    return {std::max({due_, banks_.precharge_all_from(), free_}), DramOp::precharge_all, 0};
  return {std::max({due_, banks_.refresh_from(), free_}), DramOp::refresh, 0};
}

/// The next command of an entry, which is the oldest of its bank. @param row_wanted  an entry still
/// goes to the open row
DramServer::Choice DramServer::next_of(std::size_t number, bool row_wanted) const {
  const Entry& entry = queue_[number];
  const ClockEdge first = std::max(entry.entered, free_);
  if (!banks_.is_open(entry.place.bank))
    return {std::max(first, banks_.activate_from(entry.place)), DramOp::activate, number};
  if (row_wanted) return {};
  return {std::max(first, banks_.precharge_from(entry.place.bank)), DramOp::precharge, number};
}

/// The first command that is allowed: of those at one edge the column command of the oldest burst,
/// then the command of the oldest burst.
DramServer::Choice DramServer::choose() {
  Choice column, other;
  use_.assign(static_cast<std::size_t>(timing_.groups * timing_.banks), {});
  const auto served = [&](const Entry& entry) { return entry.burst.write == writes_; };
  const auto oldest = std::ranges::find_if(queue_, served);
  const bool alone = oldest != queue_.end() && oldest->passed >= model_.cap;
  for (const Entry& entry : queue_)
    if (!alone && served(entry) && banks_.has_open(entry.place))
      use_[static_cast<std::size_t>(entry.place.bank)].wanted = true;
  for (std::size_t n = 0; n < queue_.size(); ++n) {
    const Entry& entry = queue_[n];
    if (!served(entry) || (alone && &entry != &*oldest)) continue;
    BankUse& bank = use_[static_cast<std::size_t>(entry.place.bank)];
    if (banks_.has_open(entry.place)) {
      const ClockEdge at =
          std::max({entry.entered, free_, banks_.column_from(entry.place, entry.burst.write)});
      if (at < column.at) column = {at, entry.burst.write ? DramOp::write : DramOp::read, n};
    } else if (!bank.seen) {
      bank.seen = true;
      if (const Choice next = next_of(n, bank.wanted); next.at < other.at) other = next;
    }
  }
  const Choice best = column.at <= other.at ? column : other;
  return best.at < due_ ? best : next_refresh();
}

ClockEdge DramServer::next() {
  if (!chosen_) choice_ = choose();
  chosen_ = true;
  return choice_.at;
}

void DramServer::issue(std::vector<Delivery>& deliveries, ChannelResult& counts) {
  next();
  const Choice choice = choice_;
  chosen_ = false;
  free_ = choice.at + 1;
  if (choice.op == DramOp::refresh) {
    tell(choice.at, choice.op, {});
    banks_.refresh(choice.at);
    due_ += timing_.tREFI;
    ++counts.refreshes;
  } else if (choice.op == DramOp::precharge_all) {
    tell(choice.at, choice.op, {});
    banks_.precharge_all(choice.at);
  } else {
    serve(choice, deliveries, counts);
  }
}

void DramServer::serve(const Choice& choice, std::vector<Delivery>& deliveries,
                       ChannelResult& counts) {
  Entry& entry = queue_[choice.entry];
  tell(choice.at, choice.op, entry.place);
  if (choice.op == DramOp::activate) {
    banks_.activate(choice.at, entry.place);
    entry.activated = true;
    return;
  }
  if (choice.op == DramOp::precharge) {
    banks_.precharge(choice.at, entry.place.bank);
    entry.precharged = true;
    return;
  }
  const ClockEdge end = banks_.column(choice.at, entry.place, entry.burst.write);
  deliveries.push_back({entry.burst.generator, entry.burst.id, clocks_.cycle_at(end)});
  ++(entry.precharged ? counts.conflicts : entry.activated ? counts.closed : counts.hits);
  for (std::size_t n = 0; n < choice.entry; ++n)
    if (queue_[n].burst.write == entry.burst.write) ++queue_[n].passed;
  const RowPlace place = entry.place;
  if (queue_.size() == depth_) room_ = clocks_.cycle_after(choice.at);
  queue_.erase(queue_.begin() + static_cast<std::ptrdiff_t>(choice.entry));
  choose_mode();
  if (model_.page == PagePolicy::closed) close_behind(choice.at, place);
}

/// Lets the bank of an access precharge itself as soon as it may, if no burst goes to its row.
void DramServer::close_behind(ClockEdge, const RowPlace& place) {
  if (std::ranges::any_of(queue_, [&](const Entry& e) {
        return e.place.bank == place.bank && e.place.row == place.row;
      }))
    return;
  const ClockEdge at = banks_.precharge_from(place.bank);
  tell(at, DramOp::precharge_self, place);
  banks_.precharge(at, place.bank);
}

Cycle DramServer::lookahead() const {
  return clocks_.cycle_at(std::min(timing_.tCL, timing_.tCWL) + timing_.clocks_per_burst());
}

void DramServer::note(StateList& state, Cycle now) const {
  const ClockEdge edge = clocks_.edge_at(now);
  state.push_back(clocks_.phase(now));
  state.push_back(due_ == kNever ? 0 : due_ - edge);
  state.push_back(std::max<ClockEdge>(free_ - edge, 0));
  state.push_back(std::max<Cycle>(room_ - now, 0));
  state.push_back(writes_);
  banks_.note(state, edge);
  for (const Entry& entry : queue_) {
    state.insert(state.end(), {entry.burst.generator, entry.burst.number, entry.burst.write,
                               std::max<ClockEdge>(entry.entered - edge, 0), entry.passed,
                               entry.activated, entry.precharged});
  }
  state.push_back(-1);
}

void DramServer::shift(Cycle cycles, const std::vector<std::int64_t>& growth) {
  const ClockEdge edges = clocks_.edge_at(cycles);
  banks_.shift(edges);
  for (Entry& entry : queue_) {
    entry.entered += edges;
    entry.burst.id += growth[static_cast<std::size_t>(entry.burst.generator)];
  }
  free_ += edges;
  if (due_ != kNever) due_ += edges;
  room_ += cycles;
  chosen_ = false;
}

}  // namespace rda::sim
