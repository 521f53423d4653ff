// SPDX-License-Identifier: Apache-2.0
#include "workload/quantize.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <span>
#include <utility>

#include "workload/layers.h"
#include "workload/row_factors.h"

namespace rda::workload {
namespace {

constexpr std::array<const char*, 4> kScaled{"input_weights", "recurrent_weights", "input",
                                             "hidden"};
constexpr int kUsualScale = -7, kLeastScale = -126;
constexpr int kFinerScales = 8;  // tried below the first that clips nothing

std::array<int*, 4> all_of(Scales& scales) {
  return {&scales.input_weights, &scales.recurrent_weights, &scales.input, &scales.hidden};
}

Formats in(Format format, Formats formats) {
  formats.weights = formats.activations = format;
  if (format == Format::int8)
    formats.accumulate = Format::int32;
  else if (formats.accumulate == Format::int32)
    formats.accumulate = Format::fp32;
  return formats;
}

void set_formats(Model& model, Format format, const std::set<int>& kept) {
  const Formats before = model.formats;
  model.formats = in(format, before);
  std::vector<Layer>& layers = model.layers.list;
  for (std::size_t l = 0; l < layers.size(); ++l) {
    std::optional<Formats>& own = layers[l].formats;
    if (kept.contains(static_cast<int>(l)))
      own = own.value_or(before);
    else if (own)
      own = in(format, *own);
  }
}

/// The scales of a model, one set for all layers or one for each of a list.
std::vector<Scales*> scale_sets(Model& model) {
  std::vector<Scales*> sets;
  if (!model.layers.listed()) return {&model.scales};
  for (Layer& layer : model.layers.list) {
    layer.scales = layer.scales.value_or(model.scales);
    sets.push_back(&*layer.scales);
  }
  return sets;
}

void set_rows(Workload& workload, RowScales rows) {
  const std::vector<PlacedLayer> layers = layers_of(workload);
  const std::vector<Scales*> sets = scale_sets(workload);
  for (std::size_t i = 0; i < sets.size(); ++i)
    if (layers[i].formats.weights == Format::int8) sets[i]->rows = rows;
}

/// Values that have one scale.
struct Samples {
  std::vector<double> values;
  double largest = 0;
  std::optional<double> noise;  ///< of weights whose rows have factors, with these

  void add(const auto& more) {
    for (const double value : more) {
      values.push_back(value);
      largest = std::max(largest, std::abs(value));
    }
  }

  /// Weights as a chip holds them, divided by the factors of their rows.
  void add_divided(const Tensor& weights, const Tensor& factors, int scale) {
    noise = noise.value_or(0);
    for (std::int64_t row = 0; row < weights.rows; ++row)
      for (std::int64_t col = 0; col < weights.cols; ++col) {
        const double factor = factors.at(row, 0), value = weights.at(row, col);
        add(std::array{factor * value});
        const double error = factor * (round_to(Format::int8, value, scale) - value);
        *noise += error * error;
      }
  }
};

/// Gathers the values of each scale. To tell which node has which scale, the graph is lowered with
/// a number of its own in place of each: 4 · set + place in kScaled + 1.
class Calibration {
 public:
  explicit Calibration(Workload marked) : workload_(mark(std::move(marked))) {
    graph_ = lower(workload_);
  }

  std::map<int, Samples> run() {
    const Tensors tensors = make_tensors(workload_, workload_.steps_of_run());
    std::map<NodeId, int> shown;
    for (const NodeId n : graph_.nodes.ids()) {
      const Node& product = graph_.nodes[n];
      if (product.op == Op::score && product.formats.weights == Format::int8) {
        add_weights(product, tensors);
        for (const NodeId key : std::span(product.args).subspan(1))
          shown[key] = graph_.nodes[key].scale;
      }
      const bool is_int8 = product.formats.weights == Format::int8;
      if (product.op == Op::gather && is_int8) add_weights(product, tensors);
      if (product.op != Op::matvec || !is_int8) continue;
      shown[product.args[0]] = graph_.nodes[product.args[0]].scale;
      if (product.args.size() > 1)
        shown[product.args[1]] = product.weight_scale;
      else
        add_weights(product, tensors);
    }
    for (const Output& output : graph_.outputs)
      if (graph_.nodes[output.node].formats.activations == Format::int8)
        shown[output.node] = graph_.nodes[output.node].scale;
    add_values(tensors, shown);
    return std::move(samples_);
  }

