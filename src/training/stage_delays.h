// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <map>
#include <string>
#include <vector>

#include "rda/tensors.h"
#include "rda/training.h"
#include "training/plan.h"

namespace rda::training {

/// The weights that the stages of an asynchronous pipeline read, and their learning rates. A stage
/// reads weights that are as many updates old as its delay, both forward and backward.
class StageDelays {
 public:
  /// No stage is late in a training without an asynchronous pipeline.
  StageDelays(const Training& training, const Plan& plan);

  /// Puts old weights in the place of the new ones.
  void make_old(ExactTensors& tensors) const;
  /// Keeps the weights that an update is about to change.
  void keep(const ExactTensors& tensors);
  /// The learning rate of a parameter: with a delay_scale at most that divided by the delay.
  double rate(const Parameter& parameter, double learning_rate) const;

 private:
  const double scale_;
  std::vector<int> delays_;  // by stage
  std::vector<Parameter> late_;
  std::map<std::string, std::deque<std::vector<double>>> kept_;  // the oldest first
};

}  // namespace rda::training
