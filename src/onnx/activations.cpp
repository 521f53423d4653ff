// SPDX-License-Identifier: Apache-2.0
// The attributes activations, activation_alpha and activation_beta of LSTM, GRU and RNN.
#include "onnx/activations.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"

namespace rda::onnx {
namespace {

/// A function, in ONNX and as a layer's activation, and its parameters where they are left out.
struct Known {
  std::string_view name, function;
  bool has_alpha = false, has_beta = false;
  std::optional<double> alpha = {}, beta = {};
};

const std::array kKnown{
    Known{"Sigmoid", "sigmoid"},
    Known{"Tanh", "tanh"},
    Known{"Relu", "relu"},
    Known{"HardSigmoid", "hard_sigmoid", true, true, 0.2, 0.5},
    Known{"LeakyRelu", "leaky_relu", true, false, 0.01},
    Known{"ThresholdedRelu", "thresholded_relu", true, false, 1},
    Known{"Elu", "elu", true, false, 1},
    Known{"Softsign", "softsign"},
    Known{"Softplus", "softplus"},
    Known{"Affine", "affine", true, true, 1, 0},
    Known{"ScaledTanh", "scaled_tanh", true, true},
};

/// The words of ONNX for activations are compared without case.
std::string lower(std::string_view word) {
  std::string result(word);
  for (char& letter : result)
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  return result;
}

/// Reads parameters one after the other, as functions need them.
class Parameters {
 public:
  Parameters(Node& node, const char* attribute)
      : node_(node), attribute_(attribute), values_(node.numbers(attribute)) {}

  double next(const Known& known, std::optional<double> otherwise) {
    if (read_ < values_.size()) return double{values_[read_++]};
    if (!otherwise)
      node_.fail(fmt::format("attribute {} has {} entries, and {} needs one more", attribute_,
                             values_.size(), known.name));
    return *otherwise;
  }
  void end() const {
    node_.require(read_ == values_.size(),
                  fmt::format("attribute {} has {} entries, and activations read {}", attribute_,
                              values_.size(), read_));
  }

 private:
  Node& node_;
  const char* attribute_;
  std::vector<float> values_;
  std::size_t read_ = 0;
};

const Known& known(const Node& node, const std::string& name, std::size_t number) {
  const auto found = std::ranges::find_if(
      kKnown, [&](const Known& one) { return lower(one.name) == lower(name); });
  if (found != kKnown.end()) return *found;
  std::vector<std::string> names;
  for (const Known& one : kKnown) names.emplace_back(one.name);
  node.fail(fmt::format("attribute activations: {} is '{}' (supported are {})", number,
                        one_line(name, 40), join(names, ", ")));
}

}  // namespace

std::vector<GateActivation> read_activations(Node& node, const std::vector<std::string>& usual,
                                             std::int64_t directions) {
  std::vector<std::string> names = node.texts("activations");
  Parameters alpha(node, "activation_alpha"), beta(node, "activation_beta");
  const std::size_t each = usual.size(), needed = each * static_cast<std::size_t>(directions);
  // The default of an RNN has one entry for each direction, however many there are.
  const bool as_default = node.op() == "RNN" && names.size() == 2;
  node.require(
      names.empty() || names.size() == needed || as_default,
      fmt::format("attribute activations has {} entries, needed {}", names.size(), needed));
  for (std::size_t i = 0; names.size() < needed; ++i) names.push_back(usual[i % each]);
  std::vector<GateActivation> read;
  for (std::size_t i = 0; i < needed; ++i) {
    const Known& function = known(node, names[i], i);
    GateActivation activation{std::string(function.function), 1, 0};
    if (function.has_alpha) activation.alpha = alpha.next(function, function.alpha);
    if (function.has_beta) activation.beta = beta.next(function, function.beta);
    read.push_back(std::move(activation));
  }
  alpha.end();
  beta.end();
  for (std::size_t i = each; i < needed; ++i)
    node.require(read[i] == read[i - each],
                 fmt::format("attribute activations: {} differs from {} (equal activations in both "
                             "directions are supported)",
                             i, i - each));
  read.resize(each);
  return read;
}

}  // namespace rda::onnx
