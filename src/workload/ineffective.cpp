// SPDX-License-Identifier: Apache-2.0
// Values that are given and that no run depends on.
#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

#include "base/gather.h"
#include "json/overrides.h"
#include "rda/error.h"
#include "workload/data.h"
#include "workload/idle.h"
#include "workload/layers.h"
#include "workload/rules.h"
#include "workload/training_rules.h"

namespace rda::workload {
namespace {

using Problems = std::vector<json::Problem>;

/// Whether a layer has int8 weights.
bool has_integers(const Workload& workload) {
  return std::ranges::any_of(layers_of(workload), [](const PlacedLayer& placed) {
    return placed.formats.weights == Format::int8;
  });
}

std::vector<Idle> idle_scales(const Workload& workload) {
  std::vector<Idle> idle;
  if (has_integers(workload)) return idle;
  const Scales usual, &scales = workload.scales;
  const auto add = [&](auto scale, auto if_unset, const char* key) {
    if (scale != if_unset)
      idle.push_back({std::string("/scales/") + key, "/formats",
                      fmt::format("it scales int8 values, and the weights are {}",
                                  word(workload.formats.weights))});
  };
  add(scales.input_weights, usual.input_weights, "input_weights");
  add(scales.recurrent_weights, usual.recurrent_weights, "recurrent_weights");
  add(scales.input, usual.input, "input");
  add(scales.hidden, usual.hidden, "hidden");
  add(scales.rows, usual.rows, "rows");
  for (std::size_t number = 0; number < workload.layers.list.size(); ++number)
    if (workload.layers.list[number].scales)
      idle.push_back({fmt::format("/layers/{}/scales", number), "/formats",
                      "it scales int8 values, and no layer has int8 weights"});
  return idle;
}

/// The parameters that the function of an activation does not read.
void add_idle_parameters(const std::optional<GateActivation>& activation, const std::string& at,
                         std::vector<Idle>& idle) {
  using enum GateFunction;
  if (!activation) return;
  const GateActivation usual;
  const auto add = [&](double value, double if_unset, const char* key,
                       std::initializer_list<GateFunction> readers) {
    if (value != if_unset && std::ranges::find(readers, activation->function) == readers.end())
      idle.push_back({at + key, at + "/function",
                      fmt::format("{} does not read it", word(activation->function))});
  };
  add(activation->alpha, usual.alpha, "/alpha",
      {hard_sigmoid, leaky_relu, thresholded_relu, elu, affine, scaled_tanh});
  add(activation->beta, usual.beta, "/beta", {hard_sigmoid, affine, scaled_tanh});
}

/// What the kind of a listed layer does not read.
void add_idle(const Layer& layer, std::size_t number, std::vector<Idle>& idle) {
  const Layer usual;
  const std::string at = fmt::format("/layers/{}", number);
  const auto add = [&](bool is_set, const char* key, LayerType type) {
    if (is_set && layer.type != type)
      idle.push_back(
          {at + key, at + "/type",
           fmt::format("only type {} reads it, and the type is {}", word(type), word(layer.type))});
  };
  const bool adds = layer.type == LayerType::attention && layer.score == AttentionScore::additive;
  if (layer.type == LayerType::attention && !adds && layer.size != 0)
    idle.push_back(
        {at + "/size", at + "/score",
         fmt::format("only score additive reads it, and the score is {}", word(layer.score))});
  else if (layer.type != LayerType::input && layer.type != LayerType::embedding && !adds)
    add(layer.size != 0, "/size", LayerType::linear);
  add(layer.vocabulary != 0, "/vocabulary", LayerType::embedding);
  add(layer.steps != 0, "/steps", LayerType::input);
  add(layer.over != usual.over, "/over", LayerType::attention);
  add(layer.score != usual.score, "/score", LayerType::attention);
  add(layer.activation != usual.activation, "/activation", LayerType::linear);
  add(layer.projection != 0, "/projection", LayerType::lstm);
  add(layer.peepholes, "/peepholes", LayerType::lstm);
  add(layer.coupled, "/coupled", LayerType::lstm);
  add(layer.gru_reset != usual.gru_reset, "/gru_reset", LayerType::gru);
  add(layer.rnn_activation != usual.rnn_activation, "/rnn_activation", LayerType::rnn);
  add(layer.cell_clip != 0, "/cell_clip", LayerType::lstm);
  add(layer.output_activation.has_value(), "/output_activation", LayerType::lstm);
  if (layer.gate_activation && layer.type == LayerType::rnn)
    idle.push_back({at + "/gate_activation", at + "/type", "an rnn has no gates"});
  if (layer.candidate_activation && layer.rnn_activation != usual.rnn_activation)
    idle.push_back({at + "/rnn_activation", at + "/candidate_activation",
                    "candidate_activation takes its place"});
  add(layer.epsilon != usual.epsilon, "/epsilon", LayerType::layer_norm);
  add_idle_parameters(layer.gate_activation, at + "/gate_activation", idle);
  add_idle_parameters(layer.candidate_activation, at + "/candidate_activation", idle);
  add_idle_parameters(layer.output_activation, at + "/output_activation", idle);
  if (!layer.bias && !can_add_bias(layer))
    idle.push_back({at + "/bias", at + "/type", fmt::format("{} adds none", word(layer.type))});
  if (is_recurrent(layer.type)) return;
  const std::string why =
      fmt::format("only recurrent layers read it, and the type is {}", word(layer.type));
  if (layer.gate_activation) idle.push_back({at + "/gate_activation", at + "/type", why});
  if (layer.candidate_activation) idle.push_back({at + "/candidate_activation", at + "/type", why});
  if (layer.activation_clip != 0) idle.push_back({at + "/activation_clip", at + "/type", why});
  if (layer.feed != usual.feed) idle.push_back({at + "/feed", at + "/type", why});
  if (layer.initial != usual.initial) idle.push_back({at + "/initial", at + "/type", why});
  if (layer.hidden != 0) idle.push_back({at + "/hidden", at + "/type", why});
  if (layer.direction != usual.direction) idle.push_back({at + "/direction", at + "/type", why});
}

/// Values of the stack that a list of layers takes the place of.
void add_replaced(const Model& model, std::vector<Idle>& idle) {
  const Model usual;
  const auto add = [&](bool is_set, const char* pointer) {
    if (is_set) idle.push_back({pointer, "/layers", "/layers lists the layers"});
  };
  add(model.cell != usual.cell, "/cell");
  add(model.hidden != 0, "/hidden");
  add(model.direction != usual.direction, "/direction");
  add(model.gru_reset != usual.gru_reset, "/gru_reset");
  add(model.rnn_activation != usual.rnn_activation, "/rnn_activation");
  const std::vector<Layer>& layers = model.layers.list;
  for (std::size_t number = 0; number < layers.size(); ++number)
    add_idle(layers[number], number, idle);
}

/// Values other than the default, which says nothing, that have no effect beside others.
std::vector<Idle> idle_values(const Workload& workload) {
  const Workload usual;
  std::vector<Idle> idle = idle_scales(workload);
  const auto of_cell = [&](bool is_set, Cell cell, const char* pointer) {
    if (is_set && workload.cell != cell)
      idle.push_back({pointer, "/cell",
                      fmt::format("only cell {} reads it, and the cell is {}", word(cell),
                                  word(workload.cell))});
  };
  if (workload.layers.listed()) {
    add_replaced(workload, idle);
  } else {
    of_cell(workload.gru_reset != usual.gru_reset, Cell::gru, "/gru_reset");
    of_cell(workload.rnn_activation != usual.rnn_activation, Cell::rnn, "/rnn_activation");
  }
  if (workload.data_seed != usual.data_seed && !workload.data.empty() && !generates_x(workload))
    idle.push_back({"/data_seed", "/data", "weights and inputs come from /data"});
  if (workload.training) add_idle_training(*workload.training, idle);
  if (!workload.inputs.empty() && workload.data.empty())
    idle.push_back({"/inputs", "/data", "all values are generated without /data"});
  return idle;
}

}  // namespace

std::vector<json::Problem> ineffective(const json::Extended& from, const Workload& workload,
                                       std::span<const Override> overrides) {
  Problems problems;
  const auto set = [&](std::string_view pointer) {
    return !json::blame(pointer, overrides).empty();
  };
  for (const Idle& idle : idle_values(workload)) {
    const bool in_file = from.file_of(idle.pointer) == from.file() && !set(idle.because_of);
    if (set(idle.pointer) || in_file) problems.push_back({idle.pointer, idle.advice()});
  }
  return problems;
}

std::vector<json::Problem> ineffective(const Workload& workload) {
  Problems problems;
  for (const Idle& idle : idle_values(workload)) problems.push_back({idle.pointer, idle.text()});
  return problems;
}

void refuse_ineffective(const Workload& model, const std::string& file,
                        std::span<const Override> overrides) {
  Gather gather;
  for (const Idle& idle : idle_values(model))
    gather([&] {
      if (!json::blame(idle.pointer, overrides).empty())
        throw ConfigError(file, idle.pointer, idle.advice());
    });
  gather([&] {
    if (!json::blame("/data", overrides).empty())
      throw ConfigError(file, "/data", "the data of an ONNX model are its own (leave it out)");
  });
  gather.raise();
}

}  // namespace rda::workload
