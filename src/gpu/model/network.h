// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "gpu/timeline.h"
#include "rda/describe.h"

namespace rda::gpu {

/// How a program runs a network on a GPU.
enum class Style {
  framework,       ///< operation by operation, as a loop in PyTorch
  fused_cell,      ///< the element-wise operations of a step are one kernel (torch.nn.LSTMCell)
  cudnn,           ///< input products batched, kernels of the steps, layers overlap on streams
  persistent,      ///< one kernel for all steps, which keeps the weights in registers
  cuda_graph,      ///< kernels of `cudnn`, captured as a CUDA graph
  ecornn_default,  ///< MXNet's operation by operation, launched from C++
  ecornn_fused,    ///< EcoRNN: input products batched, element-wise operations fused
  ecornn_layout,   ///< the same, with weights in the layout that products read faster
  training,        ///< a batch of training: forward as `cudnn`, backward, one update a tensor
};
constexpr std::array<std::string_view, 9> names(Style) {
  return {"framework",      "fused_cell",   "cudnn",         "persistent", "cuda_graph",
          "ecornn_default", "ecornn_fused", "ecornn_layout", "training"};
}

/// What the host adds that is not of the network.
enum class Host {
  none,
  deepbench,  ///< DeepBench's first steps wait for the host
};
constexpr std::array<std::string_view, 2> names(Host) { return {"none", "deepbench"}; }

/// The style of groups of single matrix products.
inline constexpr std::string_view kGemmStyle = "gemm";

/// The style or host of a word; nothing if there is none.
std::optional<Style> style_of(std::string_view word);
std::optional<Host> host_of(std::string_view word);
/// "framework, fused_cell, ..."
std::string all_styles();

/// A recurrent network as the model needs it.
struct Network {
  std::string cell = "lstm";  ///< lstm, gru, rnn
  std::int64_t input = 0, hidden = 0, layers = 1, directions = 1, batch = 1, steps = 1;
  std::string precision = "fp32";
  bool input_product = true;  ///< the first layer computes W x

  static void describe(auto& self, auto& visit) {
    constexpr Range kSize{1, 1 << 30};
    visit("cell", self.cell, Doc{"lstm, gru or rnn"});
    visit("input", self.input, kSize, Doc{"elements of x"});
    visit("hidden", self.hidden, kSize, Doc{"elements of h"});
    visit("layers", self.layers, Range{1, 1024}, Doc{"stacked layers"});
    visit("directions", self.directions, Range{1, 2}, Doc{"2: bidirectional"});
    visit("batch", self.batch, kSize, Doc{"sequences"});
    visit("steps", self.steps, kSize, Doc{"time steps"});
    visit("precision", self.precision, Doc{"fp32, tf32, fp16, bf16, fp8 or int8"});
    visit("input_product", self.input_product, Doc{"whether the first layer computes W x"});
  }
};

/// Gates of the cell: 4, 3 or 1. @throws Error (bad input)  if there is no such cell
std::int64_t gates_of(const Network& network);

/// The network of a measurement. What is not stated is one layer, one direction, batch 1, an input
/// as wide as the hidden state, fp32, with W x.
/// @throws Error (bad input)  if cell, hidden or steps are not stated or a size is not positive
Network network_of(const Measured& measured);

/// "lstm 512 x 25 steps, batch 1, fp32"
std::string text_of(const Network& network);

}  // namespace rda::gpu
