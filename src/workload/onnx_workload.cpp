// SPDX-License-Identifier: Apache-2.0
#include "workload/onnx_workload.h"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/gather.h"
#include "json/overrides.h"
#include "json/reader.h"
#include "rda/check.h"
#include "rda/error.h"
#include "workload/data.h"
#include "workload/layers.h"
#include "workload/npz.h"
#include "workload/rules.h"
#include "workload/workload_fields.h"

namespace rda::workload {
namespace {

/// The enumerator of a word.
template <class Enum>
Enum to(const std::string& word) {
  const auto all = names(Enum{});
  const auto found = std::ranges::find(all, word);
  RDA_CHECK(found != all.end(), word);
  return static_cast<Enum>(found - all.begin());
}

std::optional<GateActivation> to_activation(const std::optional<onnx::GateActivation>& from) {
  if (!from) return std::nullopt;
  return GateActivation{to<GateFunction>(from->function), from->alpha, from->beta};
}

Layer to_layer(const onnx::Layer& from) {
  Layer layer;
  layer.type = to<LayerType>(from.type);
  layer.hidden = static_cast<int>(from.hidden);
  layer.size = static_cast<int>(from.size);
  layer.vocabulary = static_cast<int>(from.vocabulary);
  layer.steps = from.steps;
  layer.over = from.over;
  layer.score = to<AttentionScore>(from.score);
  layer.initial = from.initial;
  layer.peepholes = from.peepholes;
  layer.coupled = from.coupled;
  if (layer.type == LayerType::layer_norm) layer.epsilon = from.epsilon;
  layer.bias = from.bias || !can_add_bias(layer);
  layer.residual = from.residual;
  layer.direction = to<Direction>(from.direction);
  layer.gru_reset = from.reset_before ? GruReset::before : GruReset::after;
  layer.rnn_activation = from.relu ? RnnActivation::relu : RnnActivation::tanh;
  layer.gate_activation = to_activation(from.gate);
  layer.candidate_activation = to_activation(from.candidate);
  layer.output_activation = to_activation(from.output);
  layer.activation_clip = from.clip;
  layer.activation = to<LinearActivation>(from.activation);
  return layer;
}

Formats formats_of(const std::string& type) {
  Formats formats;
  formats.weights = type == "float16"    ? Format::fp16
                    : type == "bfloat16" ? Format::bf16
                                         : Format::fp32;
  formats.activations = formats.weights;
  return formats;
}

/// Whether an override says how the model's open dimensions are filled.
bool is_size(const Override& override) {
  return override.pointer == "/steps" || override.pointer == "/batch" ||
         override.pointer == "/inputs";
}

onnx::Network import(const std::string& file, onnx::Given given, const std::string& inputs) {
  given.has_inputs = !inputs.empty();
  if (given.has_inputs) {
    const Npz npz(inputs);
    for (const std::string& name : npz.names()) {
      Npz::Any any = npz.read_any(name);
      given.inputs[name] = {std::move(any.shape), std::move(any.values), any.integer};
    }
  }
  return onnx::import_model(file, given);
}

/// The node that a problem of a layer is of, as messages name it; empty: it is of no layer.
std::string node_of(const onnx::Network& network, const std::string& pointer) {
  constexpr std::string_view kLayers = "/layers/";
  std::size_t layer = 0;
  if (!pointer.starts_with(kLayers)) return {};
  const char* digits = pointer.c_str() + kLayers.size();
  std::from_chars(digits, pointer.c_str() + pointer.size(), layer);
  return layer < network.layers.size() ? ": " + network.layers[layer].node : "";
}

/// Refuses what no workload can be. @throws WorkloadError  naming the nodes
void require_rules(const onnx::Network& network, const Workload& workload,
                   const std::string& file) {
  Gather gather;
  for (const json::Problem& problem : broken_rules(workload))
    gather([&] {
      const std::string node = node_of(network, problem.pointer);
      if (node.empty()) throw ConfigError(file, problem.pointer, problem.text);
      throw WorkloadError(file + node, problem.text);
    });
  gather.raise();
}

}  // namespace

onnx::Network network_of(const Workload& workload) {
  return import(workload.data, {workload.steps, workload.batch, false, {}}, workload.inputs);
}

Workload read_model(const std::filesystem::path& file, std::span<const Override> overrides) {
  std::vector<Override> sizes, others;
  for (const Override& one : overrides) (is_size(one) ? sizes : others).push_back(one);
  Workload asked;
  json::override_fields(asked, sizes);
  const auto says = [&](const char* pointer) {
    return std::ranges::find(sizes, pointer, &Override::pointer) != sizes.end();
  };
  onnx::Given given;
  if (says("/steps")) given.steps = asked.steps;
  if (says("/batch")) given.batch = asked.batch;
  if (!asked.inputs.empty())
    asked.inputs = (file.parent_path() / asked.inputs).lexically_normal().string();
  const onnx::Network network = import(file.string(), std::move(given), asked.inputs);
  Workload workload;
  workload.name = file.stem().string();
  workload.input = static_cast<int>(network.input);
  workload.steps = network.steps;
  workload.batch = static_cast<int>(network.batch);
  if (std::ranges::any_of(network.lengths, [&](auto length) { return length < network.steps; }))
    workload.lengths = network.lengths;
  std::ranges::transform(network.layers, std::back_inserter(workload.layers.list), to_layer);
  workload.formats = formats_of(network.type);
  json::override_fields(workload, others);
  workload.data = file.lexically_normal().string();
  workload.inputs = asked.inputs;
  require_rules(network, workload, file.string());
  return workload;
}

}  // namespace rda::workload
