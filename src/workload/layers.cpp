// SPDX-License-Identifier: Apache-2.0
#include "workload/layers.h"

#include <algorithm>

namespace rda::workload {

bool is_recurrent(LayerType type) {
  return type == LayerType::lstm || type == LayerType::gru || type == LayerType::rnn;
}

bool can_add_bias(const Layer& layer) {
  return is_recurrent(layer.type) || layer.type == LayerType::linear ||
         layer.type == LayerType::layer_norm ||
         (layer.type == LayerType::attention && layer.score == AttentionScore::additive);
}

bool ends_sequence(LayerType type) { return type == LayerType::last || type == LayerType::mean; }

std::vector<Recurrence> recurrences(Direction direction) {
  const Recurrence forward{false, "x", "y", "", ""};
  const Recurrence reverse{true, "x.reverse", "y.reverse", "reverse.", "_reverse"};
  switch (direction) {
    case Direction::reverse:
      return {reverse};
    case Direction::bidirectional:
      return {forward, reverse};
    case Direction::forward:
      break;
  }
  return {forward};
}

bool PlacedLayer::reads_mask() const {
  if (!ends_sequence(layer.type)) return recurrent() && ragged;
  const bool has_last = std::ranges::all_of(parts, &Part::reversed);  // where padding comes first
  return reads_padding && (layer.type == LayerType::mean || !has_last);
}

std::vector<Part> PlacedLayer::outputs() const {
  std::vector<Part> parts;
  if (ends_sequence(layer.type)) {
    for (const Part& part : this->parts) parts.push_back({part.size, false});
  } else if (layer.type == LayerType::attention) {
    const bool reversed = directions.front().reversed;
    for (const Part& part : attended) parts.push_back({part.size, reversed});
    for (const Part& part : this->parts) parts.push_back({part.size, reversed});
  } else if (recurrent() || layer.type == LayerType::linear || has_table()) {
    for (const Recurrence& recurrence : directions)
      parts.push_back({output(), recurrence.reversed});
  } else {
    for (const Part& part : this->parts) parts.push_back({part.size, directions.front().reversed});
  }
  return parts;
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
    case LayerType::last:
    case LayerType::mean:
    case LayerType::input:
    case LayerType::attention:
    case LayerType::embedding:
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

std::int64_t rows_numbered(const std::vector<PlacedLayer>& layers, int number) {
  const auto at = static_cast<std::size_t>(number);
  const std::size_t reader = layers[at].layer.type == LayerType::input ? at + 1 : at;
  return reader < layers.size() && layers[reader].has_table() ? layers[reader].layer.vocabulary : 0;
}

std::vector<std::string> output_tensors(const PlacedLayer& last) {
  std::vector<std::string> tensors;
  std::size_t forward = 0, reversed = 0;
  for (const Part& part : last.outputs())
    tensors.push_back(part.reversed ? "y.reverse" + part_suffix(reversed++)
                                    : "y" + part_suffix(forward++));
  return tensors;
}

std::string part_suffix(std::size_t part) {
  return part == 0 ? std::string() : std::to_string(part + 1);
}

std::int64_t length_of(const RunSpec& run, std::int64_t sequence) {
  return run.lengths.empty() ? run.steps : run.lengths[static_cast<std::size_t>(sequence)];
}

int input_of(const Model& model) {
  if (model.input > 0) return model.input;
  if (!model.layers.listed()) return model.hidden;
  const Layer& first = model.layers.list.front();
  return first.type == LayerType::embedding ? 1 : first.hidden;
}

}  // namespace rda::workload
