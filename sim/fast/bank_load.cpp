// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/bank_load.h"

#include <algorithm>

namespace rda::sim::fast {
namespace {

bool inside(const std::vector<Bound>& ranges, const std::vector<std::int64_t>& index) {
  return std::ranges::all_of(ranges, [&](const Bound& b) {
    const std::int64_t i = index[static_cast<std::size_t>(b.loop)];
    return i >= b.lo && i < b.hi;
  });
}

}  // namespace

BankLoad::BankLoad(const Chip& chip, const Mapping& mapping, const PmuUnit& pmu,
                   const Program& program)
    : loops_(program.loops), banks_(chip.pmu.banks), lanes_(chip.pcu.lanes) {
  for (const Port& port : program.inputs) add(mapping, pmu, program, port, false);
  for (const Port& port : program.outputs) add(mapping, pmu, program, port, true);
  load_.assign(static_cast<std::size_t>(banks_), 0);
  if (touches_.empty()) {
    constant_ = 1;
  } else if (touches_.size() == 1) {
    const Touch& only = touches_.front();
    // Words that follow one another load the banks evenly, wherever they start.
    if (only.words == 1)
      constant_ = 1;
    else if (only.lane_stride == 4 && only.where.empty() && only.lasts.empty())
      constant_ = static_cast<int>((only.words + banks_ - 1) / banks_);
  }
}

void BankLoad::add(const Mapping& mapping, const PmuUnit& pmu, const Program& program,
                   const Port& port, bool output) {
  if (!port.access) return;
  const Access& access = *port.access;
  const Buffer& buffer = pmu.buffers[static_cast<std::size_t>(access.buffer)];
  Touch touch;
  touch.where = port.where;
  touch.where.insert(touch.where.end(), access.keep.begin(), access.keep.end());
  for (int l = 0; output && l < port.level; ++l) {
    std::int64_t hi = program.loops[static_cast<std::size_t>(l)];
    for (const Bound& b : port.where)
      if (b.loop == l) hi = std::min(hi, b.hi);
    touch.lasts.push_back(hi - 1);
  }
  touch.strides = access.strides;
  touch.strides.resize(program.loops.size(), 0);
  touch.buffer = access.buffer;
  touch.base = buffer.offset + access.offset;
  touch.slot_bytes = buffer.slot_bytes;
  touch.slots = buffer.slots;
  touch.first_slot = access.first_slot;
  touch.slot_level = access.slot_level;
  const Stream& stream = mapping.streams[static_cast<std::size_t>(port.stream)];
  if (stream.kind == TokenKind::vector) touch.words = lanes_;
  touch.lane_stride = access.lane_stride;
  touch.one_anywhere = access.look_up >= 0;
  touches_.push_back(std::move(touch));
}

std::int64_t BankLoad::address(const Touch& touch, const std::vector<std::int64_t>& index) const {
  return base(touch, index) + slot(touch, index) * touch.slot_bytes;
}

std::int64_t BankLoad::base(const Touch& touch, const std::vector<std::int64_t>& index) const {
  std::int64_t address = touch.base;
  for (std::size_t l = 0; l < index.size(); ++l) address += touch.strides[l] * index[l];
  return address;
}

std::int64_t BankLoad::slot(const Touch& touch, const std::vector<std::int64_t>& index) const {
  std::int64_t item = 0;
  for (std::size_t l = index.size(); l-- > static_cast<std::size_t>(touch.slot_level);)
    item = item * loops_[l] + index[l];
  return (item + touch.first_slot) % touch.slots;
}

/// Whether it matters which slot the touch is in: slots begin in different banks, or another touch
/// of the buffer may be in another one. Not where all touches go on to the next slot together, by
/// the same number of words.
bool BankLoad::slot_matters(const Touch& touch) const {
  const auto goes_along = [&](const Touch& other) {
    return other.slots == touch.slots && other.slot_level == touch.slot_level &&
           other.first_slot == touch.first_slot && other.slot_bytes == touch.slot_bytes &&
           other.one_anywhere == touch.one_anywhere;
  };
  if (touch.slot_bytes % 4 == 0 && std::ranges::all_of(touches_, goes_along)) return false;
  if (touch.slots == 1) return false;
  return touch.slot_bytes % (banks_ * 4) != 0 ||
         std::ranges::any_of(touches_, [&](const Touch& other) {
           return other.buffer == touch.buffer && !goes_along(other);
         });
}

void BankLoad::note(const std::vector<std::int64_t>& index, State& state) const {
  for (std::size_t t = 0; t < touches_.size(); ++t) {
    const Touch& touch = touches_[t];
    const std::int64_t at = base(touch, index);
    state.add(at % (banks_ * 4));
    if (slot_matters(touch)) state.add(slot(touch, index));
    for (std::size_t other = 0; other < t; ++other)
      if (touches_[other].buffer == touch.buffer) state.add(at - base(touches_[other], index));
  }
}

int BankLoad::cycles(const std::vector<std::int64_t>& index) {
  words_.clear();
  for (const Touch& touch : touches_) {
    if (!inside(touch.where, index)) continue;
    bool makes = true;
    for (std::size_t l = 0; l < touch.lasts.size(); ++l)
      makes = makes && index[l] == touch.lasts[l];
    if (!makes) continue;
    const std::int64_t first = touch.one_anywhere ? touch.base : address(touch, index);
    for (int lane = 0; lane < touch.words; ++lane)
      words_.push_back((first + std::int64_t{lane} * touch.lane_stride) >> 2);
  }
  if (words_.size() <= 1) return 1;
  std::ranges::sort(words_);
  words_.erase(std::unique(words_.begin(), words_.end()), words_.end());
  int most = 1;
  for (const std::int64_t word : words_)
    most = std::max(most, ++load_[static_cast<std::size_t>(word % banks_)]);
  for (const std::int64_t word : words_) load_[static_cast<std::size_t>(word % banks_)] = 0;
  return most;
}

}  // namespace rda::sim::fast
