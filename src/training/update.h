// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "rda/graph.h"
#include "rda/training.h"

namespace rda::training {

/// Inputs of an update besides tensors: elements that differ from batch to batch.
inline constexpr const char* kLearningRate = "learning_rate";
inline constexpr const char* kMeanCorrection = "mean_correction";          ///< 1 / (1 − beta1^t)
inline constexpr const char* kVarianceCorrection = "variance_correction";  ///< 1 / (1 − beta2^t)

/// A tensor that training changes.
struct Parameter {
  std::string name;
  std::int64_t rows = 0, cols = 0;
  std::string rate = kLearningRate;  ///< the input with its learning rate
  std::size_t stage = 0;             ///< of a pipeline

  std::int64_t elements() const { return rows * cols; }
};

/// The output of an update with the value of a tensor for the next batch.
std::string next_of(const std::string& tensor);

/// The names of what an optimizer and the Kahan sum keep of a parameter between batches; they begin
/// with zeros.
std::vector<std::string> kept_tensors(const Training& training, const std::string& parameter);

/// The graph of an update: one step of one sequence, in which each tensor is one row of an input.
/// It reads the parameters, their gradients and kept_tensors(), and makes next_of() the parameters
/// and kept tensors. In its order: gradients are rounded and divided by the loss scale; clip_norm
/// takes the norm of all of them; the optimizer makes the change of each weight.
Graph update_graph(const Training& training, const std::vector<Parameter>& parameters);

}  // namespace rda::training
