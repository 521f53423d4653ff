// SPDX-License-Identifier: Apache-2.0
#include "training/plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "rda/error.h"
#include "training/loss.h"
#include "workload/layers.h"

namespace rda::training {

Workload in_formats_of_training(Workload workload) {
  const Precision& precision = workload.training->precision;
  workload.formats = {precision.operands, precision.operands, precision.state, Format::fp32};
  workload.scales = {};
  for (Layer& layer : workload.layers.list) layer.formats.reset(), layer.scales.reset();
  return workload;
}

namespace {

/// A parameter, from the node that reads it in the forward graph.
Parameter parameter_of(const Graph& graph, const Node& node) {
  switch (node.op) {
    case Op::gather:
      return {node.tensor, node.rows, node.size};
    case Op::matvec:
      return {node.tensor, node.size, graph.nodes[node.args[0]].size};
    default:
      return {node.tensor, node.size, 1};
  }
}

std::vector<Parameter> parameters_of(const Training& training, const Plan& plan,
                                     const Graph& graph) {
  const bool scaled = training.pipeline && training.pipeline->delay_scale > 0;
  std::vector<Parameter> parameters;
  for (const std::string& tensor : plan.gradients.parameters) {
    const auto node = std::ranges::find_if(
        graph.nodes, [&](const Node& one) { return one.tensor == tensor && !one.transposed; });
    Parameter& parameter = parameters.emplace_back(parameter_of(graph, *node));
    if (plan.stages) parameter.stage = plan.stages->stage_of(node->origin.layer);
    if (scaled) parameter.rate += fmt::format(".stage{}", parameter.stage);
  }
  return parameters;
}

}  // namespace

Plan plan_of(const Workload& workload) {
  if (!workload.training)
    throw WorkloadError(workload.name, "has no /training (loss, optimizer, learning_rate, ...)");
  const Training& training = *workload.training;
  const Graph forward = lower(in_formats_of_training(workload));
  const WithLoss with = with_loss(forward, training.loss);
  Plan plan;
  plan.gradients = graph::with_gradients(with.graph, with.loss, training.truncate > 0);
  if (training.pipeline) plan.stages = stages_of(workload, forward);
  plan.parameters = parameters_of(training, plan, with.graph);
  plan.update = update_graph(training, plan.parameters);
  plan.targets = with.targets;
  plan.sizes = with.sizes;
  plan.steps = with.graph.steps_of(with.graph.nodes[with.loss]);
  plan.ragged = workload::layers_of(workload).back().ragged;
  return plan;
}

Matrix<double> loss_weights(const Workload& workload, const Plan& plan) {
  Matrix<double> weights{plan.steps * workload.batch, 1, {}};
  double counted = 0;
  for (std::int64_t item = 0; item < weights.rows; ++item) {
    const bool is_padding = plan.ragged && item / workload.batch >=
                                               workload::length_of(workload, item % workload.batch);
    weights.values.push_back(is_padding ? 0 : 1);
    counted += weights.values.back();
  }
  if (workload.training->loss == Loss::mse) {
    std::int64_t elements = 0;
    for (const std::int64_t size : plan.sizes) elements += size;
    counted *= static_cast<double>(elements);
  }
  for (double& weight : weights.values) weight /= counted;
  return weights;
}

namespace {

/// 0 in the steps of a backward domain whose gradient by the state of the step after is cut.
Matrix<double> carried(const Workload& workload, const graph::Cut& cut) {
  const std::int64_t steps = cut.steps;
  Matrix<double> carried{steps * workload.batch, 1, {}};
  const bool padded = workload::layers_of(workload)[static_cast<std::size_t>(cut.layer)].ragged;
  for (std::int64_t step = steps - 1; step >= 0; --step)
    for (std::int64_t sequence = 0; sequence < workload.batch; ++sequence) {
      const std::int64_t length = padded ? workload::length_of(workload, sequence) : steps;
      const std::int64_t first = cut.reversed ? steps - length : 0;
      const std::int64_t next = step + 1 - first;  // of those that the sequence has
      const bool is_cut = next > 0 && next < length && next % workload.training->truncate == 0;
      carried.values.push_back(is_cut ? 0 : 1);
    }
  return carried;
}

Matrix<double> zeros(std::int64_t rows, std::int64_t cols) {
  return {rows, cols, std::vector<double>(static_cast<std::size_t>(rows * cols))};
}

}  // namespace

ExactTensors fixed_tensors(const Workload& workload, const Plan& plan) {
  ExactTensors tensors;
  const Graph& graph = plan.gradients.graph;
  for (const Node& node : graph.nodes)
    if (node.op == Op::state && !node.tensor.empty())
      tensors[node.tensor] = zeros(workload.batch, node.size);
  Matrix<double>& gradient = tensors[graph::kLossGradient] = loss_weights(workload, plan);
  for (double& weight : gradient.values) weight *= workload.training->precision.loss_scale;
  std::vector<double> backward;
  for (std::int64_t step = plan.steps - 1; step >= 0; --step)
    for (std::int64_t sequence = 0; sequence < workload.batch; ++sequence)
      backward.push_back(gradient.at(step * workload.batch + sequence, 0));
  gradient.values = std::move(backward);
  for (const graph::Cut& cut : plan.gradients.cuts) tensors[cut.tensor] = carried(workload, cut);
  for (const Parameter& parameter : plan.parameters)
    for (const std::string& kept : kept_tensors(*workload.training, parameter.name))
      tensors[kept] = zeros(1, parameter.elements());
  return tensors;
}

}  // namespace rda::training
