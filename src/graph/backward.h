// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "rda/graph.h"

namespace rda::graph {

/// The tensor of the gradient by a parameter: "<parameter>.gradient".
std::string gradient_of(const std::string& parameter);

/// The input of a graph with gradients that says how much the loss of each item counts.
inline constexpr const char* kLossGradient = "loss.gradient";
/// An input of a backward domain that is 0 where truncation cuts the gradient by the states of a
/// layer in the step after, else 1: "carried.layer0", "carried.layer0.reverse".
inline constexpr const char* kCarried = "carried";

/// An input of a backward domain that truncation needs.
struct Cut {
  std::string tensor;
  int layer = 0;
  bool reversed = false;  ///< of the reverse recurrence, in whose steps padding comes first
  std::int64_t steps = 1;
};

/// A graph with gradients.
struct Backward {
  Graph graph;
  std::vector<std::string> parameters;  ///< tensors by which there are gradients, by name
  std::vector<Cut> cuts;                ///< empty: nothing is truncated
  int forward_domains = 0;              ///< the others are backward ones
};

/// Appends to a graph the gradient of Σ loss · kLossGradient over all items, by all its parameters:
/// biases, weights of products and tables of gathers.
///
/// Each domain on a way from a parameter to the loss gets a backward domain, which computes its
/// steps from the last one to the first; backward domains come in the opposite order. A backward
/// domain takes what its forward domain made (the stash), multiplies with the same weights,
/// transposed, carries the gradients by states, and adds up the gradients by parameters over all
/// steps and sequences: results are the tensors gradient_of(parameter).
///
/// Additional inputs are kLossGradient [items, 1], in the reverse order of the steps of the loss's
/// domain; with `truncated` those of `cuts`; and for each new state the tensor of zeros
/// [batch, size] that it names.
/// @param loss  a node of one element
/// @param truncated  whether the gradients by states of recurrent layers can be cut
/// @throws WorkloadError  if no parameter affects the loss
Backward with_gradients(const Graph& graph, NodeId loss, bool truncated);

}  // namespace rda::graph