 private:
  static Workload mark(Workload workload) {
    int number = 0;
    for (Scales* scales : scale_sets(workload))
      for (int* scale : all_of(*scales)) *scale = ++number;
    return workload;
  }

  void add_weights(const Node& product, const Tensors& tensors) {
    const Tensor& weights = tensors.at(product.tensor);
    const auto factors = tensors.find(factors_of(product.tensor));
    Samples& samples = samples_[product.weight_scale];
    if (factors == tensors.end()) return samples.add(weights.values);
    samples.add_divided(weights, factors->second, product.weight_scale);
  }

  void add_values(const Tensors& tensors, const std::map<NodeId, int>& shown) {
    graph_.outputs.clear();
    const auto name = [](NodeId node) { return fmt::format("shown.{}", node.number()); };
    for (const auto& [node, number] : shown) graph_.outputs.push_back({node, name(node)});
    if (shown.empty()) return;
    const auto values = evaluate_exact(graph_, tensors, graph_.steps_of_run());
    for (const auto& [node, number] : shown) samples_[number].add(values.at(name(node)));
  }

  Workload workload_;
  Graph graph_;
  std::map<int, Samples> samples_;
};

double noise_of(const Samples& samples, int scale) {
  double noise = 0;
  for (const double value : samples.values) {
    const double error = round_to(Format::int8, value, scale) - value;
    noise += error * error;
  }
  return noise;
}

/// The scale of least noise; of equals the largest, with which fewer values are clipped.
ChosenScale choose(const Samples& samples) {
  ChosenScale chosen;
  chosen.values = std::ssize(samples.values);
  chosen.largest = samples.largest;
  chosen.scale = kUsualScale;
  if (samples.noise) {
    chosen.rows = true;
    chosen.noise = *samples.noise;
    for (const double value : samples.values) chosen.signal += value * value;
    return chosen;
  }
  if (samples.largest == 0) return chosen;
  int first = kLeastScale;
  while (std::ldexp(127, first) < samples.largest) ++first;
  chosen.scale = first;
  chosen.noise = noise_of(samples, first);
  for (int scale = first - 1; scale >= std::max(kLeastScale, first - kFinerScales); --scale)
    if (const double noise = noise_of(samples, scale); noise < chosen.noise) {
      chosen.scale = scale;
      chosen.noise = noise;
    }
  const double most = std::ldexp(127, chosen.scale), least = std::ldexp(-128, chosen.scale);
  for (const double value : samples.values) {
    chosen.signal += value * value;
    chosen.clipped += value > most || value < least;
  }
  return chosen;
}

}  // namespace

Quantized quantized(const Workload& workload, Format format, const std::set<int>& kept,
                    RowScales rows) {
  Quantized result{workload, {}};
  set_formats(result.workload, format, kept);
  const bool scaled = std::ranges::any_of(layers_of(result.workload), &PlacedLayer::scaled);
  for (Layer& layer : result.workload.layers.list)
    if (!scaled) layer.scales.reset();
  if (!scaled) return result;
  set_rows(result.workload, rows);
  const std::map<int, Samples> samples = Calibration(result.workload).run();
  int number = 0, set = 0;
  for (Scales* scales : scale_sets(result.workload)) {
    const std::size_t before = result.scales.size();
    for (std::size_t i = 0; i < kScaled.size(); ++i) {
      const auto found = samples.find(++number);
      if (found == samples.end()) continue;
      ChosenScale chosen = choose(found->second);
      chosen.layer = workload.layers.listed() ? set : -1;
      chosen.of = kScaled[i];
      *all_of(*scales)[i] = chosen.scale;
      result.scales.push_back(std::move(chosen));
    }
    const bool used = result.scales.size() > before;
    if (workload.layers.listed() && !used)
      result.workload.layers.list[static_cast<std::size_t>(set)].scales.reset();
    ++set;
  }
  return result;
}

}  // namespace rda::workload
