// SPDX-License-Identifier: Apache-2.0
// LSTM, GRU and RNN of ONNX as layers of torch. Gates: i o f c and z r h become i f g o and r z n.
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "base/text.h"
#include "onnx/activations.h"
#include "onnx/layers.h"
#include "onnx/recurrent_kind.h"

namespace rda::onnx {
namespace {

constexpr double kMostClip = 1e30;

class Recurrent {
 public:
  Recurrent(Node& node, Chain& chain)
      : node_(node), chain_(chain), kind_(recurrent_kind(node.op())) {}

  std::map<std::size_t, View> run() {
    read_sizes();
    read_activations();
    read_other_attributes();
    node_.end();
    read_lengths();
    layer_.initial = initial_layer(node_, chain_, layout_ == 1);
    const View y = chain_.append_recurrent(node_, layer_, x_, directions_);
    put_arrays();
    return outputs(y);
  }

 private:
  bool lstm() const { return node_.op() == "LSTM"; }
  void expect(const View& view, const Shape& shape, const char* what) const {
    node_.require(view.shape == shape, fmt::format("{} of shape {}, needed {}", what,
                                                   to_string(view.shape), to_string(shape)));
  }

  void read_sizes() {
    layout_ = node_.integer("layout", 0);
    node_.require(layout_ == 0 || layout_ == 1, fmt::format("attribute layout is {}", layout_));
    const std::string direction = node_.text("direction", "forward");
    node_.require(direction == "forward" || direction == "reverse" || direction == "bidirectional",
                  fmt::format("attribute direction is '{}' (forward, reverse or bidirectional)",
                              one_line(direction, 40)));
    layer_.direction = direction;
    directions_ = direction == "bidirectional" ? 2 : 1;
    x_ = node_.need(0, "X");
    node_.require(x_.rank() == 3 && count_of(x_.shape) > 0,
                  fmt::format("X of shape {}, needed three dimensions", to_string(x_.shape)));
    const Shape order{1, 0, 2};
    if (layout_ == 1) x_ = transposed(x_, order);
    const View &w = node_.known(1, "W"), &r = node_.known(2, "R");
    node_.require(r.rank() == 3 && r.shape[2] > 0,
                  fmt::format("R of shape {}", to_string(r.shape)));
    layer_.hidden = node_.integer("hidden_size", r.shape[2]);
    node_.require(
        layer_.hidden > 0 && layer_.hidden <= r.shape[2],
        fmt::format("attribute hidden_size is {}, and R is {}", layer_.hidden, to_string(r.shape)));
    layer_.type = kind_.type;
    layer_.node = node_.name();
    const std::int64_t rows = std::ssize(kind_.gates) * layer_.hidden;
    expect(w, {directions_, rows, x_.shape[2]}, "W");
    expect(r, {directions_, rows, layer_.hidden}, "R");
    if (node_.input(3)) expect(node_.known(3, "B"), {directions_, 2 * rows}, "B");
    layer_.bias = node_.input(3) != nullptr;
  }

  void read_activations() {
    const std::vector<GateActivation> read =
        onnx::read_activations(node_, kind_.activations, directions_);
    const auto other = [&](std::size_t i, const char* usual) {
      return i < read.size() && read[i].function != usual ? std::optional(read[i]) : std::nullopt;
    };
    if (node_.op() == "RNN") {
      layer_.relu = read[0].function == "relu";
      if (!layer_.relu) layer_.candidate = other(0, "tanh");
    } else {
      layer_.gate = other(0, "sigmoid");
      layer_.candidate = other(1, "tanh");
      layer_.output = other(2, "tanh");
    }
  }

  void read_other_attributes() {
    if (node_.has("clip")) {
      layer_.clip = node_.number("clip", 0);
      node_.require(
          layer_.clip > 0 && layer_.clip <= kMostClip,
          fmt::format("attribute clip is {} (above 0, at most {})", layer_.clip, kMostClip));
    }
    node_.integer("output_sequence", 0);  // opset 1 to 6
    if (lstm()) {
      layer_.coupled = node_.integer("input_forget", 0) != 0;
      node_.require(!layer_.coupled || !layer_.gate,
                    "attribute input_forget with other gates than Sigmoid (Sigmoid is supported)");
      if (node_.input(7)) {
        expect(node_.known(7, "P"), {directions_, 3 * layer_.hidden}, "P");
        layer_.peepholes = true;
      }
    }
    if (node_.op() == "GRU") layer_.reset_before = node_.integer("linear_before_reset", 0) == 0;
  }

  void read_lengths() {
    const std::int64_t steps = x_.shape[0], batch = x_.shape[1];
    std::vector<std::int64_t> lengths;
    if (node_.input(4)) {
      const View& given = node_.known(4, "sequence_lens");
      expect(given, {batch}, "sequence_lens");
      lengths = integers_of(given);
      for (const std::int64_t length : lengths)
        node_.require(length > 0 && length <= steps,
                      fmt::format("sequence_lens has {} (1 to {} steps)", length, steps));
      if (std::ranges::all_of(lengths, [&](std::int64_t l) { return l == steps; })) lengths.clear();
    }
    Network& network = chain_.network;
    if (chain_.has_recurrent && network.lengths != lengths)
      node_.fail(
          "sequence_lens differs from that of the layers before it (one for all is supported)");
    if (chain_.has_recurrent) return;
    network.steps = lengths.empty() ? steps : std::ranges::max(lengths);
    network.lengths = std::move(lengths);
  }

