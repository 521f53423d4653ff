// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "json/code.h"
#include "rda/workload.h"
#include "workload/training_fields.h"

namespace rda {

namespace workload {

inline constexpr std::string_view kSysml19 = "Zhao et al., SysML 2019, Table 3";
inline constexpr std::string_view kOurs = "our choice";
inline constexpr Range kSize{1, 65536};
inline constexpr Range kScale{-126, 126};
inline constexpr Range kOperandFormats{0, static_cast<double>(Format::int8)};  // not int32
inline constexpr int kMostLayers = 64;
inline constexpr int kMostIndex = 1 << 24;  // whole numbers up to it have an fp32

}  // namespace workload

void Formats::describe(auto& self, auto& visit) {
  using namespace workload;
  visit("weights", self.weights, kOperandFormats, Doc{"format of weights", "", kSysml19});
  visit("activations", self.activations, kOperandFormats,
        Doc{"format of every operand of the weights, such as x and h; as wide as the weights'", "",
            kSysml19});
  visit("state", self.state, kWideFormats,
        Doc{"format of c, and of the h that a GRU blends: fp32, bf16 or fp16", "", kSysml19});
  visit("accumulate", self.accumulate,
        Doc{"format of the reduction: int32 for int8 weights; otherwise fp32, bf16 or fp16", "",
            kSysml19});
}

void Scales::describe(auto& self, auto& visit) {
  using namespace workload;
  visit("input_weights", self.input_weights, kScale,
        Doc{"power of two that scales int8 weights of x", "", kOurs});
  visit("recurrent_weights", self.recurrent_weights, kScale,
        Doc{"power of two that scales int8 weights of h", "", kOurs});
  visit("input", self.input, kScale, Doc{"power of two that scales int8 x", "", kOurs});
  visit("hidden", self.hidden, kScale, Doc{"power of two that scales int8 h", "", kOurs});
  visit("rows", self.rows,
        Doc{"each row of int8 weights has a factor of its own, by which products are multiplied",
            "", kOurs});
}

void GateActivation::describe(auto& self, auto& visit) {
  constexpr Range kNumber{-1e30, 1e30};
  visit("function", self.function, Doc{"function, as ONNX defines it"});
  visit("alpha", self.alpha, kNumber,
        Doc{"of hard_sigmoid, leaky_relu, thresholded_relu, elu, affine and scaled_tanh"});
  visit("beta", self.beta, kNumber, Doc{"of hard_sigmoid, affine and scaled_tanh"});
}

void Layer::describe(auto& self, auto& visit) {
  using namespace workload;
  visit("type", self.type, Doc{"kind of layer"});
  visit("hidden", self.hidden, Range{0, 65536},
        Doc{"lstm, gru, rnn: elements of each gate, and of h unless there is a projection",
            "elements"});
  visit("size", self.size, Range{0, 65536},
        Doc{"linear, embedding: elements of its output; input: elements of x; attention, additive: "
            "elements of what tanh is applied to",
            "elements"});
  visit("vocabulary", self.vocabulary, Range{0, kMostIndex},
        Doc{"embedding: rows of its table, which x numbers from 0 on", "rows"});
  visit("steps", self.steps, Range{0, 1e12},
        Doc{"input: steps of its sequence; 0: those of the workload", "steps"});
  visit("over", self.over, Range{-1, kMostLayers - 1},
        Doc{"attention: number of an earlier layer, to whose steps it attends"});
  visit("score", self.score,
        Doc{"attention: q v of query and step, (W q) v, or w tanh(W q + U v + b)"});
  visit("feed", self.feed, Range{-1, kMostLayers - 1},
        Doc{"lstm, gru, rnn: number of an attention layer behind it, whose context of the step "
            "before joins the input; -1: none"});
  visit("initial", self.initial, Range{-1, kMostLayers - 1},
        Doc{"lstm, gru, rnn: number of an earlier layer of the same type and sizes, whose last "
            "states it begins with; -1: those of the data, or 0"});
  visit("projection", self.projection, Range{0, 65536},
        Doc{"lstm: elements of h = W_hr (o * tanh(c)); 0: no projection", "elements"});
  visit("peepholes", self.peepholes, Doc{"lstm: whether gates i, f and o see c"});
  visit("coupled", self.coupled, Doc{"lstm: whether i = 1 - f, without a gate of its own"});
  visit("cell_clip", self.cell_clip, Range{0, 1e30},
        Doc{"lstm: largest magnitude of c, which is clipped to it; 0: not clipped"});
  visit("epsilon", self.epsilon, Range{0, 1},
        Doc{"layer_norm: added to the variance", "", "torch.nn.LayerNorm"});
  visit("bias", self.bias, Doc{"whether biases are added"});
  visit("residual", self.residual,
        Doc{"whether the layer's input is added to its output, which must be of one size"});
  visit("direction", self.direction,
        Doc{"order in which steps are read; bidirectional: both orders at once"});
  visit("gru_reset", self.gru_reset,
        Doc{"gru: place of the reset gate, after the recurrent product or before it"});
  visit("rnn_activation", self.rnn_activation, Doc{"rnn: its activation"});
  visit("gate_activation", self.gate_activation,
        Doc{"lstm: activation of gates i, f and o; gru: of r and z; null: sigmoid"});
  visit("candidate_activation", self.candidate_activation,
        Doc{"lstm: activation of g; gru: of n; rnn: of h; null: tanh"});
  visit("output_activation", self.output_activation,
        Doc{"lstm: activation of c, which gate o multiplies; null: tanh"});
  visit("activation_clip", self.activation_clip, Range{0, 1e30},
        Doc{"lstm, gru, rnn: largest magnitude of what goes into activations; 0: not clipped"});
  visit("activation", self.activation, Doc{"linear: activation of W x + b"});
  visit("formats", self.formats, Doc{"number formats of the layer; null: the workload's"});
  visit("scales", self.scales, Doc{"scales of the layer's int8 tensors; null: the workload's"});
}

void Workload::describe(auto& self, auto& visit) {
  using namespace workload;
  visit("name", self.name, Text{"name, for people and reports; empty: the file's name"});
  visit("cell", self.cell, Doc{"kind of cell"});
  visit("input", self.input, Range{0, 65536}, Doc{"elements of x; 0: as hidden", "elements"});
  visit("hidden", self.hidden, Range{0, 65536}, Doc{"elements of h in a layer", "elements"});
  visit(
      "layers", self.layers, Range{1, kMostLayers},
      Doc{"stacked layers: their number, or a list of them from the first to the last", "layers"});
  visit("batch", self.batch, kSize, Doc{"sequences computed together", "sequences"});
  visit("direction", self.direction,
        Doc{"order in which steps are read; bidirectional: both orders at once"});
  visit("steps", self.steps, Range{1, 1e12}, Doc{"time steps", "steps"});
  visit(
      "lengths", self.lengths, Range{1, 1e12},
      Doc{"steps of each sequence of the batch, of which the longest has all; empty: all have all",
          "steps"});
  visit("repeat", self.repeat, Range{1, 1e12},
        rda::Part{"batches that run one after the other, each from the first states on; null: one",
                  "batches"});
  visit("gru_reset", self.gru_reset,
        Doc{"GRU: place of the reset gate, after the recurrent product or before it"});
  visit("rnn_activation", self.rnn_activation, Doc{"activation of a plain RNN"});
  visit("formats", self.formats, Doc{"number formats"});
  visit("scales", self.scales, Doc{"scales of int8 tensors: value = integer * 2^scale"});
  visit("data_seed", self.data_seed, Range{0, 9007199254740991.0},
        Doc{"seed of generated weights and inputs"});
  visit(
      "data", self.data,
      Doc{".npz, .safetensors or .onnx file of weights, relative to this file, the .npz of inputs "
          "too; empty: generated values"});
  visit(
      "inputs", self.inputs,
      Doc{".npz file of x and states, relative to this file; empty: as in data, or x generated if "
          "data has weights only"});
  visit("training", self.training,
        rda::Part{"how rdasim train trains the network; null: not at all"});
}

RDA_JSON_CODE(extern, Workload);

}  // namespace rda
