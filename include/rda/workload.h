// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rda/describe.h"
#include "rda/graph.h"
#include "rda/numerics.h"
#include "rda/override.h"
#include "rda/tensors.h"
#include "rda/training.h"

namespace rda {

enum class Cell { lstm, gru, rnn };
constexpr std::array<std::string_view, 3> names(Cell) { return {"lstm", "gru", "rnn"}; }
/// Where the GRU's reset gate acts: after the recurrent product, h̃ = tanh(Wx + b + r∘(Uh + c))
/// (torch, cuDNN; ONNX linear_before_reset = 1), or before it, h̃ = tanh(Wx + b + U(r∘h) + c).
enum class GruReset { after, before };
constexpr std::array<std::string_view, 2> names(GruReset) { return {"after", "before"}; }
/// The order in which a layer reads the sequence. The reverse direction reads x of step T − 1
/// first, and x of step 0 last. A bidirectional layer is one recurrence of each direction.
enum class Direction { forward, reverse, bidirectional };
constexpr std::array<std::string_view, 3> names(Direction) {
  return {"forward", "reverse", "bidirectional"};
}
enum class RnnActivation { tanh, relu };
constexpr std::array<std::string_view, 2> names(RnnActivation) { return {"tanh", "relu"}; }

enum class LayerType {
  lstm,
  gru,
  rnn,
  linear,
  softmax,
  log_softmax,
  layer_norm,
  last,
  mean,
  input,
  attention,
  embedding
};
constexpr std::array<std::string_view, 12> names(LayerType) {
  return {"lstm",       "gru",  "rnn",  "linear", "softmax",   "log_softmax",
          "layer_norm", "last", "mean", "input",  "attention", "embedding"};
}
/// How attention compares a query q with a value v of the sequence: q·v, or (W·q)·v (Luong, Pham,
/// Manning 2015), or w·tanh(W·q + U·v + b) (Bahdanau, Cho, Bengio 2015).
enum class AttentionScore { dot, general, additive };
constexpr std::array<std::string_view, 3> names(AttentionScore) {
  return {"dot", "general", "additive"};
}
/// What a linear layer applies to W·x + b. hard_sigmoid is clip(x / 6 + 1/2, 0, 1), gelu is
/// x·(1 + erf(x/√2))/2.
enum class LinearActivation { none, sigmoid, tanh, relu, hard_sigmoid, softplus, gelu };
constexpr std::array<std::string_view, 7> names(LinearActivation) {
  return {"none", "sigmoid", "tanh", "relu", "hard_sigmoid", "softplus", "gelu"};
}

/// What ONNX calls the activation of a recurrent operator. Of x, with α and β: hard_sigmoid
/// max(0, min(1, α·x + β)), leaky_relu x or, below 0, α·x; thresholded_relu x if x > α, else 0; elu
/// x or, below 0, α·(eˣ − 1); softsign x / (1 + |x|); softplus ln(1 + eˣ); affine α·x + β;
/// scaled_tanh α·tanh(β·x).
enum class GateFunction {
  sigmoid,
  tanh,
  relu,
  hard_sigmoid,
  leaky_relu,
  thresholded_relu,
  elu,
  softsign,
  softplus,
  affine,
  scaled_tanh
};
constexpr std::array<std::string_view, 11> names(GateFunction) {
  return {"sigmoid", "tanh",     "relu",     "hard_sigmoid", "leaky_relu", "thresholded_relu",
          "elu",     "softsign", "softplus", "affine",       "scaled_tanh"};
}
/// An activation inside a recurrent layer.
struct GateActivation {
  GateFunction function = GateFunction::sigmoid;
  double alpha = 1, beta = 0;
  static void describe(auto& self, auto& visit);  // src/workload/workload_fields.h
};

/// A layer of a workload that lists its layers. It reads the output of the layer before it: step by
/// step where both have the same order of steps, otherwise out of the whole sequence. The output of
/// a bidirectional layer is that of both directions, the forward one first. `last` gives the output
/// of the last step of each sequence (of a reverse recurrence: the last one that it computes), and
/// `mean` the mean over its steps; what follows has one step. `input` begins another sequence,
/// which the layers behind it read. `attention` compares what it reads, the query, with each step
/// of layer `over`, and gives the sum of these steps weighted by the softmax of the scores, the
/// context, and behind it the query. `embedding` gives the row of its table that its input, one
/// element, numbers.
struct Layer {
  LayerType type = LayerType::lstm;
  int hidden = 0;  ///< elements of h (with a projection: of the cell) of an lstm, gru or rnn
  int size = 0;    ///< elements of the output of a linear layer or an embedding, of an input, or
                   ///< of what additive attention adds
  int vocabulary = 0;      ///< embedding: rows of its table
  std::int64_t steps = 0;  ///< input: steps of its sequence; 0: the workload's
  int over = -1;           ///< attention: number of an earlier layer, whose sequence it attends to
  AttentionScore score = AttentionScore::dot;
  int feed = -1;  ///< lstm, gru, rnn: number of an attention layer behind it, whose context of the
                  ///< step before joins the input; −1: none
  int initial = -1;    ///< lstm, gru, rnn: number of an earlier layer of the same type and sizes,
                       ///< whose last states it begins with; −1: those of the data, or 0
  int projection = 0;  ///< lstm: elements of h = W_hr·(o ∘ tanh(c)); 0: h is o ∘ tanh(c)
  bool peepholes = false;  ///< lstm: i and f also see p ∘ c, and o sees p ∘ c' (Gers and
                           ///< Schmidhuber 2000)
  bool coupled = false;    ///< lstm: i = 1 − f
  double cell_clip = 0;    ///< lstm: c' is kept within ± this; 0: not clipped
  double epsilon = 1e-5;   ///< layer_norm: added to the variance
  bool bias = true;
  bool residual = false;  ///< the output is increased by the layer's input
  Direction direction = Direction::forward;
  GruReset gru_reset = GruReset::after;
  RnnActivation rnn_activation = RnnActivation::tanh;
  std::optional<GateActivation> gate_activation;  ///< lstm: of i, f and o; gru: of r and z; none:
                                                  ///< sigmoid
  std::optional<GateActivation> candidate_activation;  ///< lstm: of g; gru: of n; rnn: of h; none:
                                                       ///< tanh
  std::optional<GateActivation> output_activation;     ///< lstm: of c', which o multiplies; none:
                                                       ///< tanh
  double activation_clip = 0;  ///< lstm, gru, rnn: what goes into activations is kept within ±
                               ///< this; 0: not clipped
  LinearActivation activation = LinearActivation::none;
  std::optional<Formats> formats;  ///< none: the workload's
  std::optional<Scales> scales;    ///< none: the workload's

