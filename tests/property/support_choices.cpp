// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "mapper/policy.h"
#include "property/support.h"
#include "rda/error.h"
#include "rda/map.h"
#include "rda/workload.h"

namespace rda::test {
namespace {

/// Mostly small, sometimes with several vectors a row; often as many inputs as units.
Workload chosen_workload(Random& random) {
  Workload workload;
  workload.name = "choice";
  workload.cell = static_cast<Cell>(random.below(3));
  const bool small = chance(random, 70);
  workload.hidden = small ? static_cast<int>(random.uniform_int(1, 48))
                          : pick(random, {64, 97, 127, 128, 131, 200, 257, 300});
  workload.input = chance(random, 75)
                       ? workload.hidden
                       : static_cast<int>(random.uniform_int(1, 2 * workload.hidden + 8));
  workload.layers.count = pick(random, {1, 1, 1, 2, 3});
  workload.batch = pick(random, {1, 1, 2, 3, 4});
  workload.steps = random.uniform_int(1, small ? 4 : 2);
  if (chance(random, 25)) {
    workload.layers.count = 1;
    workload.direction = Direction::bidirectional;
  }
  workload.gru_reset = static_cast<GruReset>(random.below(2));
  workload.rnn_activation = static_cast<RnnActivation>(random.below(2));
  workload.formats = draw_formats(random);
  if (chance(random, 50)) workload.scales.hidden = -6;
  workload.data_seed = random.below(1000);
  return workload;
}

MappingOptions draw_options(Random& random) {
  MappingOptions options{.seed = random.uniform_int(1, 1000), .place_effort = 1};
  options.hu = static_cast<int>(random.uniform_int(1, 10));
  options.ru = pick(random, {1, 1, 2, 3});
  options.turns = pick(random, {1, 2, 3, 4, 6, 9, 18});
  options.sums = chance(random, 50) ? Sums::chain : Sums::units;
  options.products = chance(random, 50) ? Products::input_first : Products::together;
  return options;
}

/// Choices that came later, so that what is drawn before stays what it was.
void draw_later_options(Random& random, const Chip& chip, MappingOptions& options) {
  options.weights = chance(random, 50) ? Weights::shared : Weights::own;
  if (!chance(random, 40)) return;
  options.hv = chip.pcu.lanes;
  options.hu = std::max(1, options.hu / 3);
}

}  // namespace

void add_memory(Random& random, Chip& chip) {
  MemoryConfig& memory = chip.memory.emplace();
  memory.ags.outstanding = pick(random, {3, 4, 16});
  memory.ags.count = pick(random, {2, 5, 34});
  memory.ags.both_sides = chance(random, 50);
  memory.channels.count = pick(random, {1, 2, 4});
  memory.channels.queue = pick(random, {2, 32});
  if (chance(random, 50)) memory.channels.model = DramChannel{.preset = DramPreset::ddr4_3200};
}

namespace {

/// Weights in off-chip memory, some or all of them.
void draw_memory(Random& random, Chip& chip, MappingOptions& options) {
  if (!chance(random, 30)) return;
  add_memory(random, chip);
  options.weights = chance(random, 60) ? Weights::mixed : Weights::streamed;
  if (options.weights == Weights::mixed) chip.pmu.capacity_kb = pick(random, {2, 4, 8});
}

/// Few ports, shallow FIFOs, small memories: what buffers and lanes have to fit.
void tighten(Random& random, Chip& chip) {
  for (PerKind* inputs : {&chip.pcu.inputs, &chip.pmu.inputs})
    inputs->scalar = pick(random, {2, 3, 4, 6, 10});
  for (PerKind* outputs : {&chip.pcu.outputs, &chip.pmu.outputs})
    outputs->scalar = pick(random, {1, 2, 3, 6});
  for (PerKind* depth : {&chip.pcu.fifo_depth, &chip.pmu.fifo_depth})
    *depth = {pick(random, {1, 2, 4}), pick(random, {1, 2, 4, 16}), pick(random, {1, 2, 4, 16})};
  chip.pcu.lanes = pick(random, {4, 8, 16, 16});
  chip.pcu.registers = pick(random, {3, 4, 8, 16});
  chip.pmu.banks = pick(random, {1, 2, 4, 8, 16, 16});
  chip.pmu.max_slots = pick(random, {2, 5, 6, 255});
  chip.pmu.capacity_kb = pick(random, {4, 16, 84});
  chip.network.hop_latency = pick(random, {1, 1, 2, 3});
}

Chip draw_chip(Random& random) {
  Chip chip = load_chip(
      RDA_SOURCE_DIR "/configs/" +
          std::string(chance(random, 75) ? "plasticine_rnn.json" : "plasticine_isca17.json"),
      {});
  chip.grid.rows = pick(random, {12, 14, 16});
  chip.grid.cols = pick(random, {12, 15});
  chip.network.tracks = {6, 8, 8};
  for (StreamPortsConfig* ports : {&chip.stream.sources, &chip.stream.sinks}) {
    ports->count = 2;
    ports->offset = 1;
    ports->spacing = 3;
    ports->interval = pick(random, {1, 1, 4});
  }
  chip.pcu.stages = pick(random, {3, 4, 4, 5, 8, 12});
  if (chance(random, 50)) tighten(random, chip);
  return chip;
}

/// The mapping of a workload, or why there is none.
Choice mapped(Case c, const Workload& workload, const MappingOptions& options) {
  try {
    c.mapping = map(*c.graph, c.chip, options);
  } catch (const MappingError& error) {
    return {std::nullopt, error.what()};
  }
  c.tensors = make_tensors(workload, workload.steps_of_run());
  return {std::move(c), ""};
}

}  // namespace

Choice random_spilled(std::uint64_t seed) {
  Random random(seed + 0x5b177);
  Case c{.seed = seed, .chip = draw_chip(random), .recurrent = true};
  c.chip.grid = {.rows = 20, .cols = 21};
  c.chip.pmu.capacity_kb = 84;
  add_memory(random, c.chip);
  c.chip.memory->ags.count = 34;
  Workload workload;
  workload.name = "spilled";
  workload.cell = static_cast<Cell>(random.below(3));
  workload.direction = Direction::bidirectional;
  workload.hidden = static_cast<int>(random.uniform_int(1, 40));
  workload.input = static_cast<int>(random.uniform_int(1, 20));
  workload.layers.count = pick(random, {2, 2, 3});
  workload.batch = pick(random, {1, 1, 2, 3});
  workload.steps = random.uniform_int(1, 6);
  workload.formats = draw_formats(random);
  workload.data_seed = random.below(1000);
  check(workload, "spilled");
  c.graph = lower(workload);
  MappingOptions options{.hu = 1, .ru = pick(random, {1, 1, 2}), .place_effort = 1};
  options.sequences = Sequences::spilled;
  return mapped(std::move(c), workload, options);
}

Choice random_choice(std::uint64_t seed) {
  Random random(seed + 0x5eed);
  Case c{.seed = seed, .chip = draw_chip(random), .recurrent = true};
  c.chip.pmu.interpolation = interpolates(seed);
  Workload workload = chosen_workload(random);
  Random lists(seed + 0x11575);  // so that what else is drawn stays what it was
  if (chance(lists, 40)) draw_layers(lists, workload, 4, 64);
  workload.scales.rows = draw_rows(seed, workload);
  draw_layer_scales(seed, workload);
  draw_repeat(seed, workload);
  check(workload, "choice");
  c.graph = lower(workload);
  MappingOptions options = draw_options(random);
  Random later(seed + 0x1a7e5);
  draw_later_options(later, c.chip, options);
  Random memory(seed + 0x0ffc419);
  draw_memory(memory, c.chip, options);
  // Most networks of several layers have none of their rows in lanes: another choice tests more.
  if (!mapper::rows_fit_lanes(*c.graph)) options.hv = 0;
  return mapped(std::move(c), workload, options);
}

}  // namespace rda::test
