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
#include "training/micro_batches.h"

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
      gradients_(plan_.gradients.graph),
      weights_(loss_weights(workload, plan_)),
      tensors_(converted<double>(make_tensors(in_formats_of_training(workload), workload.steps))),
      delays_(*workload.training, plan_) {
  gradients_.batch /= updates_of_batch(*workload.training);
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
  const Noise noise{workload_.data_seed, static_cast<std::uint64_t>(updates_)};
  return graph::evaluate_chip_noisy(graph, converted<float>(tensors), order, noise);
}

/// Of the batch, what its update with this number reads.
ExactTensors Trainer::read_by(int update) const {
  ExactTensors tensors = tensors_;
  delays_.make_old(tensors);
  const int updates = updates_of_batch(*workload_.training);
  if (updates == 1) return tensors;
  const std::int64_t first = std::int64_t{update} * gradients_.batch;
  ExactTensors part = sequences_of(tensors, gradients_, workload_.batch, first);
  for (double& weight : part.at(graph::kLossGradient).values) weight *= updates;
  part.merge(tensors);
  return part;
}

BatchResult Trainer::train(const ExactTensors& inputs) {
  for (const auto& [name, tensor] : inputs) tensors_[name] = tensor;
  BatchResult result;
  result.learning_rate = learning_rate_of(*workload_.training, batch_);
  for (int u = 0; u < updates_of_batch(*workload_.training); ++u) {
    result.values = values_of(gradients_, read_by(u));
    result.loss += loss_of(result.values);
    if (!std::isfinite(result.loss))
      throw WorkloadError(fmt::format("batch {}", batch_),
                          "the loss is no finite number (a smaller learning rate, or a clip_norm)");
    delays_.keep(tensors_);
    update(result.values, result.learning_rate);
    ++updates_;
  }
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

/// The part of these items in the loss of a batch.
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
  inputs[kMeanCorrection] = element(1 / (1 - std::pow(training.beta1, updates_ + 1)));
  inputs[kVarianceCorrection] = element(1 / (1 - std::pow(training.beta2, updates_ + 1)));
  std::vector<std::string> changed;
  for (const Parameter& parameter : plan_.parameters) {
    const auto& name = parameter.name;
    const std::string gradient = graph::gradient_of(name);
    inputs[parameter.rate] = element(delays_.rate(parameter, rate));
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
