// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <map>
#include <utility>
#include <vector>

#include "rda/graph.h"

namespace rda::graph {

/// The item of `sequences` sequences of `steps` steps that is read in item `item` of the reader's
/// own domain.
inline std::int64_t item_of(std::int64_t sequences, Order order, std::int64_t steps,
                            std::int64_t item) {
  const std::int64_t step = item / sequences, sequence = item % sequences;
  const std::int64_t from = order == Order::same      ? step
                            : order == Order::reverse ? steps - 1 - step
                                                      : steps - 1;
  return from * sequences + sequence;
}

/// What the domains so far made for later ones, by item.
template <class Real>
class Taken {
 public:
  explicit Taken(const Graph& graph) : graph_(graph) {
    for (const Node& node : graph.nodes) {
      if (node.op == Op::take) made_[node.args[0]] = {};
      if (node.initial.exists()) made_[node.initial] = {};
      if (node.op == Op::matvec && node.args.size() == 2) made_[node.args[1]] = {};
      for (std::size_t a = 1; node.op == Op::score && a < node.args.size(); ++a)
        made_[node.args[a]] = {};
    }
  }

  /// Forgets what an earlier repetition made.
  void clear() {
    for (auto& [node, items] : made_) items.clear();
  }
  bool keeps(NodeId n) const { return made_.contains(n); }
  /// Keeps the value of the next item.
  void add(NodeId n, std::vector<Real> value) { made_.at(n).push_back(std::move(value)); }
  /// Keeps the values of all items.
  void set(NodeId n, std::vector<std::vector<Real>> values) { made_.at(n) = std::move(values); }

  /// What a take reads in item `item` of its own domain.
  std::vector<Real> read(const Node& take, std::int64_t item) const {
    const Node& made = graph_.nodes[take.args[0]];
    const int sequences = graph_.sequences_of(made);
    if (take.transposed) return row(take.args[0], take.order, static_cast<std::size_t>(item));
    const std::int64_t from = graph_.is_of_rows(made) && sequences == 1 ? 0 : item;
    return made_.at(take.args[0])[static_cast<std::size_t>(
        item_of(sequences, take.order, graph_.steps_made(made), from))];
  }

  /// Element `element` of all items of a node, as many as Graph::columns_of().
  std::vector<Real> row(NodeId made, Order order, std::size_t element) const {
    const Node& node = graph_.nodes[made];
    const std::vector<std::vector<Real>>& items = made_.at(made);
    std::vector<Real> row;
    for (std::int64_t column = 0; column < graph_.columns_of(node, order); ++column)
      row.push_back(items[static_cast<std::size_t>(
          item_of(graph_.sequences_of(node), order, graph_.steps_of(node), column))][element]);
    return row;
  }

  /// What a state of a sequence begins with, if an earlier domain made it.
  const std::vector<Real>& initial(NodeId made, std::size_t sequence) const {
    return made_.at(made)[sequence];
  }

  /// The weights of a product that are a sequence, row by row.
  std::vector<Real> weights(const Node& product, std::int64_t sequence) const {
    const NodeId made = product.args[1];
    std::vector<Real> weights;
    if (graph_.is_of_rows(product)) {
      for (std::int64_t r = 0; r < product.size; ++r)
        std::ranges::copy(row(made, product.order, static_cast<std::size_t>(r)),
                          std::back_inserter(weights));
      return weights;
    }
    const std::int64_t steps = std::ssize(made_.at(made)) / graph_.batch;
    const auto at = [&](std::int64_t s) -> const std::vector<Real>& {
      return step(made, product.order, s, sequence);
    };
    for (std::int64_t r = 0; r < product.size; ++r) {
      if (!product.transposed) weights.insert(weights.end(), at(r).begin(), at(r).end());
      for (std::int64_t c = 0; product.transposed && c < steps; ++c)
        weights.push_back(at(c)[static_cast<std::size_t>(r)]);
    }
    return weights;
  }

  /// What a sequence of the batch has in step `step` of its time.
  const std::vector<Real>& step(NodeId made, Order order, std::int64_t step,
                                std::int64_t sequence) const {
    const std::vector<std::vector<Real>>& items = made_.at(made);
    const std::int64_t steps = std::ssize(items) / graph_.batch;
    return items[static_cast<std::size_t>(
        item_of(graph_.batch, order, steps, step * graph_.batch + sequence))];
  }

 private:
  const Graph& graph_;
  std::map<NodeId, std::vector<std::vector<Real>>> made_;
};

}  // namespace rda::graph
