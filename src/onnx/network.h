// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "onnx/view.h"

namespace rda::onnx {

/// An activation inside a recurrent layer, in the words of a workload.
struct GateActivation {
  std::string function;
  double alpha = 1, beta = 0;
  bool operator==(const GateActivation&) const = default;
};

/// A layer of a chain, in the words of a workload's `layers`.
struct Layer {
  std::string type;  ///< "lstm", "gru", "rnn", "linear", "softmax", "log_softmax", "layer_norm",
                     ///< "last", "mean", "embedding", "input", "attention"
  std::string node;  ///< of the model, for messages: "node 3, LSTM 'encoder'"
  std::int64_t hidden = 0, size = 0, vocabulary = 0;
  std::int64_t steps = 0;       ///< of an input
  int over = -1, initial = -1;  ///< layer that it attends to, whose last states it begins with
  std::string score = "dot";    ///< of attention: "dot" or "general"
  bool peepholes = false, coupled = false, bias = false, residual = false;
  bool reset_before = false, relu = false;
  double epsilon = 0;
  std::optional<GateActivation> gate = {}, candidate = {},
                                output = {};  ///< none: sigmoid, tanh and tanh
  double clip = 0;                            ///< of what goes into them; 0: none
  std::string direction = "forward", activation = "none";

  bool recurrent() const { return hidden > 0; }
};

struct Array {
  Shape shape;
  std::vector<double> values;
  bool integer = false;
};

/// What an output of the graph shows.
enum class Shown {
  y,     ///< what a layer makes in every step: [steps, batch, elements], or with the batch first
  last,  ///< what the last layer makes in its one step: [batch, elements]
  h_n,   ///< states of a layer after the last step: [batch, directions, elements]
  c_n
};

/// A part of an output of the graph: a view of the elements of what it shows, stored row-major.
struct OutputPart {
  Shown shown = Shown::y;
  int layer = 0;
  View view;
  bool batch_first = false;  ///< of y
};
/// An output of the graph: one part, or several along an axis.
struct Output {
  std::string name;
  Shape shape;
  std::vector<OutputPart> parts;
  int axis = 0;
};

/// A model as a chain of layers, each of which reads what the one before it makes, or begins
/// another sequence.
struct Network {
  std::int64_t steps = 1, batch = 1, input = 0;
  std::int64_t steps_of_model = 1;    ///< of its tensors: more than `steps` if all are shorter
  std::vector<std::int64_t> lengths;  ///< steps of each sequence; empty: all have `steps`
  std::vector<Layer> layers;
  std::string x;  ///< name of the input of the graph that is x
  std::vector<std::pair<int, std::string>>
      inputs;  ///< the sequences behind x: layer, and name of the input of the graph
  std::map<std::string, Array> arrays;  ///< as a data file of the workload has them; x if given
  std::vector<Output> outputs;
  std::string type = "float32";     ///< of the weights
  std::vector<std::string> unread;  ///< arrays of the file of inputs that the model does not have
};

/// Whether a layer makes one step of a whole sequence.
bool ends_sequence(const Layer& layer);
/// The direction in which a layer makes its steps: "forward", "reverse", or, of a recurrent layer,
/// "bidirectional". One without a recurrence goes as what it reads does, forward behind both; those
/// before the first recurrent layer go as that one does.
std::string direction_of(const Network& network, int layer);

/// What is known beside the model.
struct Given {
  std::int64_t steps = 0, batch = 0;    ///< for dimensions that the model leaves open; 0: not known
  bool has_inputs = false;              ///< a file of inputs is given
  std::map<std::string, Array> inputs;  ///< inputs of the graph
};

/// An input of the graph that has no initializer: its name and shape; −1 stands for an open
/// dimension.
struct GraphInput {
  std::string name;
  Shape shape;
  std::vector<std::string> dims;  ///< as the model has them: "3", "batch", or "?"
};
std::vector<GraphInput> inputs_of(const std::filesystem::path& file);

/// Reads a model and recognises its layers. Every node becomes a layer or a part of one, moves
/// elements, or computes a constant.
/// @throws WorkloadError  naming node, operator, and what is wrong with it or what is supported
Network import_model(const std::filesystem::path& file, const Given& given);

/// The files that a model's external data lie in, sorted, without the model itself.
std::vector<std::filesystem::path> external_files(const std::filesystem::path& file);

}  // namespace rda::onnx
