// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "rda/describe.h"
#include "rda/numerics.h"
#include "rda/origin.h"
#include "rda/tensors.h"

namespace rda {

/// Formats of a workload's values.
struct Formats {
  Format weights = Format::fp8_e4m3;
  Format activations = Format::fp8_e4m3;  ///< x, h and whatever else is multiplied by weights
  Format state = Format::fp32;            ///< c, and the h that a GRU blends
  Format accumulate = Format::fp32;       ///< of the reduction; int32 for int8
  static void describe(auto& self, auto& visit);  // src/workload/workload_fields.h
};

/// Power-of-two scales of int8 tensors: value = integer · 2^scale.
struct Scales {
  int input_weights = -7, recurrent_weights = -7, input = -7, hidden = -7;
  static void describe(auto& self, auto& visit);  // src/workload/workload_fields.h
};

enum class Op { input, state, bias, matvec, sum, sigmoid, tanh, relu, add, sub, mul };
constexpr std::array<std::string_view, 11> names(Op) {
  return {"input", "state", "bias", "matvec", "sum", "sigmoid",
          "tanh",  "relu",  "add",  "sub",    "mul"};
}

/// One operator of a time step. Its value is a vector of `size` elements.
struct Node {
  std::string name;  ///< unique, e.g. "layer0.i.sum"
  Op op = Op::input;
  std::int64_t size = 0;
  std::vector<int> args;  ///< nodes it reads; all but state reads come earlier in Graph::nodes
  std::string tensor;  ///< input: "x" or "x.reverse"; bias: [size, 1]; matvec: weights [size, size
                       ///< of arg]; state: initial [batch, size]
  std::string gate;    ///< matvec: products of one gate share dot units, e.g. "layer0.i"
  int next = -1;       ///< state: the node whose value it takes for the next step
  int weight_scale = 0;  ///< matvec, int8 weights
  int scale = 0;         ///< of this node's value when it is rounded to an int8 activation
  Origin origin = {};    ///< where in the model it is; without a role
};

/// A node whose value leaves the chip, as a row of `tensor` for every item.
struct Output {
  int node = -1;
  std::string tensor;  ///< "y" or "y.reverse"
};

/// The operator graph of one time step, all layers; every sequence of the batch runs it by itself.
/// An item is one step of one sequence: item = step · batch + sequence.
struct Graph {
  std::string name;
  std::string cell;             ///< "lstm", "gru", "rnn", …: what published unrollings go by
  std::vector<Node> nodes;      ///< in an order in which they can be evaluated
  std::vector<Output> outputs;  ///< what leaves the chip, one sink port each
  std::int64_t steps = 1;
  int batch = 1;
  Formats formats;
};

/// Checks names, arguments, sizes, states and formats. Throws WorkloadError naming the node.
void check(const Graph& graph);

/// Evaluates the graph in fp64, with exact activations: what the cell means.
/// @return for every item of the first `steps` steps every output, "<its tensor>" [items, size],
///         and what each state node takes over into the next step, "<node name>" [items, size]
/// @throws WorkloadError  if a tensor is missing or misshapen
std::map<std::string, std::vector<double>> evaluate_exact(const Graph& graph,
                                                          const Tensors& tensors,
                                                          std::int64_t steps);

/// Evaluates the graph as the chip's datapath does, to the last bit: operands of products rounded
/// to `formats.activations`, products by MapReduce, element-wise operations in fp32, activations by
/// table, states rounded to `formats.state`. Outputs are rounded to `formats.activations`, as they
/// leave the chip. A gate that `order` has no cuts for is one slice. docs/numerics.md says more.
/// @throws MappingError  if the cuts name no gate or do not partition its vectors
std::map<std::string, std::vector<double>> evaluate_chip(const Graph& graph, const Tensors& tensors,
                                                         const ReductionOrder& order,
                                                         std::int64_t steps);

/// 2 · this · steps · batch is the work of the run: multiply-accumulates of one item's W·x and U·h.
std::int64_t macs_per_item(const Graph& graph);

}  // namespace rda
