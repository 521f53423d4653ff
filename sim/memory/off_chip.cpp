// SPDX-License-Identifier: Apache-2.0
#include "sim/memory/off_chip.h"

#include <algorithm>
#include <utility>

#include "rda/check.h"

namespace rda::sim {

OffChip::OffChip(const Chip& chip)
    : config_(chip.memory->channels), inbox_(static_cast<std::size_t>(chip.memory->ags.count)) {
  for (int c = 0; c < config_.count; ++c)
    channels_.emplace_back(config_, chip.clock_mhz, chip.memory->ags.count);
  lookahead_ = channels_.front().lookahead();
  if (const auto* dram = std::get_if<DramChannel>(&config_.model))
    has_refresh_ = timing_of(*dram).tREFI > 0;
  else
    alike_bytes_ = std::int64_t{config_.burst_bytes} * config_.interleave * config_.count;
}

void OffChip::ask(int generator, Cycle arrival, const BurstSequence::Asked& asked, bool write) {
  RDA_CHECK(arrival >= reached_, "a burst is asked for too late");
  const BurstPlace place = place_of(config_, asked.burst);
  channels_[static_cast<std::size_t>(place.channel)].ask(
      arrival, {generator, asked.id, place.number, write});
  ++undecided_;
}

void OffChip::advance(Cycle until) {
  if (until <= reached_) return;
  reached_ = until;
  for (Channel& channel : channels_) {
    channel.advance(until);
    for (const Delivery& delivery : channel.take()) {
      inbox_[static_cast<std::size_t>(delivery.generator)].push_back(delivery);
      --undecided_;
    }
  }
}

std::vector<Delivery> OffChip::take(int generator) {
  return std::exchange(inbox_[static_cast<std::size_t>(generator)], {});
}

std::vector<ChannelResult> OffChip::counts() const {
  std::vector<ChannelResult> counts;
  for (const Channel& channel : channels_) counts.push_back(channel.counts());
  return counts;
}

void OffChip::note(StateList& state) const {
  for (const Channel& channel : channels_) channel.note(state, reached_);
}

void OffChip::shift(Cycle cycles, const std::vector<std::int64_t>& growth,
                    const std::vector<ChannelResult>& counts) {
  reached_ += cycles;
  for (std::size_t c = 0; c < channels_.size(); ++c) channels_[c].shift(cycles, growth, counts[c]);
}

}  // namespace rda::sim
