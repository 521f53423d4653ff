// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "property/support.h"
#include "rda/workload.h"
#include "workload/layers.h"
#include "workload/rules.h"

namespace rda::test {
namespace {

/// Whether each direction of the layer can add its input to an output of the same size.
bool can_add(const Layer& layer, const std::vector<workload::Part>& read) {
  const bool both =
      workload::is_recurrent(layer.type) && layer.direction == Direction::bidirectional;
  return read.size() == (both ? 2U : 1U) && read.front().size == read.back().size;
}

GateActivation draw_activation(Random& random) {
  GateActivation activation;
  activation.function = static_cast<GateFunction>(random.below(names(GateFunction{}).size()));
  activation.alpha = random.uniform_real(0.1, 0.8);
  activation.beta = random.uniform_real(0.2, 0.8);
  return activation;
}

void draw_activations(Random& random, Layer& layer) {
  if (!workload::is_recurrent(layer.type)) return;
  if (layer.type != LayerType::rnn && chance(random, 20))
    layer.gate_activation = draw_activation(random);
  if (chance(random, 20)) layer.candidate_activation = draw_activation(random);
  if (layer.type == LayerType::lstm && chance(random, 20))
    layer.output_activation = draw_activation(random);
  if (chance(random, 20)) layer.activation_clip = 0.5;
}

/// Makes attention additive.
void add_keys(Layer& attention, int most) {
  attention.score = AttentionScore::additive;
  attention.size = std::max(1, most - attention.over);
}

/// @param read  parts that the layer reads
Layer draw_layer(Random& random, const std::vector<workload::Part>& read, int most,
                 Direction direction) {
  Layer layer;
  layer.type = static_cast<LayerType>(random.below(names(LayerType{}).size()));
  if (workload::ends_sequence(layer.type)) return layer;
  if (layer.type == LayerType::embedding) {
    layer.size = static_cast<int>(random.uniform_int(1, most));
    layer.vocabulary = static_cast<int>(random.uniform_int(1, 40));
    return layer;
  }
  if (layer.type == LayerType::input) {
    layer.size = static_cast<int>(random.uniform_int(1, most));
    layer.steps = random.uniform_int(1, 4);
    return layer;
  }
  if (layer.type == LayerType::attention) {
    layer.over = static_cast<int>(random.below(4));
    if (chance(random, 70)) layer.score = AttentionScore::general;
    if (layer.over % 2 == 1) add_keys(layer, most);
    return layer;
  }
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
  draw_activations(random, layer);
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

/// Adds a cell and attention to the last layer before the input, which is the last one; also an
/// embedding of what the input numbers, and the last states of that layer to begin with.
void add_decoder(Random& random, std::vector<Layer>& layers, int most) {
  const int over = static_cast<int>(layers.size()) - 2;
  if (chance(random, 40)) {
    layers.back().size = 1;
    layers.push_back({.type = LayerType::embedding,
                      .size = static_cast<int>(random.uniform_int(1, most)),
                      .vocabulary = static_cast<int>(random.uniform_int(1, 40))});
  }
  Layer cell, attention;
  cell.type = chance(random, 50) ? LayerType::lstm : LayerType::gru;
  cell.hidden = static_cast<int>(random.uniform_int(1, most));
  attention.type = LayerType::attention;
  attention.over = over;
  attention.score = AttentionScore::general;
  if (cell.hidden % 2 == 1) add_keys(attention, most);
  const auto begins = static_cast<std::size_t>(over);
  if (chance(random, 60) && workload::is_recurrent(layers[begins].type) &&
      layers[begins].direction != Direction::bidirectional) {
    cell.type = layers[begins].type;
    cell.hidden = layers[begins].hidden;
    cell.projection = layers[begins].projection;
    cell.initial = over;
  }
  layers.push_back(cell);
  layers.push_back(attention);
}

/// Lets a recurrent layer before the last one, which is attention, read its context.
void feed_context(Random& random, Workload& workload) {
  std::vector<Layer>& layers = workload.layers.list;
  Layer& fed = layers[random.below(layers.size())];
  if (!workload::is_recurrent(fed.type) || fed.residual) return;
  fed.feed = static_cast<int>(layers.size()) - 1;
  if (!workload::broken_rules(workload).empty()) fed.feed = -1;
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
  const bool indices = chance(random, 20);
  if (indices) workload.input = 1;
  if (workload.input == 0) workload.input = static_cast<int>(random.uniform_int(1, most_size));
  std::vector<workload::Part> read{{workload.input}};
  for (int number = 0; number < count; ++number) {
    const auto direction =
        chance(random, 30) ? static_cast<Direction>(random.below(3)) : workload.direction;
    Layer layer = draw_layer(random, read, most_size, direction);
    if (indices && number == 0)
      layer = {.type = LayerType::embedding,
               .size = static_cast<int>(random.uniform_int(1, most_size)),
               .vocabulary = static_cast<int>(random.uniform_int(1, 400))};
    if (chance(random, 25)) layer.formats = draw_formats(random);
    if (layer.type == LayerType::input) layer.formats.reset();
    std::vector<Layer>& layers = workload.layers.list;
    const std::vector<Layer> before = layers;
    layers.push_back(std::move(layer));
    if (layers.back().type == LayerType::input && number > 0)
      add_decoder(random, layers, most_size);
    if (!workload::broken_rules(workload).empty()) {
      layers = before;  // attention to no sequence
      continue;
    }
    if (workload.layers.list.back().type == LayerType::attention) feed_context(random, workload);
    read = workload::layers_of(workload).back().outputs();
  }
  if (workload.layers.list.empty()) {
    Layer linear;
    linear.type = LayerType::linear;
    linear.size = workload.input;
    workload.layers.list.push_back(linear);
  }
}

RowScales draw_rows(std::uint64_t seed, const Workload& workload) {
  const bool integers = std::ranges::any_of(
      workload::layers_of(workload),
      [](const workload::PlacedLayer& placed) { return placed.formats.weights == Format::int8; });
  Random random(seed + 0x40f5);
  return integers ? static_cast<RowScales>(random.below(names(RowScales{}).size()))
                  : RowScales::none;
}

void draw_layer_scales(std::uint64_t seed, Workload& workload) {
  Random random(seed + 0x5ca1e5);
  for (const workload::PlacedLayer& placed : workload::layers_of(workload)) {
    if (!workload.layers.listed() || placed.formats.weights != Format::int8) continue;
    Scales& scales = workload.layers.list[static_cast<std::size_t>(placed.number)].scales.emplace(
        workload.scales);
    scales.hidden -= static_cast<int>(random.below(3));
    scales.input -= static_cast<int>(random.below(3));
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