  /// The rows of one direction with gates in the order of torch. `tensor` is [directions, gates ·
  /// n].
  std::vector<double> in_order(const View& tensor, std::int64_t direction,
                               const std::vector<std::int64_t>& gates, std::int64_t first) const {
    std::vector<double> ordered;
    for (const std::int64_t gate : gates) {
      View part = sliced(tensor, 0, direction, 1, 1);
      part = sliced(part, 1, first + gate * layer_.hidden, layer_.hidden, 1);
      const std::vector<double> values = values_of(part);
      ordered.insert(ordered.end(), values.begin(), values.end());
    }
    return ordered;
  }

  void put(const std::string& name, std::int64_t direction, Shape shape,
           std::vector<double> values) {
    const bool reverse = layer_.direction == "reverse" || direction == 1;
    const std::size_t layer = chain_.network.layers.size() - 1;
    chain_.network.arrays[fmt::format("{}_l{}{}", name, layer, reverse ? "_reverse" : "")] = {
        std::move(shape), std::move(values)};
  }

  /// With input_forget f = 1 − i, and a coupled LSTM has i = 1 − f: f = sigmoid(−a) where i is
  /// sigmoid(a).
  void turn_sign_of_first(std::vector<double>& stacked) const {
    if (!layer_.coupled) return;
    const std::size_t first = stacked.size() / 3;
    std::transform(stacked.begin(), stacked.begin() + static_cast<std::ptrdiff_t>(first),
                   stacked.begin(), [](double value) { return -value; });
  }

  void put_arrays() {
    std::vector<std::int64_t> gates = kind_.gates;
    if (layer_.coupled) gates = {0, 3, 1};  // f (made of i), g, o
    const std::int64_t hidden = layer_.hidden, rows = std::ssize(gates) * hidden;
    for (std::int64_t d = 0; d < directions_; ++d) {
      const auto stacked = [&](std::size_t input, std::int64_t first) {
        std::vector<double> values = in_order(*node_.input(input), d, gates, first);
        turn_sign_of_first(values);
        return values;
      };
      put("weight_ih", d, {rows, x_.shape[2]}, stacked(1, 0));
      put("weight_hh", d, {rows, hidden}, stacked(2, 0));
      if (layer_.bias) {
        put("bias_ih", d, {rows}, stacked(3, 0));
        put("bias_hh", d, {rows}, stacked(3, std::ssize(kind_.gates) * hidden));
      }
      if (layer_.peepholes) put_peepholes(d);
      if (layer_.initial >= 0) continue;
      put_state("h0", 5, d);
      if (lstm()) put_state("c0", 6, d);
    }
  }

  /// i o f of ONNX; f (made of i) and o of a coupled LSTM.
  void put_peepholes(std::int64_t direction) {
    std::vector<std::int64_t> gates{0, 2, 1};
    if (layer_.coupled) gates = {0, 1};
    std::vector<double> values = in_order(*node_.input(7), direction, gates, 0);
    if (layer_.coupled)
      std::transform(values.begin(), values.begin() + layer_.hidden, values.begin(),
                     [](double value) { return -value; });
    put("weight_peephole", direction, {std::ssize(gates) * layer_.hidden}, std::move(values));
  }

  void put_state(const char* name, std::size_t input, std::int64_t direction) {
    if (!node_.input(input)) return;
    View state = node_.known(input, input == 5 ? "initial_h" : "initial_c");
    const std::int64_t batch = x_.shape[1];
    const Shape order{1, 0, 2};
    if (layout_ == 1 && state.rank() == 3) state = transposed(state, order);
    expect(state, {directions_, batch, layer_.hidden}, input == 5 ? "initial_h" : "initial_c");
    std::vector<double> values = values_of(sliced(state, 0, direction, 1, 1));
    if (std::ranges::all_of(values, [](double value) { return value == 0; })) return;
    put(name, direction, {batch, layer_.hidden}, std::move(values));
  }

  std::map<std::size_t, View> outputs(const View& y) {
    std::map<std::size_t, View> made;
    const Shape of_y_0{0, 2, 1, 3}, of_y_1{1, 0, 2, 3}, of_state{1, 0, 2};
    made[0] = transposed(y, layout_ == 0 ? of_y_0 : of_y_1);
    const auto state = [&](std::size_t output, Shown shown) {
      const View all = chain_.states(shown, node_.output(output), directions_);
      made[output] = layout_ == 0 ? all : transposed(all, of_state);
    };
    state(1, Shown::h_n);
    if (lstm()) state(2, Shown::c_n);
    return made;
  }

  Node& node_;
  Chain& chain_;
  const RecurrentKind kind_;
  Layer layer_;
  View x_;
  std::int64_t layout_ = 0, directions_ = 1;
};

}  // namespace

std::map<std::size_t, View> recurrent(Node& node, Chain& chain) {
  return Recurrent(node, chain).run();
}

}  // namespace rda::onnx
