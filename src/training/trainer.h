// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "rda/tensors.h"
#include "rda/workload.h"
#include "training/plan.h"
#include "training/stage_delays.h"

namespace rda::training {

/// Which arithmetic training computes in: fp64, or that of the chip with the formats of
/// Training::precision.
enum class Arithmetic { exact, chip };
constexpr std::array<std::string_view, 2> names(Arithmetic) { return {"exact", "chip"}; }

/// What a batch made.
struct BatchResult {
  double loss = 0;
  double learning_rate = 0;
  /// By tensor: y, states and gradients. See evaluate_exact().
  std::map<std::string, std::vector<double>> values;
};

/// The learning rate of a batch, counted from 0.
double learning_rate_of(const Training& training, int batch);

/// A network that is trained batch by batch. In an asynchronous pipeline each micro-batch changes
/// the weights, and the gradient of the whole network is that of weights as old as StageDelays
/// says.
class Trainer {
 public:
  /// Begins with the weights of the workload's data, or generated ones.
  /// @throws WorkloadError  as make_tensors()
  Trainer(const Workload& workload, Arithmetic arithmetic);

  /// Evaluates a batch and changes the weights. Of several updates the loss is the mean, and values
  /// are those of the last one.
  /// @param inputs  x and targets
  /// @throws WorkloadError  if the loss is no finite number
  BatchResult train(const ExactTensors& inputs);
  /// Evaluates a batch with the weights as they are: its loss and y.
  BatchResult evaluate(const ExactTensors& inputs) const;

  const Plan& plan() const { return plan_; }
  /// The weights as they are.
  const ExactTensors& tensors() const { return tensors_; }

 private:
  using Values = std::map<std::string, std::vector<double>>;

  Values values_of(const Graph& graph, const ExactTensors& tensors) const;
  ExactTensors read_by(int update) const;
  void update(const Values& gradients, double rate);
  double loss_of(const Values& values) const;

  const Workload workload_;
  const Plan plan_;
  const Arithmetic arithmetic_;
  Graph forward_, gradients_;     // of a batch, and of the sequences of an update
  const Matrix<double> weights_;  // of the loss of each item
  ExactTensors tensors_;          // of the values that the chip has, where it computes
  StageDelays delays_;
  int batch_ = 0, updates_ = 0;
};

}  // namespace rda::training
