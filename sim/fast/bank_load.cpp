// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/bank_load.h"

#include <algorithm>

#include "base/ceil_div.h"
#include "mapping/latency.h"
#include "sim/fast/accesses.h"

namespace rda::sim::fast {
namespace {

/// The bounds of a box in the loops that it restricts: fewer to test than all bounds.
Bounds restrictions(const Box& box, const Space& space) {
  Bounds bounds;
  for (std::size_t l = 0; l < space.rank(); ++l)
    if (box[l].size() < space.extents[l]) bounds.add({static_cast<int>(l), box[l].lo, box[l].hi});
  return bounds;
}

}  // namespace

BankLoad::BankLoad(const Chip& chip, const Mapping& mapping, const std::vector<Buffer>& buffers,
                   const Program& program)
    : program_(program), banks_(chip.pmu.banks), lanes_(chip.pcu.lanes) {
  for (const auto* ports : {&program.inputs, &program.outputs})
    for (const Port& port : *ports)
      if (port.access) add(chip, mapping, buffers, port);
  load_.assign(static_cast<std::size_t>(banks_), 0);
  if (std::ranges::all_of(touches_, [&](const Touch& touch) { return even_cycles(touch) == 1; }) &&
      (all_apart() || std::ranges::all_of(touches_, &Touch::anywhere)))
    constant_ = 1;  // a look-up is the only access of its firing
  else if (touches_.size() == 1 && touches_.front().where.is_whole())
    constant_ = even_cycles(touches_.front());
}

/// Cycles of a firing in which the port alone touches memory, if they do not depend on its address;
/// otherwise 0. Consecutive words load the banks evenly, whatever the first word is. Narrow
/// elements may begin within a word, and then touch one word more.
int BankLoad::even_cycles(const Touch& touch) const {
  if (touch.words == 1) return touch.reads;
  if (touch.stride > 4) return 0;
  const int width = bytes(touch.access.format);
  const std::int64_t last = std::int64_t{touch.words - 1} * touch.stride + width;
  const std::int64_t fewest = ceil_div(last, std::int64_t{4});
  const std::int64_t most = ceil_div(last + 4 - width, std::int64_t{4});
  const std::int64_t cycles = ceil_div(most, banks_);
  return ceil_div(fewest, banks_) == cycles ? static_cast<int>(cycles) * touch.reads : 0;
}

void BankLoad::add(const Chip& chip, const Mapping& mapping, const std::vector<Buffer>& buffers,
                   const Port& port) {
  const Access& access = *port.access;
  const auto buffer = [&](int number) -> const Buffer& {
    return buffers[static_cast<std::size_t>(number)];
  };
  Touch touch{access, buffer(access.buffer), accesses_of(program_, port), {}};
  const bool vector = mapping.streams[port.stream].kind == TokenKind::vector;
  if (vector) touch.words = lanes_;
  if (touch.anywhere())
    touch.reads = mapping::entry_reads(chip, vector);
  else
    touch.stride = access.lane_stride;
  const auto push = [&](Touch part, const Bounds& clipped) {
    part.inside.clip(clipped);
    if (part.inside.is_empty()) return;
    part.where = restrictions(part.inside, program_.space);
    touches_.push_back(std::move(part));
  };
  if (!access.restart) return push(std::move(touch), {});
  const Restart& restart = *access.restart;
  Touch begins{access, buffer(restart.buffer), touch.inside, {}, touch.words, touch.stride};
  push(std::move(begins), {{restart.loop, 0, restart.count}});
  push(std::move(touch), {{restart.loop, restart.count,
                           program_.space.extents[static_cast<std::size_t>(restart.loop)]}});
}

bool BankLoad::all_apart() const {
  for (std::size_t t = 0; t < touches_.size(); ++t)
    for (std::size_t other = 0; other < t; ++other)
      if (meet(touches_[t].inside, touches_[other].inside)) return false;
  return true;
}

std::int64_t BankLoad::address(const Touch& touch, Index index) const {
  return base(touch, index) + slot(touch, index) * touch.buffer.slot_bytes;
}

std::int64_t BankLoad::base(const Touch& touch, Index index) const {
  return touch.buffer.offset + touch.access.byte_in_slot(index);
}

std::int64_t BankLoad::slot(const Touch& touch, Index index) const {
  return touch.access.slot_of(program_.space.item_of(touch.access.slot_level, index),
                              touch.buffer.slots);
}

/// Whether bank cycles depend on the slot of this touch: slots begin in different banks, or another
/// touch of the buffer may be in another slot. They do not if all touches change to the next slot
/// together, by the same number of words.
bool BankLoad::slot_matters(const Touch& touch) const {
  const auto changes_together = [&](const Touch& other) {
    if (!meet(other.inside, touch.inside)) return true;
    return other.buffer.slots == touch.buffer.slots &&
           other.access.slot_level == touch.access.slot_level &&
           other.access.first_slot == touch.access.first_slot &&
           other.buffer.slot_bytes == touch.buffer.slot_bytes &&
           other.anywhere() == touch.anywhere();
  };
  if (touch.buffer.slot_bytes % 4 == 0 && std::ranges::all_of(touches_, changes_together))
    return false;
  if (touch.buffer.slots == 1) return false;
  return touch.buffer.slot_bytes % (banks_ * 4) != 0 ||
         std::ranges::any_of(touches_, [&](const Touch& other) {
           return &other.buffer == &touch.buffer && !changes_together(other);
         });
}

void BankLoad::note(Index index, Snapshot& snapshot) const {
  for (std::size_t t = 0; t < touches_.size(); ++t) {
    const Touch& touch = touches_[t];
    const std::int64_t at = base(touch, index);
    snapshot.add(at % (banks_ * 4));
    if (slot_matters(touch)) snapshot.add(slot(touch, index));
    for (std::size_t other = 0; other < t; ++other)
      if (&touches_[other].buffer == &touch.buffer) snapshot.add(at - base(touches_[other], index));
  }
}

int BankLoad::cycles(Index index) {
  words_.clear();
  for (const Touch& touch : touches_) {
    if (!touch.where.contains(index)) continue;
    const std::int64_t first =
        touch.anywhere() ? touch.buffer.offset + touch.access.offset : address(touch, index);
    const std::int64_t row = round_up(std::int64_t{touch.words}, banks_);
    for (int lane = 0; lane < touch.words; ++lane)
      for (int read = 0; read < touch.reads; ++read)
        words_.push_back(((first + std::int64_t{lane} * touch.stride) >> 2) + read * row);
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
