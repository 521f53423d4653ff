// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>

#include "onnx/chain.h"

namespace rda::onnx {

/// How often each value of the graph is read, outputs of the graph included.
using Uses = std::map<std::string, int, std::less<>>;

/// Recognises the nodes that compute with values of a run.
class Layers {
 public:
  Layers(Chain& chain, const Uses& uses) : chain_(chain), uses_(uses) {}

  /// The outputs of the node, by number; none if its operator is not supported.
  /// @throws WorkloadError  naming the node, and the attribute or what is supported
  std::optional<std::map<std::size_t, View>> computed(Node& node);

 private:
  View gemm(Node& node);
  View matmul(Node& node);
  View linear(Node& node, View x, View weights);
  View add(Node& node);
  /// @param made  the input that is the output of the last layer; the other is what the layer reads
  View residual(const Node& node, std::size_t made);
  View activation(Node& node, const char* name);
  View hard_sigmoid(Node& node);
  View gelu(Node& node);
  View softmax(Node& node, const char* type);
  View layer_norm(Node& node);
  View mean(Node& node);
  /// Gather of rows of a constant, by integers that are an input of the graph.
  View embedding(Node& node);
  /// The linear layer that a node completes, which nothing else reads.
  Layer& linear_before(Node& node, std::size_t input, const char* completes);
  void add_bias(const Node& node, const View& bias, std::int64_t elements);
  void put(const std::string& array, Shape shape, std::vector<double> values);

  Chain& chain_;
  const Uses& uses_;
};

/// The operators that are supported, for messages.
std::string supported_operators();

/// The sequence that is read behind attention is joined [query, context], and the layer makes
/// [context, query]: the rows of `weights` in that order, and `x` as the layer makes it.
/// @throws WorkloadError  if the parts of x are others
void order_by_storage(const Node& node, View& x, View& weights);

/// The layer with whose last states an LSTM, GRU or RNN begins; −1: with constants.
/// @throws WorkloadError  if a run makes the states of something else
int initial_layer(const Node& node, const Chain& chain, bool batch_first);

/// LSTM, GRU or RNN. @return as Layers::computed()
std::map<std::size_t, View> recurrent(Node& node, Chain& chain);

}  // namespace rda::onnx
