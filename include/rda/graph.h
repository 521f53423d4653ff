// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "rda/describe.h"
#include "rda/ids.h"
#include "rda/numerics.h"
#include "rda/origin.h"
#include "rda/tensors.h"

namespace rda {

/// Formats of a workload's values.
struct Formats {
  Format weights = Format::fp8_e4m3;
  Format activations = Format::fp8_e4m3;          ///< x, h and all other operands of weights
  Format state = Format::fp32;                    ///< c of an LSTM, and the h that a GRU blends
  Format accumulate = Format::fp32;               ///< of the reduction; int32 for int8
  static void describe(auto& self, auto& visit);  // src/workload/workload_fields.h
};

/// Factors of the rows of int8 weights, by which the sums of a product are multiplied.
enum class RowScales { none, power_of_two, real };
constexpr std::array<std::string_view, 3> names(RowScales) {
  return {"none", "power_of_two", "float"};
}

/// Power-of-two scales of int8 tensors: value = integer · 2^scale; of weights with factors of rows:
/// integer · 2^scale · factor.
struct Scales {
  int input_weights = -7, recurrent_weights = -7, input = -7, hidden = -7;
  RowScales rows = RowScales::none;
  static void describe(auto& self, auto& visit);  // src/workload/workload_fields.h
};

/// Operators. src/graph/operators.h has the table of what they do.
enum class Op {
  input,
  state,
  take,
  bias,
  constant,
  matvec,
  sum,
  sigmoid,
  tanh,
  exp,
  log,
  reciprocal,
  rsqrt,
  softplus,
  erf,
  relu,
  neg,
  abs,
  add,
  sub,
  mul,
  max,
  min,
  select,
  reduce_sum,
  reduce_max,
  gather,
  score,
  round,
  accumulate,
  outer,
  scatter
};
constexpr std::array<std::string_view, 32> names(Op) {
  return {"input",   "state",      "take",   "bias",       "constant",   "matvec", "sum",
          "sigmoid", "tanh",       "exp",    "log",        "reciprocal", "rsqrt",  "softplus",
          "erf",     "relu",       "neg",    "abs",        "add",        "sub",    "mul",
          "max",     "min",        "select", "reduce_sum", "reduce_max", "gather", "score",
          "round",   "accumulate", "outer",  "scatter"};
}

/// The step of an earlier domain that a node takes in each step of its own domain.
enum class Order { same, reverse, last };
constexpr std::array<std::string_view, 3> names(Order) { return {"same", "reverse", "last"}; }

/// One operator of a step of its domain. Its value is a vector of `size` elements. Element-wise
/// operators also take arguments of one element, which stand for as many as are needed.
struct Node {
  std::string name;  ///< unique, e.g. "layer0.i.sum"
  Op op = Op::input;
  std::int64_t size = 0;
  std::vector<NodeId> args;  ///< nodes it reads; all but states come earlier in Graph::nodes
  /// input: "x" or "x.reverse"; bias: [size, 1]; matvec: weights [size, size of arg], unless a
  /// second argument of an earlier domain has them as its sequence; transposed: [size of arg,
  /// size]; state: initial [batch, size]; gather: table [rows, size]; score: weights [size of its
  /// first argument, 1]; accumulate, outer, scatter: the result, to which all nodes that name it
  /// add; an outer without it: of each sequence alone
  std::string tensor;
  std::string gate;       ///< matvec: products of one gate share dot units, e.g. "layer0.i"
  NodeId next;            ///< state: the node whose value becomes the state of the next step
  NodeId initial;         ///< state: a take of an earlier domain of one step, in place of a tensor
  double value = 0;       ///< constant: its one element
  std::int64_t rows = 0;  ///< gather, scatter: of the table; outer: elements of its first argument
  int weight_scale = 0;   ///< matvec, int8 weights
  int scale = 0;          ///< power of two of the value as an int8 activation
  /// matvec: of its weights, operand and reduction; gather: weights, of its table; state: of the
  /// state; input, output: activations.
  Formats formats = {};
  Origin origin = {};  ///< layer, direction, gate and node; no role
  int domain = 0;      ///< number of the domain of its steps
  /// take: which step of the domain of its argument; matvec with a sequence: the order of its
  /// steps; input that is handed over: the step of its sequence
  Order order = Order::same;
  /// matvec with a sequence: its steps are columns, not rows; with a tensor: its columns are added
  /// up, not its rows; take, in a domain of rows: the element with the number of the row, of all
  /// items
  bool transposed = false;
  bool stochastic = false;  ///< round: up or down at random, so that the mean is the value
  /// score: the order of the steps of each sequence, which the arguments behind the first are
  std::vector<Order> orders = {};
  bool handed_over = false;  ///< input: an earlier section left its sequence in off-chip memory
  bool spilled = false;  ///< take: its sequence lies in off-chip memory, whatever a mapping chooses
};

/// A node whose value leaves the chip, as a row of `tensor` for every item.
struct Output {
  NodeId node;
  std::string tensor;        ///< "y" or "y.reverse"
  bool handed_over = false;  ///< it goes to off-chip memory, for a later section
};

/// A sequence that goes from one section of a network to later ones through off-chip memory, in the
/// order in which it is made: [items, size].
struct HandedSequence {
  std::string tensor;
  std::int64_t steps = 1, items = 1, size = 0;
  Format format = Format::fp8_e4m3;
  int scale = 0;
  bool spilled = false;  ///< from a domain to later ones of the same section
  /// Name of a buffer in which all sequences that name it lie side by side, item by item; empty:
  /// it has a buffer of its own.
  std::string beside = {};
};

/// The operator graph of one time step, with all layers. Each sequence of the batch evaluates it
/// separately. An item is one step of one sequence: item = step · batch + sequence.
///
/// A domain is a run over steps. All steps of a domain come before those of the next one, as far as
/// its takes say so: a take reads what an earlier domain made in any of its steps, so it needs the
/// whole sequence, and so do a product whose weights are a sequence and a score. All other
/// arguments are of the node's own domain, or constants and biases.
struct Graph {
  std::string name;
  /// Of each layer: "lstm", "gru", "rnn" or "linear"; selects the published unrolling.
  std::vector<std::string> layers;
  IdVector<NodeId, Node> nodes;  ///< in an order of evaluation: arguments come first, except states
  std::vector<Output> outputs;   ///< one sink port each
  std::int64_t steps = 1;        ///< of the longest domain
  int batch = 1;
  std::vector<std::int64_t> domains;  ///< steps of each domain; empty: one domain of `steps`
  /// By number of a domain: how many rows of tensors its items are, in place of steps of sequences.
  /// Such a domain has one step. Sequences that it reads are whole matrices with a column for each
  /// item; its states are rows of tensors, which the next repetition goes on with.
  std::map<int, int> rows;
  /// How often all of it is evaluated, one time after the other: states begin anew each time.
  std::int64_t repeat = 1;
  std::uint64_t noise_seed = 0;  ///< of the random bits of rounding
  /// Of a section: the sequences between all sections, so that each lies at one place for all.
  std::vector<HandedSequence> handed_over = {};