  static void describe(auto& self, auto& visit);  // src/workload/workload_fields.h
};

/// What a network is, with its sizes, formats and weights: `layers` equal recurrent layers, as
/// `cell`, `hidden`, `direction`, `gru_reset` and `rnn_activation` say; or those that `layers`
/// lists.
struct Model {
  std::string name;
  Cell cell = Cell::lstm;
  int input = 0;              ///< elements of x; 0 in the file: the same as `hidden`
  int hidden = 0;             ///< elements of h
  CountOrList<Layer> layers;  ///< stacked layers; layer l > 0 reads the output of layer l − 1
  Direction direction = Direction::forward;
  GruReset gru_reset = GruReset::after;
  RnnActivation rnn_activation = RnnActivation::tanh;
  Formats formats;
  Scales scales;
  /// File with weights and inputs, relative to the workload file: .npz, or with weights alone
  /// .safetensors or .onnx. Empty: generated.
  std::string data;
};

/// What a network runs on: how many sequences and steps, and their values.
struct RunSpec {
  int batch = 1;  ///< sequences
  std::int64_t steps = 1;
  /// Steps of each sequence, the others are padding: states stay as they are, and y is 0. Empty:
  /// all sequences have `steps`.
  std::vector<std::int64_t> lengths;
  /// How many batches run one after the other, each with x of its own and from the first states on;
  /// none: one.
  std::optional<std::int64_t> repeat;
  std::uint64_t data_seed = 1;  ///< seed of generated weights and inputs
  /// .npz file with x and states, or with the inputs of an ONNX model, relative to the workload
  /// file. Empty: they are in `data`; x is generated if that has weights alone.
  std::string inputs;

