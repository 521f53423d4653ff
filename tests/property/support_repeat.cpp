// SPDX-License-Identifier: Apache-2.0
#include "property/support_repeat.h"

#include <algorithm>

namespace rda::test {
namespace {

/// One more loop around all others. What counted items goes on counting.
void repeat(Program& program, std::int64_t times) {
  const auto loops = static_cast<int>(program.space.rank());
  program.space.extents.push_back(times);
  for (auto* ports : {&program.inputs, &program.outputs})
    for (Port& port : *ports)
      if (port.access && port.access->slot_level == loops) port.access->slot_level = loops + 1;
}

/// A row for each repetition; the old rows one behind the other, and again.
void repeat(Tensor& tensor, std::int64_t columns, std::int64_t times) {
  const std::vector<float> old = std::move(tensor.values);
  tensor = {times, columns, std::vector<float>(static_cast<std::size_t>(times * columns))};
  for (std::size_t i = 0; i < tensor.values.size() && !old.empty(); ++i)
    tensor.values[i] = old[i % old.size()] + static_cast<float>(i / old.size() % 3);
}

/// Whether there are cycles in which nothing stalls: a firing needs room in all of its outputs at
/// once, and a deadlock is seen only where no stall may be what holds the rest up.
bool all_move(const Disturbance& disturbance, const Mapping& mapping) {
  const auto moves = [&](Cycle cycle) {
    return std::ranges::none_of(mapping.streams.ids(), [&](StreamId stream) {
      return stalled(disturbance, stream, cycle);
    });
  };
  for (Cycle cycle = 0; cycle < disturbance.stall_period; ++cycle)
    if (moves(cycle)) return true;
  return false;
}

}  // namespace

Case repeated(Case c, std::int64_t times) {
  c.mapping.steps = times;
  for (Unit& unit : c.mapping.units)
    for (Program& program : unit.programs) {
      auto* transfer = std::get_if<PortTransfer>(&program.work);
      if (!transfer) {
        repeat(program, times);
        continue;
      }
      // A repetition is an item of sources and sinks.
      transfer->tokens_per_item = program.firings();
      program.space.extents = {program.firings() * times};
      if (unit.kind == UnitKind::source)
        repeat(c.tensors[transfer->tensor], transfer->tokens_per_item * 4 * c.chip.pcu.lanes,
               times);
    }
  return c;
}

Case repeated_graph(std::uint64_t seed) {
  Random random(seed + 0x9e1);
  Case c = repeated(random_graph(seed), random.uniform_int(96, 320));
  if (!chance(random, 15)) return c;
  for (Unit& unit : c.mapping.units)
    if (unit.kind == UnitKind::sink) {
      auto& transfer = std::get<PortTransfer>(unit.programs.front().work);
      transfer.tokens_per_item = random.uniform_int(1, transfer.tokens_per_item);
    }
  return c;
}

Disturbance periodic_stalls(const Case& c, std::uint64_t seed) {
  Random random(seed + 0x57a11);
  Disturbance disturbance{.stall_seed = seed,
                          .stall_per_mille = static_cast<int>(random.uniform_int(50, 400)),
                          .stall_period = random.uniform_int(2, 16)};
  for (int tries = 1; !all_move(disturbance, c.mapping); ++tries) {
    disturbance.stall_seed += 1'000'003;
    if (tries % 50 == 0) disturbance.stall_per_mille -= disturbance.stall_per_mille / 8;
  }
  return disturbance;
}

SimulateOptions plain_options(const Case& c) {
  SimulateOptions options{.max_cycles = kEnoughCycles};
  if (c.seed % 3 != 0) options.disturbance = periodic_stalls(c, c.seed);
  return options;
}

}  // namespace rda::test
