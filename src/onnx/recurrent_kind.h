// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace rda::onnx {

/// What an operator is as a layer.
struct RecurrentKind {
  const char* type;
  std::vector<std::int64_t> gates;       ///< of each gate of torch, its place in ONNX
  std::vector<std::string> activations;  ///< the usual ones
};

inline RecurrentKind recurrent_kind(const std::string& op) {
  if (op == "LSTM") return {"lstm", {0, 2, 3, 1}, {"Sigmoid", "Tanh", "Tanh"}};
  if (op == "GRU") return {"gru", {1, 0, 2}, {"Sigmoid", "Tanh"}};
  return {"rnn", {0}, {"Tanh"}};
}

}  // namespace rda::onnx
