// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "rda/graph.h"

namespace rda::graph {

/// What accumulate, outer and scatter nodes have added up so far: one sum for each node, of an
/// outer product without a tensor one for each sequence.
template <class Real>
class Accumulations {
 public:
  explicit Accumulations(const Graph& graph) : graph_(graph), sums_(graph.nodes.size()) {
    for (const NodeId n : graph.nodes.ids()) {
      const Node& node = graph.nodes[n];
      if (!accumulates(node)) continue;
      const std::size_t alike =
          node.tensor.empty() ? static_cast<std::size_t>(graph.batch) : std::size_t{1};
      const auto rows = static_cast<std::size_t>(node.op == Op::accumulate ? 1 : node.rows);
      sums_[n].assign(alike, std::vector<Real>(rows * static_cast<std::size_t>(node.size)));
    }
  }

  /// Begins a repetition: the sums that later domains read begin anew, those of tensors go on.
  void begin() {
    for (const NodeId n : graph_.nodes.ids())
      if (accumulates(graph_.nodes[n]) && graph_.nodes[n].tensor.empty())
        for (std::vector<Real>& sum : sums_[n]) std::ranges::fill(sum, Real{});
  }

  /// Adds what a node makes of the values of its arguments for one item.
  /// @param read  gives the value of an argument
  template <class Machine>
  void add(const Machine& machine, NodeId n, std::size_t sequence, const auto& read) {
    const Node& node = graph_.nodes[n];
    std::array<std::vector<Real>, 2> args;
    for (std::size_t a = 0; a < node.args.size(); ++a) {
      args[a] = read(node.args[a]);
      for (Real& value : args[a])
        if (node.op == Op::outer) value = machine.factor(n, node.args[a], value);
    }
    std::vector<Real>& sum = sums_[n][node.tensor.empty() ? sequence : 0];
    const auto add_row = [&](std::size_t row, const std::vector<Real>& values, Real factor) {
      machine.accumulate(n, std::span(sum).subspan(row * values.size(), values.size()), values,
                         factor);
    };
    if (node.op == Op::accumulate) {
      add_row(0, args[0], 1);
    } else if (node.op == Op::outer) {
      for (std::size_t row = 0; row < args[0].size(); ++row) add_row(row, args[1], args[0][row]);
    } else if (const Real row = std::floor(args[0].front());
               row >= 0 && row < static_cast<Real>(node.rows)) {
      add_row(static_cast<std::size_t>(row), args[1], 1);
    }
  }

  /// The rows of an outer product of each sequence, as a domain makes steps: item = row · batch +
  /// sequence.
  std::vector<std::vector<Real>> rows(NodeId n) const {
    const auto size = graph_.nodes[n].size;
    std::vector<std::vector<Real>> rows;
    for (std::int64_t row = 0; row < graph_.nodes[n].rows; ++row)
      for (const std::vector<Real>& sum : sums_[n])
        rows.emplace_back(sum.begin() + row * size, sum.begin() + (row + 1) * size);
    return rows;
  }

  /// Adds up the sums of the nodes that name a tensor, in their order.
  void add_to(std::map<std::string, std::vector<double>>& results) const {
    for (const NodeId n : graph_.nodes.ids()) {
      const Node& node = graph_.nodes[n];
      if (!accumulates(node) || node.tensor.empty()) continue;
      std::vector<double>& result = results[node.tensor];
      result.resize(sums_[n].front().size());
      for (std::size_t i = 0; i < result.size(); ++i)
        result[i] += static_cast<double>(sums_[n].front()[i]);
    }
  }

  static bool accumulates(const Node& node) {
    return node.op == Op::accumulate || node.op == Op::outer || node.op == Op::scatter;
  }

 private:
  const Graph& graph_;
  IdVector<NodeId, std::vector<std::vector<Real>>> sums_;
};

}  // namespace rda::graph