  bool has_one_domain() const { return domains.size() <= 1; }
  std::int64_t steps_of(const Node& node) const {
    return domains.empty() ? steps : domains.at(static_cast<std::size_t>(node.domain));
  }
  bool is_of_rows(const Node& node) const { return rows.contains(node.domain); }
  /// Items of each step of a node's domain: sequences, or rows.
  int sequences_of(const Node& node) const {
    const auto found = rows.find(node.domain);
    return found == rows.end() ? batch : found->second;
  }
  /// Of a repetition.
  std::int64_t items_of(const Node& node) const { return steps_of(node) * sequences_of(node); }
  /// Items of a node that are columns of a matrix in this order.
  std::int64_t columns_of(const Node& node, Order order) const {
    return order == Order::last ? sequences_of(node) : items_of(node);
  }
  /// Steps of all repetitions.
  std::int64_t steps_of_run() const { return steps * repeat; }
  /// Steps that later domains take of a node: of its domain, or the rows of an outer product.
  std::int64_t steps_made(const Node& node) const {
    return node.op == Op::outer ? node.rows : steps_of(node);
  }
  /// Steps of the sequence of an input that is handed over; of its domain of another one.
  std::int64_t steps_of_input(const Node& input) const;

  /// Gives all nodes these formats.
  void set_formats(const Formats& formats) {
    for (Node& node : nodes) node.formats = formats;
  }
};

/// Checks names, arguments, sizes, states and formats.
/// @throws WorkloadError  naming the node
void check(const Graph& graph);

/// Evaluates the graph in fp64, with exact activation functions: the definition of the cell.
/// @param steps  of the run; of a graph of several domains all repetitions are evaluated that have
///               one of these steps
/// @return for the items of the first `steps` steps: each output by the name of its tensor, and the
///         value that each state takes for the next step by the name of its node, [items, size]
///         each; what accumulate, outer and scatter add up over all steps and sequences, by the
///         name of its tensor
/// @throws WorkloadError  if a tensor is missing or has another shape
std::map<std::string, std::vector<double>> evaluate_exact(const Graph& graph,
                                                          const Tensors& tensors,
                                                          std::int64_t steps);

/// With tensors in fp64.
std::map<std::string, std::vector<double>> evaluate_exact(const Graph& graph,
                                                          const ExactTensors& tensors,
                                                          std::int64_t steps);

/// Evaluates the graph exactly as the chip's datapath does, bit by bit: operands of products are
/// rounded to the activations' format of the product, products use MapReduce, element-wise
/// operations are in fp32, activation functions use a table, and states and outputs are rounded to
/// their formats. A gate without cuts in `order` is one slice. See docs/numerics.md.
/// @return as evaluate_exact()
/// @throws MappingError  if `order` names a gate that does not exist, or its cuts do not divide the
/// gate's vectors
std::map<std::string, std::vector<double>> evaluate_chip(const Graph& graph, const Tensors& tensors,
                                                         const ReductionOrder& order,
                                                         std::int64_t steps);

/// Multiply-accumulates of one item, in all domains.
std::int64_t macs_per_item(const Graph& graph);
/// Multiply-accumulates of all steps of all sequences, in all repetitions.
std::int64_t macs_of_run(const Graph& graph);

}  // namespace rda
