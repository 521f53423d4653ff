// SPDX-License-Identifier: Apache-2.0
#include "workload/onnx_outputs.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "rda/check.h"
#include "workload/layers.h"
#include "workload/tensors.h"

namespace rda::workload {
namespace {

const NpzArray& array(const std::vector<NpzArray>& arrays, const std::string& name) {
  const auto found = std::ranges::find(arrays, name, &NpzArray::name);
  RDA_CHECK(found != arrays.end(), name);
  return *found;
}

/// The state h of a layer after every step.
std::string tap(int layer, const Recurrence& recurrence) {
  return fmt::format("layer{}.{}h", layer, recurrence.prefix);
}

/// The rows of all arrays, each behind that of the one before it.
std::vector<double> side_by_side(const std::vector<const NpzArray*>& parts, std::int64_t rows) {
  std::vector<double> values;
  for (std::int64_t row = 0; row < rows; ++row)
    for (const NpzArray* part : parts) {
      const std::int64_t cols = part->shape.back();
      const auto begin = part->values.begin() + row * cols;
      values.insert(values.end(), begin, begin + cols);
    }
  return values;
}

/// Arranges what an output shows as its model stores it.
class Shown {
 public:
  Shown(const onnx::Network& network, const Workload& workload, const std::vector<NpzArray>& arrays)
      : network_(network), workload_(workload), arrays_(arrays), layers_(layers_of(workload)) {}

  std::vector<double> stored(const onnx::OutputPart& output) const {
    switch (output.shown) {
      case onnx::Shown::y:
        return ordered(every_step(output.layer), output);
      case onnx::Shown::last:
        return array(arrays_, "y").values;
      case onnx::Shown::h_n:
        return states("h_n", output.layer);
      case onnx::Shown::c_n:
        break;
    }
    return states("c_n", output.layer);
  }

 private:
  /// [steps, batch, elements] in all directions.
  std::vector<double> made_by(int layer) const {
    if (layer + 1 == std::ssize(layers_)) return array(arrays_, "y").values;
    std::vector<const NpzArray*> parts;
    for (const Recurrence& recurrence : layers_[static_cast<std::size_t>(layer)].directions)
      parts.push_back(&array(arrays_, tap(layer, recurrence)));
    return side_by_side(parts, steps(layer) * workload_.batch);
  }

  /// Steps of a layer's output in the run, and in the model, where all sequences may be shorter.
  std::int64_t steps(int layer) const { return layers_[static_cast<std::size_t>(layer)].steps; }
  std::int64_t steps_of_model(int layer) const {
    return steps(layer) + network_.steps_of_model - workload_.steps;
  }

  /// [steps of the model, batch, elements]; 0 behind the end of a sequence.
  std::vector<double> every_step(int layer) const {
    std::vector<double> values = made_by(layer);
    const std::int64_t cols = std::ssize(values) / (steps(layer) * workload_.batch);
    for (std::int64_t step = 0; step < steps(layer) && !workload_.lengths.empty(); ++step)
      for (std::int64_t sequence = 0; sequence < workload_.batch; ++sequence)
        if (step >= length_of(workload_, sequence))
          std::fill_n(values.begin() + (step * workload_.batch + sequence) * cols, cols, 0.0);
    values.resize(static_cast<std::size_t>(steps_of_model(layer) * workload_.batch * cols), 0);
    return values;
  }

  /// [steps, batch, elements] or, with the batch first, [batch, steps, elements].
  std::vector<double> ordered(std::vector<double> values, const onnx::OutputPart& output) const {
    if (!output.batch_first) return values;
    const std::int64_t steps = steps_of_model(output.layer), batch = workload_.batch;
    const std::int64_t cols = std::ssize(values) / (steps * batch);
    std::vector<double> moved;
    moved.reserve(values.size());
    for (std::int64_t sequence = 0; sequence < batch; ++sequence)
      for (std::int64_t step = 0; step < steps; ++step) {
        const auto row = values.begin() + (step * batch + sequence) * cols;
        moved.insert(moved.end(), row, row + cols);
      }
    return moved;
  }

  /// [batch, directions, elements]
  std::vector<double> states(const char* state, int layer) const {
    std::vector<const NpzArray*> parts;
    for (const Recurrence& recurrence : layers_[static_cast<std::size_t>(layer)].directions)
      parts.push_back(&array(arrays_, fmt::format("{}_l{}{}", state, layer, recurrence.suffix)));
    return side_by_side(parts, workload_.batch);
  }

  const onnx::Network& network_;
  const Workload& workload_;
  const std::vector<NpzArray>& arrays_;
  const std::vector<PlacedLayer> layers_;
};

}  // namespace

namespace {

std::vector<onnx::OutputPart> parts_of(const onnx::Network& network) {
  std::vector<onnx::OutputPart> parts;
  for (const onnx::Output& output : network.outputs)
    parts.insert(parts.end(), output.parts.begin(), output.parts.end());
  return parts;
}

/// Puts tensors behind each other along an axis.
std::vector<double> put_together(const onnx::Output& output,
                                 const std::vector<std::vector<double>>& parts) {
  if (parts.size() == 1) return parts[0];
  const onnx::Shape& shape = output.shape;
  const std::int64_t outer = onnx::count_of({shape.begin(), shape.begin() + output.axis});
  std::vector<double> all;
  for (std::int64_t row = 0; row < outer; ++row)
    for (const std::vector<double>& part : parts) {
      const std::int64_t each = std::ssize(part) / outer;
      all.insert(all.end(), part.begin() + row * each, part.begin() + (row + 1) * each);
    }
  return all;
}

}  // namespace

std::vector<std::string> taps_of(const onnx::Network& network, const Workload& workload) {
  const std::vector<PlacedLayer> layers = layers_of(workload);
  std::vector<std::string> taps;
  for (const onnx::OutputPart& output : parts_of(network)) {
    if (output.shown != onnx::Shown::y || output.layer + 1 == std::ssize(layers)) continue;
    const PlacedLayer& layer = layers[static_cast<std::size_t>(output.layer)];
    for (const Recurrence& recurrence : layer.directions) {
      std::string name = tap(output.layer, recurrence);
      if (std::ranges::find(taps, name) == taps.end()) taps.push_back(std::move(name));
    }
  }
  return taps;
}

std::vector<NpzArray> model_outputs(const onnx::Network& network, const Workload& workload,
                                    const std::vector<NpzArray>& arrays) {
  const Shown shown(network, workload, arrays);
  std::vector<NpzArray> made;
  for (const onnx::Output& output : network.outputs) {
    std::vector<std::vector<double>> parts;
    for (const onnx::OutputPart& part : output.parts) {
      onnx::View view = part.view;
      view.data = std::make_shared<const std::vector<double>>(shown.stored(part));
      parts.push_back(onnx::values_of(view));
    }
    made.push_back({output.name, output.shape, put_together(output, parts)});
  }
  return made;
}

}  // namespace rda::workload
