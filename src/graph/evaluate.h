// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "graph/accumulations.h"
#include "graph/operators.h"
#include "graph/shaped.h"
#include "graph/taken.h"
#include "rda/graph.h"

namespace rda::graph {

/// The values of all nodes for one sequence at one step.
template <class Real>
using Values = IdVector<NodeId, std::vector<Real>>;

/// Evaluates a graph for all steps and sequences, one domain after the other. The machine defines
/// values, products and functions:
///
///     using Real = ...;                    // double or float
///     using Source = ...;                  // Tensors or ExactTensors
///     void matvec(NodeId, Values<Real>&);  // prepares or computes a product
///     void weigh(NodeId, std::vector<Real> sequence);  // the weights of a product, row by row
///     void sum(NodeId, Values<Real>&);     // adds products and other arguments
///     Real read(NodeId, Real raw) const;   // the value that element-wise operators read
///     Real table(Op, Real) const;          // a table operator
///     Real reduce(NodeId, const std::vector<Real>&) const;  // all elements of its argument
///     Real entry(NodeId, Real) const;      // an element of the table of a gather
///     // compares a vector with the keys of a step, one of each sequence
///     Real score(NodeId, const std::vector<Real>& vector,
///                const std::vector<const std::vector<Real>*>& keys) const;
///     Real round(NodeId, Real, std::size_t) const;  // element number ... of a rounded value
///     Real factor(NodeId, NodeId arg, Real) const;  // an argument of an outer product
///     // adds a row times a factor to the sums of an accumulation
///     void accumulate(NodeId, std::span<Real> sums, std::span<const Real> row, Real factor) const;
///     double state(NodeId, Real) const;    // the result for a state
///     double output(NodeId, Real) const;   // the result for an output
///     void stored(NodeId, const std::vector<Real>&);       // sees the raw values of a state
///     void left(const Output&, const std::vector<Real>&);  // sees the raw values of an output
template <class Machine>
class Evaluation {
 public:
  using Real = typename Machine::Real;
  using Results = std::map<std::string, std::vector<double>>;

  using Source = typename Machine::Source;

  Evaluation(const Graph& graph, const Source& tensors, Machine machine)
      : graph_(graph),
        tensors_(tensors),
        machine_(std::move(machine)),
        values_(graph.nodes.size()),
        accumulations_(graph),
        taken_(graph) {}

