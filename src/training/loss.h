// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "rda/graph.h"
#include "rda/training.h"

namespace rda::training {

/// The output of a graph with the loss of each item.
inline constexpr const char* kLoss = "loss";

/// A graph with a loss.
struct WithLoss {
  Graph graph;
  NodeId loss;                       ///< of each item, one element
  std::vector<std::string> targets;  ///< inputs, one for each part of y, in the order of time
  std::vector<std::int64_t> sizes;   ///< elements of each
};

/// Appends a domain with the loss of each item: the sum of the squares of y − target, or
/// −Σ target · ln softmax(y).
WithLoss with_loss(const Graph& forward, Loss loss);

}  // namespace rda::training
