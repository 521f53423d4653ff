// SPDX-License-Identifier: Apache-2.0
// What follows from the place of a layer among the others: its input, its domain and its steps.
#include <algorithm>
#include <iterator>

#include "workload/layers.h"

namespace rda::workload {
namespace {

Layer layer_of(const Model& model) {
  Layer layer;
  switch (model.cell) {
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
  layer.hidden = model.hidden;
  layer.direction = model.direction;
  layer.gru_reset = model.gru_reset;
  layer.rnn_activation = model.rnn_activation;
  return layer;
}

/// Without the values that its type does not read: those of the file stay when an override gives
/// the layer another type.
Layer effective(Layer layer) {
  const Layer usual;
  if (layer.type != LayerType::lstm) {
    layer.projection = usual.projection;
    layer.peepholes = usual.peepholes;
    layer.coupled = usual.coupled;
    layer.cell_clip = usual.cell_clip;
    layer.output_activation = usual.output_activation;
  }
  if (layer.type != LayerType::attention) {
    layer.over = usual.over;
    layer.score = usual.score;
  }
  if (layer.type != LayerType::embedding) layer.vocabulary = usual.vocabulary;
  if (!is_recurrent(layer.type)) layer.feed = usual.feed, layer.initial = usual.initial;
  return layer;
}

std::vector<Layer> stack(const Model& model) {
  if (model.layers.listed()) {
    std::vector<Layer> layers;
    std::ranges::transform(model.layers.list, std::back_inserter(layers), effective);
    return layers;
  }
  const auto count = static_cast<std::size_t>(std::max(0, model.layers.count));
  return std::vector<Layer>(count, layer_of(model));
}

/// Places layers one after the other.
class Placer {
 public:
  explicit Placer(const Workload& workload)
      : workload_(workload), steps_(workload.steps), ragged_(!workload.lengths.empty()) {}

  std::vector<PlacedLayer> run() {
    const std::vector<Layer> layers = stack(workload_);
    for (const Layer& layer : layers) add(layer, layers);
    // An input is sent as vectors in the format of what reads it.
    for (std::size_t number = 1; number + 1 < placed_.size(); ++number)
      if (placed_[number].layer.type == LayerType::input)
        placed_[number].formats = placed_[number + 1].formats;
    const bool scaled = std::ranges::any_of(
        placed_, [](const PlacedLayer& p) { return p.formats.weights == Format::int8; });
    for (PlacedLayer& placed : placed_) placed.scaled = scaled;
    return std::move(placed_);
  }

 private:
  void add(const Layer& layer, const std::vector<Layer>& all) {
    PlacedLayer placed;
    placed.layer = layer;
    placed.number = static_cast<int>(placed_.size());
    placed.formats = layer.formats.value_or(workload_.formats);
    placed.scales = layer.scales.value_or(workload_.scales);
    placed.reads_padding = ragged_;
    const bool first = placed_.empty(), is_input = layer.type == LayerType::input;
    placed.parts = first      ? std::vector<Part>{{input_of(workload_)}}
                   : is_input ? std::vector<Part>{{layer.size}}
                              : parts_;
    placed.directions = recurrences(direction(layer, first ? leading(all) : usual()));
    placed.begins =
        ends_sequence(layer.type) || (!first && (is_input || reads_other_order(placed)));
    if (layer.type == LayerType::attention) attend(placed);
    if (ends_sequence(layer.type)) steps_ = 1, ragged_ = false;
    if (is_input) begin_input(layer);
    feed(placed, all);
    for (const Part& part : placed.parts) placed.input += part.size;
    domain_ += placed.begins;
    placed.domain = domain_;
    placed.steps = steps_;
    placed.ragged = ragged_;
    parts_ = placed.outputs();
    placed_.push_back(std::move(placed));
  }

  void begin_input(const Layer& layer) {
    steps_ = layer.steps > 0 ? layer.steps : workload_.steps;
    ragged_ = false;
  }

  bool is_earlier(int layer) const { return layer >= 0 && layer < std::ssize(placed_); }

  void attend(PlacedLayer& placed) const {
    if (!is_earlier(placed.layer.over)) return;  // refused by the rules
    const PlacedLayer& over = placed_[static_cast<std::size_t>(placed.layer.over)];
    placed.attended = over.outputs();
    placed.attended_steps = over.steps;
    placed.attends_ragged = over.ragged;
    placed.begins = placed.begins || over.domain == domain_;
  }

  /// Adds the context that an attention layer behind this one made in the step before.
  void feed(PlacedLayer& placed, const std::vector<Layer>& all) const {
    if (placed.layer.feed < 0 || placed.layer.feed >= std::ssize(all)) return;
    const Layer& from = all[static_cast<std::size_t>(placed.layer.feed)];
    if (from.type != LayerType::attention || !is_earlier(from.over)) return;
    for (const Part& part : placed_[static_cast<std::size_t>(from.over)].outputs()) {
      placed.parts.push_back({part.size, placed.directions.front().reversed});
      ++placed.fed;
    }
  }

  static Direction direction(const Layer& layer, Direction otherwise) {
    if (ends_sequence(layer.type) || layer.type == LayerType::input) return Direction::forward;
    return is_recurrent(layer.type) ? layer.direction : otherwise;
  }

  /// The direction of layers before the first recurrent one.
  static Direction leading(const std::vector<Layer>& layers) {
    const auto recurrent = std::ranges::find_if(layers, is_recurrent, &Layer::type);
    const bool one_way =
        recurrent != layers.end() && recurrent->direction != Direction::bidirectional;
    return one_way ? recurrent->direction : Direction::forward;
  }

  /// The direction of a layer without a recurrence: that of all parts that it reads.
  Direction usual() const {
    const bool reversed = std::ranges::all_of(parts_, &Part::reversed);
    return reversed ? Direction::reverse : Direction::forward;
  }

  static bool reads_other_order(const PlacedLayer& placed) {
    for (const Part& part : placed.parts)
      for (const Recurrence& recurrence : placed.directions)
        if (part.reversed != recurrence.reversed) return true;
    return false;
  }

  const Workload& workload_;
  std::vector<PlacedLayer> placed_;
  std::vector<Part> parts_;  // of the last layer's output
  int domain_ = 0;
  std::int64_t steps_;
  bool ragged_;
};

}  // namespace

std::vector<PlacedLayer> layers_of(const Workload& workload) { return Placer(workload).run(); }

}  // namespace rda::workload
