// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cmath>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "graph/operators.h"
#include "rda/graph.h"

namespace rda::graph {

enum class Rows { exactly, at_least };

/// The tensor of this name.
/// @throws WorkloadError  if it is missing or has another shape
const Tensor& shaped(const Tensors& tensors, const std::string& name, std::int64_t rows,
                     std::int64_t cols, Rows which = Rows::exactly);

/// The values of all nodes for one sequence at one step.
template <class Real>
using Values = IdVector<NodeId, std::vector<Real>>;

/// Evaluates a graph for all steps and sequences, one domain after the other. The machine defines
/// values, products and functions:
///
///     using Real = ...;                    // double or float
///     // prepares or computes a product; `sequence`: its weights, if they are a sequence
///     void matvec(NodeId, Values<Real>&, const std::vector<Real>& sequence);
///     void sum(NodeId, Values<Real>&);     // adds products and other arguments
///     Real read(NodeId, Real raw) const;   // the value that element-wise operators read
///     Real table(Op, Real) const;          // a table operator
///     Real reduce(NodeId, const std::vector<Real>&) const;  // all elements of its argument
///     Real entry(NodeId, float) const;     // an element of the table of a gather
///     double state(NodeId, Real) const;    // the result for a state
///     double output(NodeId, Real) const;   // the result for an output
///     void stored(NodeId, const std::vector<Real>&);       // sees the raw values of a state
///     void left(const Output&, const std::vector<Real>&);  // sees the raw values of an output
template <class Machine>
class Evaluation {
 public:
  using Real = typename Machine::Real;
  using Results = std::map<std::string, std::vector<double>>;

  Evaluation(const Graph& graph, const Tensors& tensors, Machine machine)
      : graph_(graph),
        tensors_(tensors),
        machine_(std::move(machine)),
        values_(graph.nodes.size()) {}

  Results run(std::int64_t steps) {
    prepare(steps);
    Results results;
    std::size_t first = 0;
    while (first < graph_.nodes.size()) {
      const std::size_t last = end_of_domain(first);
      run(NodeId(first), NodeId(last), steps, results);
      first = last;
    }
    return results;
  }

 private:
  /// The number behind the last node of the domain of this node.
  std::size_t end_of_domain(std::size_t first) const {
    std::size_t last = first;
    while (last < graph_.nodes.size() &&
           graph_.nodes[NodeId(last)].domain == graph_.nodes[NodeId(first)].domain)
      ++last;
    return last;
  }

  /// Steps of a node's domain that are evaluated.
  std::int64_t evaluated(const Node& node, std::int64_t steps) const {
    return graph_.has_one_domain() ? steps : graph_.steps_of(node);
  }

  /// Evaluates the nodes of a domain.
  void run(NodeId first, NodeId last, std::int64_t steps, Results& results) {
    const std::int64_t made = evaluated(graph_.nodes[first], steps);
    begin(first, last);
    std::int64_t item = 0;
    for (std::int64_t step = 0; step < made; ++step) {
      for (Values<Real>& carried : carried_) {
        sequence_ = item % graph_.batch;
        for (NodeId n = first; n < last; n = NodeId(n.index() + 1)) load(carried, n, item);
        for (NodeId n = first; n < last; n = NodeId(n.index() + 1)) evaluate(n);
        for (NodeId n = first; n < last; n = NodeId(n.index() + 1)) store(carried, n, results);
        for (const Output& output : graph_.outputs)
          if (first <= output.node && output.node < last) leave(output, results);
        ++item;
      }
    }
  }

  std::vector<Real> row(const Tensor& tensor, std::int64_t index) const {
    const auto begin = tensor.values.begin() + index * tensor.cols;
    return std::vector<Real>(begin, begin + tensor.cols);
  }

  void prepare(std::int64_t steps) {
    carried_.assign(static_cast<std::size_t>(graph_.batch), Values<Real>(graph_.nodes.size()));
    for (const NodeId n : graph_.nodes.ids()) {
      const Node& node = graph_.nodes[n];
      if (node.op == Op::take) taken_[node.args[0]] = {};
      if (node.initial.exists()) taken_[node.initial] = {};
      if (node.op == Op::matvec && node.args.size() == 2) taken_[node.args[1]] = {};
      if (node.op == Op::input) {
        const bool in_order = node.order == Order::same;
        const std::int64_t read = in_order ? evaluated(node, steps) : graph_.steps_of_input(node);
        shaped(tensors_, node.tensor, read * graph_.batch, node.size, Rows::at_least);
      } else if (node.op == Op::gather) {
        shaped(tensors_, node.tensor, node.rows, node.size);
      } else if (node.op == Op::constant) {
        values_[n] = {static_cast<Real>(node.value)};
      } else if (node.op == Op::bias) {
        const Tensor& tensor = shaped(tensors_, node.tensor, node.size, 1);
        values_[n].assign(tensor.values.begin(), tensor.values.end());
      } else if (node.op == Op::state && !node.initial.exists()) {
        const Tensor& initial = shaped(tensors_, node.tensor, graph_.batch, node.size);
        std::int64_t sequence = 0;
        for (Values<Real>& carried : carried_) carried[n] = row(initial, sequence++);
      }
    }
  }

  /// Gives the states of a domain what they begin with, if an earlier domain made it.
  void begin(NodeId first, NodeId last) {
    for (NodeId n = first; n < last; n = NodeId(n.index() + 1))
      if (const NodeId initial = graph_.nodes[n].initial; initial.exists())
        for (std::size_t s = 0; s < carried_.size(); ++s) carried_[s][n] = taken_.at(initial)[s];
  }

