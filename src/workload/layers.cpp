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

/// Places layers one after the other.
class Placer {
 public:
  explicit Placer(const Workload& workload)
      : workload_(workload), steps_(workload.steps), ragged_(!workload.lengths.empty()) {}

  std::vector<PlacedLayer> run() {
    const std::vector<Layer> layers = stack(workload_);
    for (const Layer& layer : layers) add(layer, layers);
    return std::move(placed_);
  }

 private:
  void add(const Layer& layer, const std::vector<Layer>& all) {
    PlacedLayer placed;
    placed.layer = layer;
    placed.number = static_cast<int>(placed_.size());
    placed.formats = layer.formats.value_or(workload_.formats);
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

bool is_recurrent(LayerType type) {
  return type == LayerType::lstm || type == LayerType::gru || type == LayerType::rnn;
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

std::vector<Part> PlacedLayer::outputs() const {
  std::vector<Part> parts;
  if (ends_sequence(layer.type)) {
    for (const Part& part : this->parts) parts.push_back({part.size, false});
  } else if (layer.type == LayerType::attention) {
    const bool reversed = directions.front().reversed;
    for (const Part& part : attended) parts.push_back({part.size, reversed});
    for (const Part& part : this->parts) parts.push_back({part.size, reversed});
  } else if (recurrent() || layer.type == LayerType::linear) {
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

std::vector<PlacedLayer> layers_of(const Workload& workload) { return Placer(workload).run(); }

std::vector<std::string> output_tensors(const PlacedLayer& last) {
  std::vector<std::string> tensors;
  int forward = 0;
  for (const Part& part : last.outputs())
    tensors.push_back(part.reversed ? "y.reverse"
                                    : "y" + part_suffix(static_cast<std::size_t>(forward++)));
  return tensors;
}

std::string part_suffix(std::size_t part) {
  return part == 0 ? std::string() : std::to_string(part + 1);
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