  std::int64_t repetitions() const { return repeat.value_or(1); }
  /// Steps of all repetitions.
  std::int64_t steps_of_run() const { return steps * repetitions(); }
};

/// A network and what it runs on. A workload file has the fields of both side by side.
struct Workload : Model, RunSpec {
  std::optional<Training> training;  ///< none: the network is not trained

  static void describe(auto& self, auto& visit);  // src/workload/workload_fields.h
};

/// Reads a workload from a file, applies overrides and checks it.
/// @throws ConfigError  naming file, JSON pointer, the problem, and what would be right
Workload load_workload(const std::filesystem::path& file, std::span<const Override> overrides = {});
/// Checks the rules that no range of a single knob can express.
/// @param file  name of the file, for messages
/// @throws ConfigError  as load_workload()
void check(const Workload& workload, const std::string& file);
/// Canonical JSON text: sorted keys, defaults filled in, trailing newline.
std::string to_json(const Workload& workload);

/// Lowers the layers to an operator graph. A bidirectional layer is two recurrences that share no
/// value: step t of the graph is step t of the forward recurrence and step T − 1 − t of the reverse
/// one. A layer that reads the steps of the layer before it in another order begins a domain, and
/// so do `last` and `mean`. A reverse recurrence of the first layer reads "x.reverse"; one of the
/// last layer makes "y.reverse", in its own order of steps. Names of its nodes and tensors have
/// "reverse." behind "layer<l>.".
Graph lower(const Workload& workload);

/// The tensors of a workload, by the names that lower() gives them: generated from `data_seed`, or
/// read from the .npz file. Inputs are made for the first `steps` steps of the run only: step t of
/// repetition r is step r · `Workload::steps` + t of the run.
///
/// Names and shapes; gates g are i, f, g, o of an LSTM, r, z, n of a GRU, h of a plain RNN:
/// A linear layer has the gate y.
/// - "x" [steps · batch, input], item = step · batch + sequence, if the first layer has a forward
///   direction; "x.reverse", with the last step first, if it has a reverse direction
/// - "mask" [steps · batch, 1], with lengths: 1 in the steps that a sequence has, else 0;
///   "mask.reverse", with the last step first
/// - "layer<l>.<g>.W" [hidden, input of the layer], "layer<l>.<g>.U" [hidden, elements of h]; where
///   the input has two parts, those of a bidirectional layer, the columns of the second part are
///   "layer<l>.<g>.W2";
///   "layer<l>.h.W" [projection, hidden]; "layer<l>.<g>.p" [hidden, 1], peepholes
/// - "layer<l>.<g>.b" [hidden, 1]: the sum of the biases of both products, added in fp64 and
/// rounded
///   to fp32; for gate n of a GRU with reset after, "layer<l>.n.bw" and "layer<l>.n.bu" instead
/// - "layer<l>.h0" [batch, elements of h], "layer<l>.c0" [batch, hidden]
///
/// Generated weights and biases are uniform in ±1/sqrt(hidden), those of a linear layer in
/// ±1/sqrt(its input); x is uniform in ±1, states are 0.
///
/// The .npz file holds the arrays of torch: weight_ih_l<l> [G·hidden, input], weight_hh_l<l>,
/// bias_ih_l<l>, bias_hh_l<l> with gates stacked i f g o / r z n; x [steps, batch, input]; optional
/// h0 and c0 [layers · directions, batch, hidden], the forward state of a layer first. Names of the
/// arrays of the reverse direction end in "_reverse". Where `layers` is a list, l is the place in
/// the list, an LSTM with a projection has weight_hr_l<l> [projection, hidden], one with peepholes
/// weight_peephole_l<l> [3·hidden] (i, f, o; coupled: [2·hidden], f, o), a linear layer
/// weight_l<l> [size, input] and bias_l<l> [size], a layer norm
/// weight_l<l> and bias_l<l> [elements]; states are h0_l<l> and c0_l<l>, each
/// [batch, elements].
/// @throws WorkloadError  naming the array, its shape and the needed shape
Tensors make_tensors(const Workload& workload, std::int64_t steps);

}  // namespace rda
