// SPDX-License-Identifier: Apache-2.0
#include "graph/reduction.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "rda/error.h"

namespace rda::graph {
namespace {

class Planner {
 public:
  Planner(const Graph& graph, const ReductionOrder& order)
      : graph_(graph), order_(order), result_(graph.nodes.size()), sum_of_(graph.nodes.size()) {}

  IdVector<NodeId, Reduction> run() {
    std::map<std::string, std::vector<NodeId>> gates;
    for (const NodeId n : graph_.nodes.ids()) {
      const Node& node = graph_.nodes[n];
      if (node.op == Op::matvec) gates[node.gate].push_back(n);
      if (node.op == Op::sum) take_arguments(n);
    }
    for (const auto& [gate, cuts] : order_.cuts)
      if (!gates.contains(gate))
        throw MappingError("reduction/cuts/" + gate, "no gate has this name");
    for (const auto& [gate, products] : gates) plan(gate, products);
    for (Reduction& reduction : result_) {
      const std::size_t partials = reduction.partials.size();
      reduction.before_others = order_.bias_first ? std::min<std::size_t>(1, partials) : partials;
    }
    return std::move(result_);
  }

 private:
  void take_arguments(NodeId sum) {
    for (const NodeId arg : graph_.nodes[sum].args) {
      if (graph_.nodes[arg].op == Op::matvec)
        sum_of_[arg] = sum;
      else
        result_[sum].others.push_back(arg);
    }
  }

  int vectors(NodeId product) const {
    const Node& node = graph_.nodes[product];
    return vectors_for(graph_.nodes[node.args[0]].size,
                       map_reduce_format(node.formats, order_).values_per_vector());
  }

  std::vector<int> cuts(const std::string& gate, int total) const {
    const auto given = order_.cuts.find(gate);
    if (given == order_.cuts.end()) return {0, total};
    const std::vector<int>& cuts = given->second;
    if (cuts.size() < 2 || cuts.front() != 0 || cuts.back() != total ||
        !std::ranges::is_sorted(cuts))
      throw MappingError("reduction/cuts/" + gate,
                         fmt::format("must ascend from 0 to {}, the gate's vectors", total));
    return cuts;
  }

  void plan(const std::string& gate, const std::vector<NodeId>& products) {
    int total = 0;
    for (const NodeId product : products) total += vectors(product);
    const std::vector<int> bounds = cuts(gate, total);
    for (std::size_t s = 0; s + 1 < bounds.size(); ++s) {
      IdVector<NodeId, std::size_t> before(result_.size());  // partial sums of earlier slices
      for (const NodeId n : result_.ids()) before[n] = result_[n].partials.size();
      int begin = 0;
      for (const NodeId product : products) {
        const int first = std::max(bounds[s] - begin, 0);
        const int last = std::min(bounds[s + 1] - begin, vectors(product));
        if (first < last) add({product, first, last}, before);
        begin += vectors(product);
      }
    }
  }

  void add(const ColumnRange& range, const IdVector<NodeId, std::size_t>& before) {
    const NodeId sum = sum_of_[range.product];
    std::vector<PartialSum>& partials = result_[sum].partials;
    const int wanted = product_scale(graph_, range.product);
    const auto slice = partials.begin() + static_cast<std::ptrdiff_t>(before[sum]);
    auto same =
        std::find_if(slice, partials.end(), [&](const PartialSum& p) { return p.scale == wanted; });
    if (same == partials.end()) same = partials.insert(same, PartialSum{wanted, {}});
    same->columns.push_back(range);
  }

  const Graph& graph_;
  const ReductionOrder& order_;
  IdVector<NodeId, Reduction> result_;
  IdVector<NodeId, NodeId> sum_of_;  // by product node: its sum node
};

}  // namespace

int product_scale(const Graph& graph, NodeId product) {
  const Node& node = graph.nodes[product];
  if (node.formats.weights != Format::int8) return 0;
  return node.weight_scale + graph.nodes[node.args[0]].scale;
}

MapReduceFormat map_reduce_format(const Formats& formats, const ReductionOrder& order) {
  const int lanes = order.rows_in_lanes ? 1 : order.lanes;
  return {formats.weights, formats.activations, formats.accumulate, lanes, order.packing};
}

float folded(Op op, const std::vector<float>& values, const std::vector<int>& folds) {
  const auto combine = [op](std::optional<float>& result, float value) {
    if (!result)
      result = value;
    else
      result = op == Op::reduce_sum ? *result + value : maximum(*result, value);
  };
  std::optional<float> result;
  for (std::size_t fold = 0; fold + 1 < folds.size(); ++fold) {
    std::optional<float> of_fold;
    for (std::size_t i = 0; i < values.size(); ++i) {
      const auto position = static_cast<int>(i % static_cast<std::size_t>(folds.back()));
      if (folds[fold] <= position && position < folds[fold + 1]) combine(of_fold, values[i]);
    }
    if (of_fold) combine(result, *of_fold);
  }
  return *result;
}

IdVector<NodeId, Reduction> reductions(const Graph& graph, const ReductionOrder& order) {
  return Planner(graph, order).run();
}

}  // namespace rda::graph
