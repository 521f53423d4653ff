// SPDX-License-Identifier: Apache-2.0
#include "property/support.h"
#include "rda/error.h"
#include "rda/map.h"
#include "rda/workload.h"

namespace rda::test {
namespace {

Formats random_formats(Random& random) {
  constexpr std::array kFormats{Format::fp32,     Format::bf16,     Format::fp16,
                                Format::fp8_e4m3, Format::fp8_e5m2, Format::int8};
  Formats formats;
  formats.weights = formats.activations = kFormats[random.below(kFormats.size())];
  formats.state = chance(random, 60) ? Format::fp32 : Format::bf16;
  if (formats.weights == Format::int8) formats.accumulate = Format::int32;
  return formats;
}

Workload draw_workload(Random& random) {
  Workload workload;
  workload.name = "random";
  workload.cell = static_cast<Cell>(random.below(3));
  workload.input = static_cast<int>(random.uniform_int(1, 40));
  workload.hidden = static_cast<int>(random.uniform_int(1, 40));
  workload.layers.count = static_cast<int>(random.uniform_int(1, 2));
  workload.batch = static_cast<int>(random.uniform_int(1, 3));
  workload.steps = random.uniform_int(1, 4);
  workload.gru_reset = static_cast<GruReset>(random.below(2));
  workload.rnn_activation = static_cast<RnnActivation>(random.below(2));
  workload.formats = random_formats(random);
  workload.data_seed = random.below(1000);
  return workload;
}

/// A grid that is mostly large enough, with tracks enough to route.
Chip chip_for_workload(Random& random) {
  Chip chip = random_chip(random);
  chip.grid.rows = static_cast<int>(random.uniform_int(5, 8));
  chip.grid.cols = static_cast<int>(random.uniform_int(6, 8));
  chip.grid.strip = "CM";
  chip.network.tracks = {6, 8, 8};
  // Mostly deep enough for what the mapper counts on, sometimes not.
  if (chance(random, 70))
    chip.pcu.fifo_depth = chip.pmu.fifo_depth = chip.stream.fifo_depth = {8, 16, 16};
  return chip;
}

}  // namespace

void draw_repeat(std::uint64_t seed, Workload& workload) {
  constexpr std::int64_t kFew = 3;
  Random random(seed + 0x4e9ea7);
  if (!chance(random, 40)) return;
  workload.repeat = std::max(workload.steps, random.uniform_int(2, kFew));
  workload.steps = std::min(workload.steps, random.uniform_int(1, kFew));
  if (workload.lengths.empty()) return;
  for (std::int64_t& length : workload.lengths) length = std::min(length, workload.steps);
  workload.lengths.front() = workload.steps;
}

std::optional<Case> random_workload(std::uint64_t seed, std::int64_t steps) {
  Random random(seed);
  Case c{.seed = seed, .chip = chip_for_workload(random), .recurrent = true};
  c.chip.pmu.interpolation = interpolates(seed);
  Workload workload = draw_workload(random);
  // From the seed alone: what else is drawn stays what it was.
  if (seed % 7 == 4) workload.direction = Direction::reverse;
  if (seed % 7 >= 5) {
    workload.direction = Direction::bidirectional;
    workload.layers.count = 1;
  }
  if (steps > 0) workload.steps = steps;
  Random lists(seed + 0x11575);
  if (seed % 5 == 3) draw_layers(lists, workload, 3, 24);
  workload.scales.rows = draw_rows(seed, workload);
  draw_layer_scales(seed, workload);
  draw_repeat(seed, workload);
  MappingOptions options{.seed = random.uniform_int(1, 1000), .place_effort = 1};
  options.hu = static_cast<int>(random.uniform_int(0, 2));
  options.ru = static_cast<int>(random.uniform_int(0, 2));
  try {
    check(workload, "random");
    c.graph = lower(workload);
    c.mapping = map(*c.graph, c.chip, options);
  } catch (const MappingError&) {
    return std::nullopt;
  }
  c.tensors = make_tensors(workload, workload.steps_of_run());
  return c;
}

}  // namespace rda::test
