// SPDX-License-Identifier: Apache-2.0
// The two programs of a PMU, and the `full` and permit tokens between them.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/ceil_div.h"
#include "mapper/index.h"
#include "mapper/memories.h"
#include "mapping/latency.h"

namespace rda::mapper {
namespace {

constexpr std::size_t kRead = 0, kWrite = 1;  // programs of a PMU that has both

/// Bounds of the firings in which all loops but the outermost `counting` are at their first index.
Bounds at_first(const Program& program, int counting) {
  Bounds first;
  for (int loop = 0; loop < static_cast<int>(program.space.rank()) - counting; ++loop)
    first.add({loop, 0, 1});
  return first;
}

/// A local control stream between the two programs of a PMU, and its two ports.
struct Signal {
  std::string name;
  std::int64_t initial;  ///< tokens at the start
  std::size_t from;      ///< number of the program that sends the tokens
  Port out, in;
};

void add_signal(Builder& b, Unit& pmu, Signal signal) {
  signal.out.stream = signal.in.stream = b.add_local(signal.name, signal.initial);
  pmu.programs[signal.from].outputs.push_back(std::move(signal.out));
  pmu.programs[kWrite - signal.from].inputs.push_back(std::move(signal.in));
}

void set_programs(const Builder& b, Unit& pmu, Programs programs) {
  programs.write.work = MemoryAccess{.writes = true};
  programs.write.latency = mapping::latency_of(b.chip, programs.write);
  add_read_program(b, pmu, std::move(programs.read));
  pmu.programs.push_back(std::move(programs.write));
}

/// Of a state that each repetition begins anew: its first contents go into a buffer of their own,
/// which the first items read. What the last items write is read by nobody.
void add_restart(const Builder& b, Unit& pmu, int filled, Program& read) {
  Buffer& state = pmu.buffers.front();
  Buffer initial{"initial", 0, state.slot_bytes, filled, std::move(state.contents)};
  initial.offset = round_up(state.offset + state.slots * state.slot_bytes, b.chip.pmu.row_bytes());
  state.contents.clear();
  pmu.buffers.push_back(std::move(initial));
  for (Port& out : read.outputs)
    out.access->restart =
        Restart{static_cast<int>(pmu.buffers.size()) - 1, item_loop(read), filled};
}

/// The signals of such a state: as add_signals(), but for the items that are written and read.
void add_restart_signals(Builder& b, Unit& pmu, int filled, int slots) {
  const Program &read = pmu.programs[kRead], &write = pmu.programs[kWrite];
  const StreamId none;
  const std::int64_t items = read.space.extents.back();
  const Bounds permit = at_first(write, 1);
  const int freed = item_loop(read);
  if (items > filled) {
    Bounds awaited = at_first(read, 1);
    awaited.add({item_loop(read), filled, items});
    add_signal(b, pmu,
               {pmu.name + ".full", 0, kWrite,
                port("filled", none, item_loop(write), {{item_loop(write), 0, items - filled}}),
                port("full", none, 0, awaited)});
  }
  add_signal(b, pmu,
             {pmu.name + ".permit", slots - filled, kRead, port("freed", none, freed),
              port("permit", none, 0, permit)});
}

/// Adds the streams of `full` and permit tokens: one token of each for each iteration of the
/// outermost `counting` loops. At the start, `filled` of the `slots` slots are full.
void add_signals(Builder& b, Unit& pmu, int filled, int slots, int counting) {
  const auto level = [&](std::size_t program) {
    return static_cast<int>(pmu.programs[program].space.rank()) - counting;
  };
  const auto first = [&](std::size_t program) { return at_first(pmu.programs[program], counting); };
  const StreamId none;
  // A state that begins with values is read no more once the items of all steps are written.
  const std::int64_t written = pmu.programs[kWrite].space.extents.back();
  const std::int64_t read = pmu.programs[kRead].space.extents.back();
  Bounds awaited;
  if (read < written)
    awaited.add({static_cast<int>(pmu.programs[kWrite].space.rank()) - 1, 0, read});
  add_signal(b, pmu,
             {pmu.name + ".full", filled, kWrite, port("filled", none, level(kWrite), awaited),
              port("full", none, 0, first(kRead))});
  add_signal(b, pmu,
             {pmu.name + ".permit", slots - filled, kRead, port("freed", none, level(kRead)),
              port("permit", none, 0, first(kWrite))});
}

}  // namespace

void add_read_program(const Builder& b, Unit& pmu, Program read) {
  read.work = MemoryAccess{};
  read.latency = mapping::latency_of(b.chip, read);
  pmu.programs.push_back(std::move(read));
}

void add_programs(Builder& b, Unit& pmu, const Buffered& value, Programs programs) {
  Program &read = programs.read, &write = programs.write;
  const bool repeats = b.graph.repeat > 1, restarts = repeats && value.filled > 0;
  if (restarts) add_restart(b, pmu, value.filled, read);
  if (repeats && read.space.extents.back() < write.space.extents.back()) {
    // What a state that begins with values is last is passed over, so that slots become free.
    for (Port& out : read.outputs) out.where.add({item_loop(read), 0, read.space.extents.back()});
    read.space.extents.back() = write.space.extents.back();
  }
  set_programs(b, pmu, std::move(programs));
  if (restarts)
    add_restart_signals(b, pmu, value.filled, value.slots);
  else
    add_signals(b, pmu, value.filled, value.slots, 1);
}

void add_kept_programs(Builder& b, Unit& pmu, Programs programs) {
  set_programs(b, pmu, std::move(programs));
  Program& write = pmu.programs[kWrite];
  const StreamId updated = b.add_stream(pmu.name + ".updated", TokenKind::control, b.rate_of(0));
  write.outputs.push_back(port("updated", updated, static_cast<int>(write.space.rank())));
  b.updated.push_back(updated);
}

void add_row_programs(Builder& b, Unit& pmu, int slots, Programs programs) {
  set_programs(b, pmu, std::move(programs));
  add_signals(b, pmu, 0, slots, 2);
}

void add_part_programs(Builder& b, Unit& pmu, int slots, int parts, Programs programs) {
  const auto row_loop = [](const Program& p) { return static_cast<int>(p.space.rank()) - 2; };
  const Program &read = programs.read, &write = programs.write;
  const int in = row_loop(read), out = row_loop(write);
  const std::int64_t rows = write.space.extents[index(out)];
  const Bounds first = at_first(read, 2), permit = at_first(write, 1);
  const std::int64_t last_turn = out == 0 ? 0 : write.space.extents[0] - 1;
  const int freed = static_cast<int>(read.space.rank()) - 1;
  set_programs(b, pmu, std::move(programs));
  const StreamId none;
  const int signals = static_cast<int>(std::min<std::int64_t>(parts, rows));
  for (int part = 0; part < signals; ++part) {
    const std::int64_t begin = rows * part / signals, end = rows * (part + 1) / signals;
    Port filled = port(fmt::format("filled{}", part), none, 0, {{out, end - 1, end}});
    if (out > 0) filled.where.add({0, last_turn, last_turn + 1});
    Port full = port(fmt::format("full{}", part), none, 0, first);
    full.where.add({in, begin, begin + 1});
    add_signal(
        b, pmu,
        {fmt::format("{}.full{}", pmu.name, part), 0, kWrite, std::move(filled), std::move(full)});
  }
  add_signal(b, pmu,
             {pmu.name + ".permit", slots, kRead, port("freed", none, freed),
              port("permit", none, 0, permit)});
}

void add_ring_programs(Builder& b, Unit& pmu, int slots, Programs programs, RingPorts ports) {
  set_programs(b, pmu, std::move(programs));
  add_signal(b, pmu,
             {pmu.name + ".full", 0, kWrite, std::move(ports.filled), std::move(ports.full)});
  add_signal(b, pmu,
             {pmu.name + ".permit", slots, kRead, std::move(ports.freed), std::move(ports.permit)});
}

void add_filled_programs(Builder& b, Unit& pmu, Programs programs, int written, int read) {
  const int level = static_cast<int>(programs.write.space.rank()) - written;
  const Bounds first = at_first(programs.read, read), permit = at_first(programs.write, 0);
  const int freed = static_cast<int>(programs.read.space.rank());
  set_programs(b, pmu, std::move(programs));
  const StreamId none;
  add_signal(
      b, pmu,
      {pmu.name + ".full", 0, kWrite, port("filled", none, level), port("full", none, 0, first)});
  if (b.graph.repeat == 1) return;
  Buffer& sequence = pmu.buffers.front();
  const bool holds_two = 2 * sequence.slot_bytes <= b.chip.pmu.capacity_bytes();
  sequence.slots = holds_two && b.chip.pmu.max_slots > 1 ? 2 : 1;
  add_signal(b, pmu,
             {pmu.name + ".permit", sequence.slots, kRead, port("freed", none, freed),
              port("permit", none, 0, permit)});
}

}  // namespace rda::mapper
