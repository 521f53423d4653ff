// SPDX-License-Identifier: Apache-2.0
#include "sim/memory/burst_sequence.h"

#include <algorithm>

#include "mapping/index.h"

namespace rda::sim {

BurstSequence::BurstSequence(const Chip& chip, const Mapping& mapping, const Program& program)
    : program_(program),
      writes_(mapping::writes_memory(program)),
      burst_bytes_(chip.memory->channels.burst_bytes) {
  for (const Port& port : writes_ ? program.inputs : program.outputs) {
    if (!port.access) continue;
    const Access& access = *port.access;
    const bool vector = mapping.streams[port.stream].kind == TokenKind::vector;
    const Box where = writes_ ? program.where(port).clip(access.keep) : program.moves(port);
    touches_.push_back({access, mapping.memory[static_cast<std::size_t>(access.buffer)], where,
                        std::int64_t{vector ? chip.pcu.lanes : 1} * bytes(access.format)});
  }
}

std::int64_t BurstSequence::address(const Touch& touch, Index index) const {
  const std::int64_t item = program_.space.item_of(touch.access.slot_level, index);
  return touch.buffer.offset +
         touch.access.slot_of(item, touch.buffer.slots) * touch.buffer.slot_bytes +
         touch.access.byte_in_slot(index);
}

std::int64_t BurstSequence::opens(Index index) const {
  std::int64_t count = 0, last = last_;
  bool open = !writes_ || !collected_.empty();  // a burst that has been sent is opened again
  for (const Touch& touch : touches_) {
    if (!touch.where.contains(index)) continue;
    const std::int64_t from = address(touch, index);
    for (std::int64_t burst = from / burst_bytes_; burst * burst_bytes_ < from + touch.bytes;
         ++burst) {
      if (burst == last && open) continue;
      last = burst;
      open = true;
      ++count;
    }
  }
  return count;
}

void BurstSequence::open(std::int64_t burst, Firing& firing) {
  if (burst == last_ && (!writes_ || !collected_.empty())) return;
  close(firing);
  last_ = burst;
  if (writes_)
    collected_.assign(static_cast<std::size_t>(burst_bytes_), false);
  else
    firing.asked.push_back({opened_, burst});
  ++opened_;
}

/// Asks for the burst that is being collected.
void BurstSequence::close(Firing& firing) {
  if (collected_.empty()) return;
  firing.asked.push_back({opened_ - 1, last_});
  collected_.clear();
  bytes_ = 0;
}

/// Adds bytes [from, end) of the open burst, which is asked for once it is full.
void BurstSequence::collect(std::int64_t from, std::int64_t end, Firing& firing) {
  for (std::int64_t byte = from; byte < end; ++byte) {
    auto bit = collected_[static_cast<std::size_t>(byte)];
    bytes_ += bit ? 0 : 1;
    bit = true;
  }
  if (bytes_ == burst_bytes_) close(firing);
}

BurstSequence::Firing BurstSequence::fire(Index index, bool ends) {
  Firing firing;
  firing.first = opened_;
  bool touched = false;
  for (const Touch& touch : touches_) {
    if (!touch.where.contains(index)) continue;
    const std::int64_t from = address(touch, index), end = from + touch.bytes;
    for (std::int64_t burst = from / burst_bytes_; burst * burst_bytes_ < end; ++burst) {
      open(burst, firing);
      if (!touched) firing.first = opened_ - 1;
      touched = true;
      const std::int64_t base = burst * burst_bytes_;
      if (writes_)
        collect(std::max(from - base, std::int64_t{0}), std::min(end - base, burst_bytes_), firing);
    }
  }
  if (writes_ && ends) close(firing);
  if (writes_) firing.first = 0;
  firing.next = opened_;
  return firing;
}

std::vector<std::pair<std::int64_t, std::int64_t>> BurstSequence::places(Index index) const {
  std::vector<std::pair<std::int64_t, std::int64_t>> places;
  for (const Touch& touch : touches_) {
    const std::int64_t item = program_.space.item_of(touch.access.slot_level, index);
    places.emplace_back(touch.buffer.offset + touch.access.byte_in_slot(index),
                        touch.access.slot_of(item, touch.buffer.slots));
  }
  return places;
}

}  // namespace rda::sim
