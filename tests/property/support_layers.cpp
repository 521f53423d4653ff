// SPDX-License-Identifier: Apache-2.0
#include "property/support.h"
#include "rda/workload.h"
#include "workload/layers.h"

namespace rda::test {
namespace {

/// Whether each direction of the layer can add its input to an output of the same size.
bool can_add(const Layer& layer, const std::vector<workload::Part>& read) {
  const bool both =
      workload::is_recurrent(layer.type) && layer.direction == Direction::bidirectional;
  return read.size() == (both ? 2U : 1U) && read.front().size == read.back().size;
}

/// @param read  parts that the layer reads
Layer draw_layer(Random& random, const std::vector<workload::Part>& read, int most,
                 Direction direction) {
  Layer layer;
  layer.type = static_cast<LayerType>(random.below(names(LayerType{}).size()));
  if (workload::ends_sequence(layer.type)) return layer;
  layer.bias = chance(random, 80);
  const bool reads_elements = static_cast<int>(layer.type) > static_cast<int>(LayerType::linear);
  if (workload::is_recurrent(layer.type)) layer.direction = direction;
  layer.residual = chance(random, 30) && (reads_elements || can_add(layer, read));
  if (reads_elements) return layer;
  const int size = layer.residual ? static_cast<int>(read.front().size)
                                  : static_cast<int>(random.uniform_int(1, most));
  const bool lstm = layer.type == LayerType::lstm;
  if (layer.type == LayerType::linear)
    layer.size = size;
  else
    layer.hidden = size;
  if (layer.type == LayerType::linear)
    layer.activation =
        static_cast<LinearActivation>(random.below(names(LinearActivation{}).size()));
  if (layer.type == LayerType::gru) layer.gru_reset = static_cast<GruReset>(random.below(2));
  if (layer.type == LayerType::rnn)
    layer.rnn_activation = static_cast<RnnActivation>(random.below(2));
  if (!lstm) return layer;
  layer.peepholes = chance(random, 40);
  layer.coupled = chance(random, 30);
  if (chance(random, 30)) layer.cell_clip = 0.25;
  if (chance(random, 30)) {
    layer.projection = size;
    layer.hidden = static_cast<int>(random.uniform_int(1, most));
  }
  return layer;
}

}  // namespace

void draw_layers(Random& random, Workload& workload, int most_layers, int most_size) {
  const auto count = static_cast<int>(random.uniform_int(1, most_layers));
  workload.layers.list.clear();
  if (chance(random, 30)) {
    for (int sequence = 0; sequence < workload.batch; ++sequence)
      workload.lengths.push_back(random.uniform_int(1, workload.steps));
    workload.lengths[random.below(workload.lengths.size())] = workload.steps;
  }
  if (workload.input == 0) workload.input = static_cast<int>(random.uniform_int(1, most_size));
  std::vector<workload::Part> read{{workload.input}};
  for (int number = 0; number < count; ++number) {
    const auto direction =
        chance(random, 30) ? static_cast<Direction>(random.below(3)) : workload.direction;
    Layer layer = draw_layer(random, read, most_size, direction);
    if (chance(random, 25)) layer.formats = draw_formats(random);
    workload.layers.list.push_back(std::move(layer));
    read = workload::layers_of(workload).back().outputs();
  }
}

Formats draw_formats(Random& random) {
  constexpr std::array kFormats{Format::fp8_e4m3, Format::fp8_e4m3, Format::bf16, Format::fp32,
                                Format::int8};
  Formats formats;
  formats.weights = formats.activations = kFormats[random.below(kFormats.size())];
  if (chance(random, 40)) formats.state = Format::bf16;
  if (formats.weights == Format::int8) formats.accumulate = Format::int32;
  return formats;
}

}  // namespace rda::test
