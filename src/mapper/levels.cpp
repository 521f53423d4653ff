// SPDX-License-Identifier: Apache-2.0
#include "mapper/levels.h"

#include <algorithm>

namespace rda::mapper {
namespace {

/// Phase of a product: one later than a vector that is computed in this step.
int product_phase(const Graph& graph, const std::vector<When>& when, const Node& product) {
  const int operand = product.args[0];
  const Op op = graph.nodes[static_cast<std::size_t>(operand)].op;
  const bool ready = op == Op::input || op == Op::state;
  return ready ? 0 : when[static_cast<std::size_t>(operand)].phase + 1;
}

/// Gives all products of a gate up to node `last` the latest phase among them, because they share
/// dot units.
void align_gate(const Graph& graph, std::vector<When>& when, std::size_t last) {
  const auto in_gate = [&](std::size_t i) {
    return graph.nodes[i].op == Op::matvec && graph.nodes[i].gate == graph.nodes[last].gate;
  };
  int phase = 0;
  for (std::size_t i = 0; i <= last; ++i)
    if (in_gate(i)) phase = std::max(phase, when[i].phase);
  for (std::size_t i = 0; i <= last; ++i)
    if (in_gate(i)) when[i].phase = phase;
}

/// Phase of a product that its gate computes after the earlier products of the gate.
int later_phase(const Graph& graph, const std::vector<When>& when, std::size_t product) {
  int phase = product_phase(graph, when, graph.nodes[product]);
  for (std::size_t i = 0; i < product; ++i)
    if (graph.nodes[i].op == Op::matvec && graph.nodes[i].gate == graph.nodes[product].gate)
      phase = std::max(phase, when[i].phase + 1);
  return phase;
}

When latest_arg(const Graph& graph, const std::vector<When>& when, const Node& node) {
  When latest;
  for (const int arg : node.args) {
    const auto a = static_cast<std::size_t>(arg);
    if (graph.nodes[a].op == Op::state) continue;  // in memory since the step before
    When at = when[a];
    if (is_lookup(graph.nodes[a].op)) ++at.level;
    latest = std::max(latest, at);
  }
  return latest;
}

/// Whether no argument of the cluster depends on a result of the cluster in the same step.
/// Otherwise its program would wait for itself.
bool convex(const Graph& graph, const std::vector<int>& nodes) {
  std::vector<bool> after(graph.nodes.size());  // depends on `nodes` in this step
  for (std::size_t i = 0; i < graph.nodes.size(); ++i)
    if (graph.nodes[i].op != Op::state)
      after[i] = std::ranges::any_of(graph.nodes[i].args, [&](int arg) {
        return after[static_cast<std::size_t>(arg)] || std::ranges::find(nodes, arg) != nodes.end();
      });
  return std::ranges::none_of(external_args(graph, nodes),
                              [&](int arg) { return after[static_cast<std::size_t>(arg)]; });
}

bool fits(const Graph& graph, const std::vector<int>& nodes, const PcuConfig& pcu) {
  const int inputs = static_cast<int>(external_args(graph, nodes).size());
  return static_cast<int>(nodes.size()) <= pcu.stages && inputs <= pcu.inputs.scalar &&
         inputs <= pcu.registers && convex(graph, nodes);
}

}  // namespace

bool is_lookup(Op op) { return op == Op::sigmoid || op == Op::tanh; }

bool is_elementwise(Op op) {
  return op == Op::add || op == Op::sub || op == Op::mul || op == Op::relu;
}

std::vector<When> schedule(const Graph& graph, Products products) {
  std::vector<When> when(graph.nodes.size());
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    const Node& node = graph.nodes[i];
    if (node.op == Op::matvec && products == Products::input_first) {
      when[i] = {later_phase(graph, when, i), 0};
    } else if (node.op == Op::matvec) {
      when[i] = {product_phase(graph, when, node), 0};
      align_gate(graph, when, i);
    } else {
      when[i] = latest_arg(graph, when, node);
    }
  }
  return when;
}

std::vector<int> external_args(const Graph& graph, const std::vector<int>& nodes) {
  std::vector<int> args;
  for (const int n : nodes)
    for (const int arg : graph.nodes[static_cast<std::size_t>(n)].args)
      if (std::ranges::find(nodes, arg) == nodes.end() &&
          std::ranges::find(args, arg) == args.end())
        args.push_back(arg);
  return args;
}

std::vector<Cluster> cluster_elementwise(const Graph& graph, const std::vector<When>& when,
                                         const PcuConfig& pcu) {
  std::vector<Cluster> clusters;
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    if (!is_elementwise(graph.nodes[i].op)) continue;
    Cluster mine{when[i], {static_cast<int>(i)}};
    for (std::size_t c = 0; c < clusters.size();) {
      const Cluster& other = clusters[c];
      const bool feeds = std::ranges::any_of(graph.nodes[i].args, [&](int arg) {
        return std::ranges::find(other.nodes, arg) != other.nodes.end();
      });
      std::vector<int> together = other.nodes;
      together.insert(together.end(), mine.nodes.begin(), mine.nodes.end());
      std::ranges::sort(together);
      if (feeds && other.when == mine.when && fits(graph, together, pcu)) {
        mine.nodes = std::move(together);
        clusters.erase(clusters.begin() + static_cast<std::ptrdiff_t>(c));
      } else {
        ++c;
      }
    }
    clusters.push_back(std::move(mine));
  }
  return clusters;
}

}  // namespace rda::mapper
