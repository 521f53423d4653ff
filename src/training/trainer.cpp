// SPDX-License-Identifier: Apache-2.0
#include "training/trainer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "graph/noise.h"
#include "rda/error.h"
#include "training/loss.h"

namespace rda::training {
namespace {

template <class To, class From>
std::map<std::string, Matrix<To>> converted(const std::map<std::string, Matrix<From>>& tensors) {
  std::map<std::string, Matrix<To>> made;
  for (const auto& [name, tensor] : tensors) {
    Matrix<To>& to = made[name] = {tensor.rows, tensor.cols, {}};
    for (const From value : tensor.values) to.values.push_back(static_cast<To>(value));
  }
  return made;
}

/// The domains of a graph that come first, with the outputs that they make.
Graph first_domains(const Graph& graph, int domains) {
  Graph made = graph;
  const auto is_later = [&](const Node& node) { return node.domain >= domains; };
  made.nodes.erase(std::ranges::find_if(made.nodes, is_later), made.nodes.end());
  made.domains.resize(static_cast<std::size_t>(domains));
  made.steps = std::ranges::max(made.domains);
  return made;
}

}  // namespace

double learning_rate_of(const Training& training, int batch) {
  const double done = static_cast<double>(batch) / training.batches;
  double rate = training.learning_rate;
  if (training.schedule == Schedule::linear) rate *= 1 - done;
  if (training.schedule == Schedule::cosine) rate *= (1 + std::cos(std::numbers::pi * done)) / 2;
  if (batch < training.warmup) rate *= static_cast<double>(batch + 1) / (training.warmup + 1);
  return rate;
}

Trainer::Trainer(const Workload& workload, Arithmetic arithmetic)
    : workload_(workload),
      plan_(plan_of(workload)),
      arithmetic_(arithmetic),
      forward_(first_domains(plan_.gradients.graph, plan_.gradients.forward_domains)),
      weights_(loss_weights(workload, plan_)),
      tensors_(converted<double>(make_tensors(in_formats_of_training(workload), workload.steps))) {
  tensors_.merge(fixed_tensors(workload, plan_));
  if (arithmetic == Arithmetic::exact) return;
  for (const Parameter& parameter : plan_.parameters)
    for (double& value : tensors_.at(parameter.name).values)
      value = round_to(workload.training->precision.weights, value);
}

Trainer::Values Trainer::values_of(const Graph& graph, const ExactTensors& tensors) const {
  if (arithmetic_ == Arithmetic::exact) return evaluate_exact(graph, tensors, graph.steps);
  ReductionOrder order;
  order.interpolation = true;
  const Noise noise{workload_.data_seed, static_cast<std::uint64_t>(batch_)};
  return graph::evaluate_chip_noisy(graph, converted<float>(tensors), order, noise);
}

BatchResult Trainer::train(const ExactTensors& inputs) {
  for (const auto& [name, tensor] : inputs) tensors_[name] = tensor;
  BatchResult result;
  result.values = values_of(plan_.gradients.graph, tensors_);
  result.loss = loss_of(result.values);
  if (!std::isfinite(result.loss))
    throw WorkloadError(fmt::format("batch {}", batch_),
                        "the loss is no finite number (a smaller learning rate, or a clip_norm)");
  result.learning_rate = learning_rate_of(*workload_.training, batch_);
  update(result.values, result.learning_rate);
  ++batch_;
  return result;
}

BatchResult Trainer::evaluate(const ExactTensors& inputs) const {
  ExactTensors tensors = tensors_;
  for (const auto& [name, tensor] : inputs) tensors[name] = tensor;
  BatchResult result;
  result.values = values_of(forward_, tensors);
  result.loss = loss_of(result.values);
  return result;
}

double Trainer::loss_of(const Values& values) const {
  const std::vector<double>& items = values.at(kLoss);
  double loss = 0;
  for (std::size_t i = 0; i < items.size(); ++i) loss += items[i] * weights_.values[i];
  return loss;
}

void Trainer::update(const Values& gradients, double rate) {
  const Training& training = *workload_.training;
  const auto element = [](double value) { return Matrix<double>{1, 1, {value}}; };
  ExactTensors inputs;
  inputs[kLearningRate] = element(rate);
  inputs[kMeanCorrection] = element(1 / (1 - std::pow(training.beta1, batch_ + 1)));
  inputs[kVarianceCorrection] = element(1 / (1 - std::pow(training.beta2, batch_ + 1)));
  std::vector<std::string> changed;
  for (const Parameter& parameter : plan_.parameters) {
    const auto& name = parameter.name;
    const std::string gradient = graph::gradient_of(name);
    inputs[name] = {1, parameter.elements(), tensors_.at(name).values};
    inputs[gradient] = {1, parameter.elements(), gradients.at(gradient)};
    changed.push_back(name);
    for (const std::string& kept : kept_tensors(training, name)) {
      inputs[kept] = tensors_.at(kept);
      changed.push_back(kept);
    }
  }
  Values next = values_of(plan_.update, inputs);
  for (const std::string& name : changed)
    tensors_.at(name).values = std::move(next.at(next_of(name)));
}

}  // namespace rda::training
