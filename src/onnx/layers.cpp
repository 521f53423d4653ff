// SPDX-License-Identifier: Apache-2.0
#include "onnx/layers.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace rda::onnx {
namespace {

/// Operators that are an activation of a linear layer, as a workload calls it.
struct Activation {
  std::string_view op;
  const char* name;
};
constexpr std::array kActivations{Activation{"Sigmoid", "sigmoid"}, Activation{"Tanh", "tanh"},
                                  Activation{"Relu", "relu"}, Activation{"Softplus", "softplus"}};

std::vector<double> scaled(std::vector<double> values, double factor) {
  if (factor != 1)
    for (double& value : values) value = static_cast<float>(value * factor);
  return values;
}

View with_rank_2(const Node& node, const View& weights) {
  node.require(weights.rank() == 2,
               fmt::format("weights of shape {}, needed two dimensions", to_string(weights.shape)));
  return weights;
}

}  // namespace

std::string supported_operators() {
  return "LSTM, GRU, RNN, Scan and Loop around their cells, Gemm, MatMul, Add of a bias or of a "
         "layer's input, Sigmoid, Tanh, Relu, "
         "Softplus, HardSigmoid and Gelu behind Gemm or MatMul, Softmax, LogSoftmax, "
         "LayerNormalization, ReduceMean over the steps, Gather of the rows of constants, MatMul, "
         "Softmax and Concat of attention, and operators that move elements or compute constants";
}

void Layers::put(const std::string& array, Shape shape, std::vector<double> values) {
  const std::string name = fmt::format("{}_l{}", array, chain_.network.layers.size() - 1);
  chain_.network.arrays[name] = {std::move(shape), std::move(values)};
}

/// x · weights, which are [input, output].
View Layers::linear(Node& node, View x, View weights) {
  const std::int64_t rows = weights.shape[1], cols = weights.shape[0];
  node.require(!x.shape.empty() && x.shape.back() == cols,
               fmt::format("rows of {} elements and weights {}",
                           x.shape.empty() ? 0 : x.shape.back(), to_string(weights.shape)));
  if (x.parts) order_by_storage(node, x, weights);
  Layer layer;
  layer.type = "linear";
  layer.node = node.name();
  layer.size = rows;
  const View y = chain_.append(node, std::move(layer), x, rows);
  const Shape order{1, 0};
  put("weight", {rows, cols}, values_of(transposed(weights, order)));
  return y;
}

View Layers::gemm(Node& node) {
  const double alpha = node.number("alpha", 1), beta = node.number("beta", 1);
  const bool turned = node.integer("transB", 0) != 0;
  View x = node.need(0, "A"), weights = with_rank_2(node, node.known(1, "B"));
  const Shape order{1, 0};
  node.require(x.rank() == 2,
               fmt::format("A of shape {}, needed two dimensions", to_string(x.shape)));
  if (node.integer("transA", 0) != 0) x = transposed(x, order);
  if (turned) weights = transposed(weights, order);
  const View y = linear(node, x, weights);
  Array& made = chain_.network.arrays[fmt::format("weight_l{}", chain_.network.layers.size() - 1)];
  made.values = scaled(std::move(made.values), alpha);
  if (node.input(2)) {
    View bias = node.known(2, "C");
    if (beta != 1) bias = constant(bias.shape, scaled(values_of(bias), beta), false);
    add_bias(node, bias, y.shape.back());
  }
  return y;
}

View Layers::matmul(Node& node) {
  return linear(node, node.need(0, "A"), with_rank_2(node, node.known(1, "B")));
}

void Layers::add_bias(const Node& node, const View& bias, std::int64_t elements) {
  const Shape row{elements};
  View flat = bias;
  while (flat.rank() > 1 && flat.shape.front() == 1) flat = without_axis(std::move(flat), 0);
  const std::optional<View> wide = flat.rank() <= 1 ? broadcast(flat, row) : std::nullopt;
  if (!wide)
    node.fail(
        fmt::format("a bias of shape {} (one element for each of {}, equal in all steps, is "
                    "supported)",
                    to_string(bias.shape), elements));
  put("bias", row, values_of(*wide));
  chain_.network.layers.back().bias = true;
}

Layer& Layers::linear_before(Node& node, std::size_t input, const char* completes) {
  const View& x = node.need(input, "X");
  const auto uses = uses_.find(node.proto().inputs[input]);
  const bool end = !x.constant() && chain_.is_end(x) && !chain_.network.layers.empty();
  if (!end || chain_.network.layers.back().type != "linear" ||
      chain_.network.layers.back().activation != "none")
    node.fail(
        fmt::format("{} of what is no product of a linear layer (supported behind Gemm or "
                    "MatMul)",
                    completes));
  if (uses == uses_.end() || uses->second != 1)
    node.fail(
        fmt::format("'{}' is read elsewhere, too, without {} (a chain of layers is supported)",
                    node.proto().inputs[input], completes));
  return chain_.network.layers.back();
}