  Results run(std::int64_t steps) {
    prepare(steps);
    Results results;
    for (const std::int64_t count = repetitions(steps); repetition_ < count; ++repetition_) {
      begin();
      const std::int64_t left = steps - repetition_ * graph_.steps;
      const std::int64_t here = graph_.repeat > 1 ? std::min(left, graph_.steps) : left;
      for (std::size_t first = 0; first < graph_.nodes.size(); first = end_of_domain(first))
        run(NodeId(first), NodeId(end_of_domain(first)), here, results);
    }
    accumulations_.add_to(results);
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

  /// Repetitions that the first `steps` steps of the run need.
  std::int64_t repetitions(std::int64_t steps) const {
    return graph_.repeat > 1 ? (steps + graph_.steps - 1) / graph_.steps : 1;
  }
  /// Steps of a node's domain in a repetition that are evaluated.
  std::int64_t evaluated(const Node& node, std::int64_t steps) const {
    return graph_.has_one_domain() ? steps : graph_.steps_of(node);
  }
  /// Steps of a node's domain that the first `steps` steps of the run need.
  std::int64_t evaluated_in_run(const Node& node, std::int64_t steps) const {
    return graph_.has_one_domain() ? steps : graph_.steps_of(node) * repetitions(steps);
  }

  /// Evaluates the nodes of a domain.
  void run(NodeId first, NodeId last, std::int64_t steps, Results& results) {
    const std::int64_t made = evaluated(graph_.nodes[first], steps);
    const int sequences = graph_.sequences_of(graph_.nodes[first]);
    begin(first, last);
    std::int64_t item = 0;
    for (std::int64_t step = 0; step < made; ++step) {
      for (std::int64_t sequence = 0; sequence < sequences; ++sequence) {
        Values<Real>& carried = carried_[static_cast<std::size_t>(sequence)];
        sequence_ = sequence;
        for (NodeId n = first; n < last; n = NodeId(n.index() + 1)) load(carried, n, item);
        for (NodeId n = first; n < last; n = NodeId(n.index() + 1)) evaluate(n);
        for (NodeId n = first; n < last; n = NodeId(n.index() + 1)) store(carried, n, results);
        for (const Output& output : graph_.outputs)
          if (first <= output.node && output.node < last) leave(output, results);
        ++item;
      }
    }
    for (NodeId n = first; n < last; n = NodeId(n.index() + 1))
      if (taken_.keeps(n) && graph_.nodes[n].op == Op::outer) taken_.set(n, accumulations_.rows(n));
  }

  std::vector<Real> row(const auto& tensor, std::int64_t index) const {
    const auto begin = tensor.values.begin() + index * tensor.cols;
    return std::vector<Real>(begin, begin + tensor.cols);
  }

  void prepare(std::int64_t steps) {
    int sequences = graph_.batch;
    for (const auto& [domain, rows] : graph_.rows) sequences = std::max(sequences, rows);
    carried_.assign(static_cast<std::size_t>(sequences), Values<Real>(graph_.nodes.size()));
    for (const NodeId n : graph_.nodes.ids()) {
      const Node& node = graph_.nodes[n];
      if (node.op == Op::input) {
        const bool in_order = node.order == Order::same;
        const std::int64_t read =
            in_order ? evaluated_in_run(node, steps) : graph_.steps_of_input(node);
        shaped(tensors_, node.tensor, read * graph_.sequences_of(node), node.size, Rows::at_least);
      } else if (node.op == Op::gather) {
        shaped(tensors_, node.tensor, node.rows, node.size);
      } else if (node.op == Op::constant) {
        values_[n] = {static_cast<Real>(node.value)};
      } else if (node.op == Op::bias) {
        const auto& tensor = shaped(tensors_, node.tensor, node.size, 1);
        values_[n].assign(tensor.values.begin(), tensor.values.end());
      }
    }
  }

  /// Begins a repetition: gives the states what they begin with, if no earlier domain makes it.
  void begin() {
    taken_.clear();
    accumulations_.begin();
    for (const NodeId n : graph_.nodes.ids()) {
      const Node& node = graph_.nodes[n];
      if (node.op != Op::state || node.initial.exists()) continue;
      if (graph_.is_of_rows(node) && repetition_ > 0) continue;
      const int sequences = graph_.sequences_of(node);
      const auto& initial = shaped(tensors_, node.tensor, sequences, node.size);
      for (int s = 0; s < sequences; ++s)
        carried_[static_cast<std::size_t>(s)][n] = row(initial, s);
    }
  }

  /// Gives the states of a domain what they begin with, if an earlier domain made it.
  void begin(NodeId first, NodeId last) {
    for (NodeId n = first; n < last; n = NodeId(n.index() + 1))
      if (const NodeId initial = graph_.nodes[n].initial; initial.exists())
        for (std::size_t s = 0; s < static_cast<std::size_t>(graph_.batch); ++s)
          carried_[s][n] = taken_.initial(initial, s);
  }

  /// Gives a leaf its value of this item.
  void load(const Values<Real>& carried, NodeId n, std::int64_t item) {
    const Node& node = graph_.nodes[n];
    if (node.op == Op::input)
      values_[n] = row(tensors_.at(node.tensor), repetition_ * graph_.items_of(node) +
                                                     item_of(graph_.sequences_of(node), node.order,
                                                             graph_.steps_of_input(node), item));
    if (node.op == Op::state) values_[n] = carried[n];
    if (node.op == Op::take) values_[n] = taken_.read(node, item);
  }

  /// Keeps what later steps and domains read.
  void store(Values<Real>& carried, NodeId n, Results& results) {
    const Node& node = graph_.nodes[n];
    if (taken_.keeps(n) && node.op != Op::outer) taken_.add(n, read(n));
    if (node.op != Op::state) return;
    carried[n] = values_[node.next];
    machine_.stored(n, values_[node.next]);
    std::vector<double>& result = results[node.name];
    for (const Real value : values_[node.next]) result.push_back(machine_.state(n, value));
  }

  void leave(const Output& output, Results& results) {
    machine_.left(output, values_[output.node]);
    std::vector<double>& result = results[output.tensor];
    for (const Real value : values_[output.node])
      result.push_back(machine_.output(output.node, value));
  }

  void evaluate(NodeId n) {
    const Node& node = graph_.nodes[n];
    switch (class_of(node.op)) {
      case OpClass::leaf:
        return;
      case OpClass::product:
        weigh(n);
        return machine_.matvec(n, values_);
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
        return gather(n);
      case OpClass::round:
        return round(n);
      case OpClass::accumulation:
        return accumulations_.add(machine_, n, static_cast<std::size_t>(sequence_),
                                  [&](NodeId arg) { return read(arg); });
      case OpClass::score:
        score(n);
    }
  }

  /// Weights that are a sequence. Those of a domain of rows are the same for all rows.
  void weigh(NodeId n) {
    const Node& product = graph_.nodes[n];
    if (product.args.size() < 2 || (graph_.is_of_rows(product) && sequence_ > 0)) return;
    machine_.weigh(n, taken_.weights(product, sequence_));
  }

  void score(NodeId n) {
    const Node& node = graph_.nodes[n];
    const std::vector<Real> vector = read(node.args[0]);
    values_[n].clear();
    for (std::int64_t step = 0; step < node.size; ++step) {
      std::vector<const std::vector<Real>*> keys;
      for (std::size_t a = 1; a < node.args.size(); ++a)
        keys.push_back(&taken_.step(node.args[a], node.orders[a - 1], step, sequence_));
      values_[n].push_back(machine_.score(n, vector, keys));
    }
  }

  void round(NodeId n) {
    values_[n] = read(graph_.nodes[n].args[0]);
    const Node& node = graph_.nodes[n];
    std::size_t element =
        graph_.is_of_rows(node) ? static_cast<std::size_t>(sequence_ * node.size) : 0;
    for (Real& value : values_[n]) {
      value = machine_.round(n, value, element);
      ++element;
    }
  }

  /// A row number without a row reads −0, as a look-up of rows does.
  void gather(NodeId n) {
    const Node& node = graph_.nodes[n];
    const Real index = std::floor(read(node.args[0]).front());
    values_[n].assign(static_cast<std::size_t>(node.size), Real{-0.0});
    if (!(index >= 0 && index < static_cast<Real>(node.rows))) return;
    const auto* entry =
        &tensors_.at(node.tensor).values[static_cast<std::size_t>(index) * values_[n].size()];
    for (Real& value : values_[n]) value = machine_.entry(n, static_cast<Real>(*entry++));
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
  const Source& tensors_;
  Machine machine_;
  Values<Real> values_;
  Accumulations<Real> accumulations_;
  std::vector<Values<Real>> carried_;  // by sequence: the states after the previous step
  std::int64_t sequence_ = 0;          // that is evaluated
  std::int64_t repetition_ = 0;        // likewise
  Taken<Real> taken_;                  // what later domains read
};

}  // namespace rda::graph
