// SPDX-License-Identifier: Apache-2.0
#include "property/support.h"

namespace rda::test {
namespace {

/// Mostly shallow, because that is where buffers matter.
PerKind fifo_depths(Random& random) {
  const auto depth = [&] {
    return static_cast<int>(chance(random, 50) ? random.uniform_int(1, 4)
                                               : random.uniform_int(1, 16));
  };
  const int vector = depth(), scalar = depth();
  return {vector, scalar, depth()};
}

StreamPortsConfig ports(Random& random, const GridConfig& grid, Side side) {
  const int switches = side == Side::west || side == Side::east ? grid.rows : grid.cols;
  StreamPortsConfig result{.side = side};
  if (switches >= 4 && chance(random, 20)) result.spacing = 2;
  result.offset = static_cast<int>(random.uniform_int(0, switches > 3 ? 1 : 0));
  result.count = (switches - result.offset - 1) / result.spacing + 1;
  result.width_bits = pick(random, {512, 512, 256, 128, 32, 100});
  result.interval = pick(random, {1, 1, 1, 2, 3, 5});
  return result;
}

}  // namespace

bool interpolates(std::uint64_t seed) {
  Random random(seed + 0x7ab1e5);
  return chance(random, 35);
}

Chip random_chip(Random& random) {
  Chip chip;
  chip.name = "random";
  chip.grid.rows = static_cast<int>(random.uniform_int(2, 8));
  chip.grid.cols = static_cast<int>(random.uniform_int(2, 8));
  chip.grid.pattern = static_cast<Pattern>(random.below(3));
  chip.grid.strip = chance(random, 50) ? "CM" : chance(random, 50) ? "MC" : "CMM";
  chip.pcu.lanes = pick(random, {1, 2, 4, 8, 16, 16, 5});
  chip.pcu.stages = 16;
  chip.pcu.registers = 16;
  chip.pcu.packing = chance(random, 80);
  chip.pcu.fused = chance(random, 70);
  chip.pcu.folded = chance(random, 70);
  chip.pcu.latency = static_cast<PcuLatency>(random.below(2));
  chip.pcu.inputs = {8, 8, 16};
  chip.pcu.outputs = {6, 6, 8};
  chip.pcu.fifo_depth = fifo_depths(random);
  chip.pmu.banks = pick(random, {1, 2, 4, 8, 16, 16, 7});
  chip.pmu.capacity_kb = 4096;
  chip.pmu.stages = 6;
  chip.pmu.read_latency = static_cast<int>(random.uniform_int(1, 4));
  chip.pmu.inputs = {8, 8, 16};
  chip.pmu.outputs = {6, 6, 8};
  chip.pmu.fifo_depth = fifo_depths(random);
  chip.network.hop_latency = static_cast<int>(random.uniform_int(1, 3));
  chip.network.tracks = {static_cast<int>(random.uniform_int(2, 6)),
                         static_cast<int>(random.uniform_int(2, 6)),
                         static_cast<int>(random.uniform_int(2, 6))};
  const bool across = chance(random, 70);
  chip.stream.sources = ports(random, chip.grid, across ? Side::west : Side::north);
  chip.stream.sinks = ports(random, chip.grid, across ? Side::east : Side::south);
  chip.stream.fifo_depth = fifo_depths(random);
  return chip;
}

}  // namespace rda::test