  /// Gives a leaf its value of this item.
  void load(const Values<Real>& carried, NodeId n, std::int64_t item) {
    const Node& node = graph_.nodes[n];
    if (node.op == Op::input)
      values_[n] = row(tensors_.at(node.tensor), item_of(node, graph_.steps_of_input(node), item));
    if (node.op == Op::state) values_[n] = carried[n];
    if (node.op == Op::take) {
      const std::int64_t steps = graph_.steps_of(graph_.nodes[node.args[0]]);
      const std::int64_t taken = item_of(node, steps, item);
      values_[n] = taken_.at(node.args[0])[static_cast<std::size_t>(taken)];
    }
  }

  /// The item of a sequence of `steps` steps that a node reads in item `item` of its own.
  std::int64_t item_of(const Node& reader, std::int64_t steps, std::int64_t item) const {
    const std::int64_t step = item / graph_.batch, sequence = item % graph_.batch;
    const std::int64_t from = reader.order == Order::same      ? step
                              : reader.order == Order::reverse ? steps - 1 - step
                                                               : steps - 1;
    return from * graph_.batch + sequence;
  }

  /// The weights of a product that are a sequence, row by row; empty for other products.
  std::vector<Real> weights_in_sequence(const Node& product) const {
    if (product.args.size() < 2) return {};
    const std::vector<std::vector<Real>>& items = taken_.at(product.args[1]);
    const std::int64_t steps = std::ssize(items) / graph_.batch;
    const auto step = [&](std::int64_t s) -> const std::vector<Real>& {
      const std::int64_t from = product.order == Order::reverse ? steps - 1 - s : s;
      return items[static_cast<std::size_t>(from * graph_.batch + sequence_)];
    };
    std::vector<Real> weights;
    for (std::int64_t r = 0; r < product.size; ++r) {
      if (!product.transposed) weights.insert(weights.end(), step(r).begin(), step(r).end());
      for (std::int64_t c = 0; product.transposed && c < steps; ++c)
        weights.push_back(step(c)[static_cast<std::size_t>(r)]);
    }
    return weights;
  }

  /// Keeps what later steps and domains read.
  void store(Values<Real>& carried, NodeId n, Results& results) {
    const Node& node = graph_.nodes[n];
    if (const auto taken = taken_.find(n); taken != taken_.end()) taken->second.push_back(read(n));
    if (node.op != Op::state) return;
    carried[n] = values_[node.next];
    machine_.stored(n, values_[node.next]);
    for (const Real value : values_[node.next])
      results[node.name].push_back(machine_.state(n, value));
  }

  void leave(const Output& output, Results& results) {
    machine_.left(output, values_[output.node]);
    for (const Real value : values_[output.node])
      results[output.tensor].push_back(machine_.output(output.node, value));
  }

  void evaluate(NodeId n) {
    const Node& node = graph_.nodes[n];
    switch (class_of(node.op)) {
      case OpClass::leaf:
        return;
      case OpClass::product:
        return machine_.matvec(n, values_, weights_in_sequence(node));
      case OpClass::sum:
        return machine_.sum(n, values_);
      case OpClass::table:
        return each(n,
                    [&](std::span<const Real> args) { return machine_.table(node.op, args[0]); });
      case OpClass::element_wise:
        return each(n, [&](std::span<const Real> args) { return element(node.op, args); });
      case OpClass::reduce:
        values_[n] = {machine_.reduce(n, read(node.args[0]))};
        return;
      case OpClass::gather:
        gather(n);
    }
  }

  /// A row number without a row reads −0, as a look-up of rows does.
  void gather(NodeId n) {
    const Node& node = graph_.nodes[n];
    const Real index = std::floor(read(node.args[0]).front());
    values_[n].assign(static_cast<std::size_t>(node.size), Real{-0.0});
    if (!(index >= 0 && index < static_cast<Real>(node.rows))) return;
    const float* entry =
        &tensors_.at(node.tensor).values[static_cast<std::size_t>(index) * values_[n].size()];
    for (Real& value : values_[n]) value = machine_.entry(n, *entry++);
  }

  /// The elements of a node as other operators read them.
  std::vector<Real> read(NodeId node) const {
    std::vector<Real> elements = values_[node];
    for (Real& value : elements) value = machine_.read(node, value);
    return elements;
  }

  /// Applies a function to the same element of each argument, and to that of arguments that have
  /// only one.
  void each(NodeId n, auto function) {
    const std::vector<NodeId>& nodes = graph_.nodes[n].args;
    std::vector<Real>& result = values_[n];
    result.resize(static_cast<std::size_t>(graph_.nodes[n].size));
    std::array<Real, kMostArgs> args{};
    for (std::size_t i = 0; i < result.size(); ++i) {
      for (std::size_t a = 0; a < nodes.size(); ++a) {
        const std::vector<Real>& values = values_[nodes[a]];
        args[a] = machine_.read(nodes[a], values[values.size() == 1 ? 0 : i]);
      }
      result[i] = function(std::span<const Real>(args.data(), nodes.size()));
    }
  }

  static constexpr std::size_t kMostArgs = 3;
  const Graph& graph_;
  const Tensors& tensors_;
  Machine machine_;
  Values<Real> values_;
  std::vector<Values<Real>> carried_;  // by sequence: the states after the previous step
  std::int64_t sequence_ = 0;          // that is evaluated
  std::map<NodeId, std::vector<std::vector<Real>>> taken_;  // by item, of what later domains take
};

}  // namespace rda::graph
