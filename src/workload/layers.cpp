// SPDX-License-Identifier: Apache-2.0
#include "workload/layers.h"

#include <algorithm>

namespace rda::workload {
namespace {

Layer layer_of(const Workload& workload) {
  Layer layer;
  switch (workload.cell) {
    case Cell::lstm:
      layer.type = LayerType::lstm;
      break;
    case Cell::gru:
      layer.type = LayerType::gru;
      break;
    case Cell::rnn:
      layer.type = LayerType::rnn;
      break;
  }
  layer.hidden = workload.hidden;
  layer.direction = workload.direction;
  layer.gru_reset = workload.gru_reset;
  layer.rnn_activation = workload.rnn_activation;
  return layer;
}

std::vector<Layer> stack(const Workload& workload) {
  if (workload.layers.listed()) return workload.layers.list;
  const auto count = static_cast<std::size_t>(std::max(0, workload.layers.count));
  return std::vector<Layer>(count, layer_of(workload));
}

}  // namespace

bool is_recurrent(LayerType type) {
  return type == LayerType::lstm || type == LayerType::gru || type == LayerType::rnn;
}

std::vector<std::string> PlacedLayer::gates() const {
  switch (layer.type) {
    case LayerType::lstm:
      if (layer.coupled) return {"f", "g", "o"};
      return {"i", "f", "g", "o"};
    case LayerType::gru:
      return {"r", "z", "n"};
    case LayerType::rnn:
      return {"h"};
    case LayerType::linear:
      return {"y"};
    case LayerType::softmax:
    case LayerType::log_softmax:
    case LayerType::layer_norm:
      break;
  }
  return {};
}

std::vector<std::string> PlacedLayer::peepholes() const {
  if (!layer.peepholes) return {};
  if (layer.coupled) return {"f", "o"};
  return {"i", "f", "o"};
}

bool PlacedLayer::biases_apart(std::string_view gate) const {
  return layer.type == LayerType::gru && layer.gru_reset == GruReset::after && gate == "n";
}

std::vector<PlacedLayer> layers_of(const Workload& workload) {
  std::vector<PlacedLayer> placed;
  std::int64_t input = input_of(workload);
  for (const Layer& layer : stack(workload)) {
    placed.push_back(
        {layer, static_cast<int>(placed.size()), input, layer.formats.value_or(workload.formats)});
    input = placed.back().output();
  }
  return placed;
}

Direction direction_of(const Workload& workload) {
  if (!workload.layers.listed()) return workload.direction;
  const auto recurrent = std::ranges::find_if(workload.layers.list, is_recurrent, &Layer::type);
  return recurrent == workload.layers.list.end() ? Direction::forward : recurrent->direction;
}

std::int64_t length_of(const Workload& workload, std::int64_t sequence) {
  return workload.lengths.empty() ? workload.steps
                                  : workload.lengths[static_cast<std::size_t>(sequence)];
}

int input_of(const Workload& workload) {
  if (workload.input > 0) return workload.input;
  return workload.layers.listed() ? workload.layers.list.front().hidden : workload.hidden;
}

}  // namespace rda::workload