View Layers::add(Node& node) {
  const View &a = node.need(0, "A"), &b = node.need(1, "B");
  const bool first = chain_.is_end(a) && chain_.is_read_by_last(b, a);
  if (first || (chain_.is_end(b) && chain_.is_read_by_last(a, b)))
    return residual(node, first ? 0 : 1);
  const std::size_t run = a.data && !b.data ? 1 : 0;
  const View& bias = run == 0 ? b : a;
  node.require(bias.data != nullptr,
               "a sum of two values of a run (the output of a layer and its input are supported)");
  Layer& layer = linear_before(node, run, "a sum");
  node.require(!layer.bias, "a second bias of a linear layer");
  const View& product = run == 0 ? a : b;
  add_bias(node, bias, product.shape.back());
  return product;
}

View Layers::residual(const Node& node, std::size_t made) {
  const View &y = *node.input(made), &x = *node.input(1 - made);
  node.require(y.shape == x.shape,
               fmt::format("a sum of shapes {} and {}", to_string(y.shape), to_string(x.shape)));
  const auto uses = uses_.find(node.proto().inputs[made]);
  Layer& layer = chain_.network.layers.back();
  node.require(uses != uses_.end() && uses->second == 1 && !layer.residual,
               "a layer's output is also read without its input added (a chain is supported)");
  layer.residual = true;
  return y;
}

View Layers::activation(Node& node, const char* name) {
  linear_before(node, 0, "an activation").activation = name;
  return node.need(0, "X");
}

View Layers::hard_sigmoid(Node& node) {
  const double alpha = node.number("alpha", 0.2F), beta = node.number("beta", 0.5);
  node.require(
      std::abs(alpha - 1.0 / 6) < 1e-6 && beta == 0.5,
      fmt::format("attributes alpha {} and beta {} (1/6 and 1/2 are supported)", alpha, beta));
  return activation(node, "hard_sigmoid");
}

View Layers::gelu(Node& node) {
  const std::string form = node.text("approximate", "none");
  node.require(form == "none", "attribute approximate is " + form + " (none is supported)");
  return activation(node, "gelu");
}

View Layers::softmax(Node& node, const char* type) {
  const View& x = node.need(0, "input");
  const int axis = node.axis(node.integer("axis", node.opset() < 13 ? 1 : -1), x.rank());
  node.require(axis + 1 == x.rank(), fmt::format("attribute axis {} of shape {} (the last axis is "
                                                 "supported)",
                                                 axis, to_string(x.shape)));
  Layer layer;
  layer.type = type;
  layer.node = node.name();
  return chain_.append(node, std::move(layer), x, x.shape.back());
}

View Layers::layer_norm(Node& node) {
  const View& x = node.need(0, "X");
  const int axis = node.axis(node.integer("axis", -1), x.rank());
  node.require(axis + 1 == x.rank(),
               fmt::format("attribute axis {} (the last axis is supported)", axis));
  node.integer("stash_type", 1);
  node.require(node.output(1).empty() && node.output(2).empty(), "Mean and InvStdDev are not made");
  Layer layer;
  layer.type = "layer_norm";
  layer.node = node.name();
  layer.epsilon = node.number("epsilon", 1e-5F);
  layer.bias = node.input(2) != nullptr;
  const std::int64_t elements = x.shape.back();
  const auto row = [&](std::size_t input, const char* what) {
    const std::optional<View> wide = broadcast(node.known(input, what), {elements});
    if (!wide) node.fail(fmt::format("{} has not one element for each of {}", what, elements));
    return values_of(*wide);
  };
  const View y = chain_.append(node, std::move(layer), x, elements);
  put("weight", {elements}, row(1, "Scale"));
  if (node.input(2)) put("bias", {elements}, row(2, "B"));
  return y;
}

View Layers::mean(Node& node) {
  const View& x = node.need(0, "data");
  const bool kept = node.integer("keepdims", 1) != 0;
  Shape axes = node.integers("axes");
  if (node.input(1)) axes = integers_of(node.known(1, "axes"));
  node.integer("noop_with_empty_axes", 0);
  node.require(axes.size() == 1,
               fmt::format("axes {} (one axis, that of the steps, is supported)", to_string(axes)));
  const int axis = node.axis(axes[0], x.rank());
  View y = x.shape[static_cast<std::size_t>(axis)] == 1 ? without_axis(x, axis)
                                                        : chain_.append_mean(node, x, axis);
  return kept ? with_axis(std::move(y), axis) : y;
}

std::optional<std::map<std::size_t, View>> Layers::computed(Node& node) {
  const std::string& op = node.op();
  if (op == "LSTM" || op == "GRU" || op == "RNN") return recurrent(node, chain_);
  std::optional<View> y;
  if (op == "Gemm") y = gemm(node);
  if (op == "MatMul") y = matmul(node);
  if (op == "Add") y = add(node);
  if (op == "HardSigmoid") y = hard_sigmoid(node);
  if (op == "Gelu") y = gelu(node);
  if (op == "Softmax") y = softmax(node, "softmax");
  if (op == "LogSoftmax") y = softmax(node, "log_softmax");
  if (op == "LayerNormalization") y = layer_norm(node);
  if (op == "ReduceMean") y = mean(node);
  if (op == "Gather") y = embedding(node);
  for (const Activation& row : kActivations)
    if (row.op == op) y = activation(node, row.name);
  if (!y) return std::nullopt;
  return std::map<std::size_t, View>{{0, *y}};
}

}  // namespace rda::onnx
