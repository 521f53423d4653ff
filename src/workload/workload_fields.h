// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "rda/workload.h"

namespace rda {

namespace workload {

inline constexpr std::string_view kSysml19 = "Zhao et al., SysML 2019, Table 3";
inline constexpr std::string_view kOurs = "our choice";
inline constexpr Range kSize{1, 65536};
inline constexpr Range kScale{-126, 126};

}  // namespace workload

void Formats::describe(auto& self, auto& visit) {
  using namespace workload;
  visit("weights", self.weights, Doc{"format of weights", "", kSysml19});
  visit("activations", self.activations,
        Doc{"format of x, h and whatever else is multiplied by weights; as wide as the weights'",
            "", kSysml19});
  visit("state", self.state,
        Doc{"format of c, and of the h a GRU blends: fp32, bf16 or fp16", "", kSysml19});
  visit("accumulate", self.accumulate,
        Doc{"format of the reduction: fp32, bf16 or fp16; int32 for int8 and only for it", "",
            kSysml19});
}

void Scales::describe(auto& self, auto& visit) {
  using namespace workload;
  visit("input_weights", self.input_weights, kScale,
        Doc{"power of two of int8 weights of x", "", kOurs});
  visit("recurrent_weights", self.recurrent_weights, kScale,
        Doc{"power of two of int8 weights of h", "", kOurs});
  visit("input", self.input, kScale, Doc{"power of two of int8 x", "", kOurs});
  visit("hidden", self.hidden, kScale, Doc{"power of two of int8 h", "", kOurs});
}

void Workload::describe(auto& self, auto& visit) {
  using namespace workload;
  visit("name", self.name, Doc{"name, for people and reports; empty: that of the file"});
  visit("cell", self.cell, Doc{"kind of cell"});
  visit("input", self.input, Range{0, 65536}, Doc{"features of x; 0: as hidden", "features"});
  visit("hidden", self.hidden, kSize, Doc{"units of a layer", "units"});
  visit("layers", self.layers, Range{1, 64}, Doc{"stacked layers", "layers"});
  visit("batch", self.batch, kSize, Doc{"sequences computed together", "sequences"});
  visit("direction", self.direction,
        Doc{"order in which the steps are read; bidirectional: both, side by side, 1 layer"});
  visit("steps", self.steps, Range{1, 1e12}, Doc{"time steps", "steps"});
  visit("gru_reset", self.gru_reset,
        Doc{"GRU: where the reset gate acts, after the recurrent product or before it"});
  visit("rnn_activation", self.rnn_activation, Doc{"plain RNN: its activation"});
  visit("formats", self.formats, Doc{"number formats"});
  visit("scales", self.scales, Doc{"value = integer * 2^scale, of int8 tensors"});
  visit("data_seed", self.data_seed, Range{0, 9007199254740991.0},
        Doc{"seed of generated weights and inputs"});
  visit("data", self.data,
        Doc{"an .npz with weights and inputs, relative to the workload file; empty: generated"});
}

}  // namespace rda
