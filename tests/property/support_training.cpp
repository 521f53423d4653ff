// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "property/support.h"
#include "rda/error.h"
#include "rda/map.h"
#include "training/precisions.h"
#include "training/simulated.h"

namespace rda::test {
namespace {

/// A layer that can be trained and mapped.
bool is_learned(const Layer& layer) {
  return layer.type != LayerType::embedding && layer.type != LayerType::input &&
         layer.type != LayerType::attention;
}

Workload draw_trained(Random& random) {
  Workload workload;
  workload.name = "trained";
  workload.input = static_cast<int>(random.uniform_int(1, 9));
  workload.hidden = static_cast<int>(random.uniform_int(1, 9));
  workload.batch = static_cast<int>(random.uniform_int(1, 4));
  workload.steps = random.uniform_int(1, 5);
  workload.data_seed = random.below(1000);
  const int input = workload.input;
  do {
    workload.input = input;
    workload.lengths.clear();
    draw_layers(random, workload, 3, 9);
  } while (!std::ranges::all_of(workload.layers.list, is_learned));
  for (Layer& layer : workload.layers.list) layer.formats.reset();
  Training& training = workload.training.emplace();
  training.simulate = true;
  training.loss = static_cast<Loss>(random.below(2));
  training.optimizer = static_cast<Optimizer>(random.below(3));
  training.precision =
      training::precision_of(static_cast<training::NamedPrecision>(random.below(5)));
  if (chance(random, 40)) training.clip_norm = 0.05;
  if (chance(random, 30)) training.truncate = random.uniform_int(1, workload.steps);
  Random later(workload.data_seed + 0x57a5);  // so that what else is drawn stays what it was
  training.stash = static_cast<Stash>(1 + later.below(3));
  return workload;
}

/// A chip with units and ports to spare.
Chip draw_wide_chip(Random& random) {
  Chip chip = load_chip(RDA_SOURCE_DIR "/configs/plasticine_rnn.json", {});
  chip.grid.rows = chip.grid.cols = 34;
  chip.grid.pattern = Pattern::checkerboard;
  chip.grid.strip = "CM";
  chip.network.tracks = {6, 8, 8};
  for (StreamPortsConfig* ports : {&chip.stream.sources, &chip.stream.sinks}) {
    ports->count = 8;
    ports->offset = 1;
    ports->spacing = 3;
  }
  chip.pcu.lanes = chip.pmu.banks = pick(random, {4, 16});
  chip.pcu.stages = pick(random, {4, 6});
  chip.pmu.interpolation = chance(random, 50);
  chip.pmu.capacity_kb = pick(random, {16, 84});
  chip.network.hop_latency = pick(random, {1, 1, 2});
  chip.pcu.fifo_depth.scalar = chip.pmu.fifo_depth.scalar = pick(random, {4, 16});
  return chip;
}

}  // namespace

std::optional<Case> random_training(std::uint64_t seed) {
  Random random(seed + 0x7a41);
  const Workload workload = draw_trained(random);
  Case c{.seed = seed, .chip = draw_wide_chip(random), .recurrent = true};
  MappingOptions options{.seed = random.uniform_int(1, 1000), .place_effort = 1};
  options.hu = static_cast<int>(random.uniform_int(1, 3));
  options.ru = static_cast<int>(random.uniform_int(1, 3));
  options.turns = pick(random, {1, 1, 2, 4});
  Random later(seed + 0xc4a1);  // so that what else is drawn stays what it was
  if (chance(later, 40)) options.sums = Sums::chain;
  if (workload.training->stash == Stash::spilled) {
    add_memory(random, c.chip);
    c.chip.memory->ags.count = 60;
    c.chip.memory->ags.both_sides = true;
  }
  try {
    check(workload, "random");
    c.graph = training::graph_of(workload);
    c.mapping = map(*c.graph, c.chip, options);
  } catch (const MappingError&) {
    return std::nullopt;
  } catch (const ConfigError&) {
    return std::nullopt;
  } catch (const WorkloadError&) {
    return std::nullopt;
  }
  c.tensors = training::tensors_of(workload, workload.steps);
  return c;
}

}  // namespace rda::test
