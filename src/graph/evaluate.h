// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

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

/// Evaluates a graph for all steps and sequences. The machine defines values, products and
/// functions:
///
///     using Real = ...;                    // double or float
///     void matvec(NodeId, Values<Real>&);  // prepares or computes a product
///     void sum(NodeId, Values<Real>&);     // adds products and other arguments
///     Real read(NodeId, Real raw) const;   // the value that element-wise operators read
///     Real sigmoid(Real) const;
///     Real tanh(Real) const;
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
    std::int64_t item = 0;
    for (std::int64_t step = 0; step < steps; ++step) {
      for (Values<Real>& carried : carried_) {
        load(carried, item++);
        for (const NodeId n : graph_.nodes.ids()) evaluate(n);
        store(carried, results);
      }
    }
    return results;
  }

 private:
  std::vector<Real> row(const Tensor& tensor, std::int64_t index) const {
    const auto begin = tensor.values.begin() + index * tensor.cols;
    return std::vector<Real>(begin, begin + tensor.cols);
  }

  void prepare(std::int64_t steps) {
    carried_.assign(static_cast<std::size_t>(graph_.batch), Values<Real>(graph_.nodes.size()));
    for (const NodeId n : graph_.nodes.ids()) {
      const Node& node = graph_.nodes[n];
      if (node.op == Op::input) {
        shaped(tensors_, node.tensor, steps * graph_.batch, node.size, Rows::at_least);
      } else if (node.op == Op::bias) {
        const Tensor& tensor = shaped(tensors_, node.tensor, node.size, 1);
        values_[n].assign(tensor.values.begin(), tensor.values.end());
      } else if (node.op == Op::state) {
        const Tensor& initial = shaped(tensors_, node.tensor, graph_.batch, node.size);
        std::int64_t sequence = 0;
        for (Values<Real>& carried : carried_) carried[n] = row(initial, sequence++);
      }
    }
  }

  void load(const Values<Real>& carried, std::int64_t item) {
    for (const NodeId n : graph_.nodes.ids()) {
      const Node& node = graph_.nodes[n];
      if (node.op == Op::input) values_[n] = row(tensors_.at(node.tensor), item);
      if (node.op == Op::state) values_[n] = carried[n];
    }
  }

  void store(Values<Real>& carried, Results& results) {
    for (const NodeId n : graph_.nodes.ids()) {
      const Node& node = graph_.nodes[n];
      if (node.op != Op::state) continue;
      carried[n] = values_[node.next];
      machine_.stored(n, values_[node.next]);
      for (const Real value : values_[node.next])
        results[node.name].push_back(machine_.state(n, value));
    }
    for (const Output& output : graph_.outputs) {
      machine_.left(output, values_[output.node]);
      for (const Real value : values_[output.node])
        results[output.tensor].push_back(machine_.output(output.node, value));
    }
  }

  void evaluate(NodeId n) {
    switch (graph_.nodes[n].op) {
      case Op::input:
      case Op::state:
      case Op::bias:
        return;
      case Op::matvec:
        return machine_.matvec(n, values_);
      case Op::sum:
        return machine_.sum(n, values_);
      case Op::sigmoid:
        return unary(n, [this](Real a) { return machine_.sigmoid(a); });
      case Op::tanh:
        return unary(n, [this](Real a) { return machine_.tanh(a); });
      case Op::relu:
        return unary(n, [](Real a) { return a > 0 ? a : Real{0}; });
      case Op::add:
        return binary(n, [](Real a, Real b) { return a + b; });
      case Op::sub:
        return binary(n, [](Real a, Real b) { return a - b; });
      case Op::mul:
        return binary(n, [](Real a, Real b) { return a * b; });
    }
  }

  void unary(NodeId n, auto function) {
    const NodeId arg = graph_.nodes[n].args[0];
    std::vector<Real>& result = values_[n];
    result.resize(values_[arg].size());
    for (std::size_t i = 0; i < result.size(); ++i)
      result[i] = function(machine_.read(arg, values_[arg][i]));
  }

  void binary(NodeId n, auto function) {
    const NodeId left = graph_.nodes[n].args[0], right = graph_.nodes[n].args[1];
    std::vector<Real>& result = values_[n];
    result.resize(values_[left].size());
    for (std::size_t i = 0; i < result.size(); ++i)
      result[i] =
          function(machine_.read(left, values_[left][i]), machine_.read(right, values_[right][i]));
  }

  const Graph& graph_;
  const Tensors& tensors_;
  Machine machine_;
  Values<Real> values_;
  std::vector<Values<Real>> carried_;  // by sequence: the states after the previous step
};

}  // namespace rda::graph
