// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "graph/check_node.h"
#include "graph/handed.h"
#include "graph/operators.h"
#include "rda/error.h"
#include "rda/graph.h"

namespace rda {
namespace {

using graph::require;

class Checker {
 public:
  explicit Checker(const Graph& graph) : graph_(graph), sums_(graph.nodes.size(), 0) {}

  void run() {
    require(graph_.name, graph_.steps >= 1 && graph_.batch >= 1 && graph_.repeat >= 1,
            "steps, batch and repeat must be at least 1");
    require(graph_.name,
            graph_.domains.empty() || (std::ranges::max(graph_.domains) == graph_.steps &&
                                       std::ranges::min(graph_.domains) >= 1),
            "steps must be those of the longest domain, and each domain needs a step");
    graph::check_domains_of_rows(graph_);
    for (const NodeId n : graph_.nodes.ids()) check_node(n);
    for (const NodeId n : graph_.nodes.ids())
      if (graph_.nodes[n].op == Op::matvec)
        require(graph_.nodes[n].name, sums_[n] == 1,
                "a product must be an argument of exactly one sum");
    check_outputs();
  }

 private:
  void check_outputs() const {
    require(graph_.name, !graph_.outputs.empty(), "needs an output");
    std::set<std::string> tensors;
    for (const Output& output : graph_.outputs) {
      require(graph_.name, graph_.nodes.has(output.node),
              fmt::format("the output {} is no node", output.tensor));
      const Node& node = graph_.nodes[output.node];
      require(node.name, node.op != Op::matvec, "an output cannot be a product");
      require(node.name, !output.tensor.empty() && !names_.contains(output.tensor),
              "an output needs the name of a tensor that is no node's");
      require(node.name, tensors.insert(output.tensor).second,
              "two outputs have the name " + output.tensor);
    }
  }

  void check_node(NodeId number) {
    const Node& node = graph_.nodes[number];
    require(node.name, names_.insert(node.name).second, "two nodes have this name");
    graph::check_formats(node);
    require(node.name, node.size >= 1, fmt::format("size {}, needed at least 1", node.size));
    const int needed = graph::operator_of(node.op).args;
    require(node.name,
            needed < 0 ? !node.args.empty() : std::ssize(node.args) == needed || has_sequence(node),
            fmt::format("{} arguments, needed {}", node.args.size(), std::max(1, needed)));
    check_domain(node);
    for (const NodeId arg : node.args) check_argument(number, arg);

    const bool is_leaf_with_tensor =
        needed == 0 && node.op != Op::constant && !node.initial.exists();
    const bool has_tensor = is_leaf_with_tensor || node.op == Op::gather || node.op == Op::score ||
                            node.op == Op::accumulate || node.op == Op::scatter ||
                            (node.op == Op::matvec && !has_sequence(node));
    require(node.name, node.op == Op::outer || node.tensor.empty() != has_tensor,
            has_tensor ? "needs the name of a tensor" : "must not name a tensor");
    require(node.name, (node.op == Op::matvec) != node.gate.empty(),
            "a product, and nothing else, belongs to a gate");
    if (node.op == Op::matvec) check_gate(number);
    graph::check_rows(node);
    if (node.op == Op::score)
      require(node.name, node.args.size() >= 2 && node.orders.size() + 1 == node.args.size(),
              fmt::format("{} arguments and {} orders (a vector, and sequences with an order each)",
                          node.args.size(), node.orders.size()));
    if (graph::class_of(node.op) == graph::OpClass::reduce || node.op == Op::constant)
      require(node.name, node.size == 1, fmt::format("size {}, needed 1", node.size));
    if (node.op == Op::state)
      check_state(node);
    else
      require(node.name, !node.next.exists() && !node.initial.exists(),
              "only a state has an initial and a next value");
  }

  void check_domain(const Node& node) {
    const auto domains = std::max<std::ptrdiff_t>(1, std::ssize(graph_.domains));
    require(node.name, node.domain >= domain_ && node.domain < domains,
            fmt::format("domain {}, needed {} to {}", node.domain, domain_, domains - 1));
    domain_ = node.domain;
  }

  /// Constants and biases belong to all domains.
  static bool is_everywhere(Op op) { return op == Op::constant || op == Op::bias; }

  void check_domains(const Node& node, const Node& read) const {
    if (node.op != Op::take) {
      require(
          node.name, is_everywhere(read.op) || read.domain == node.domain,
          fmt::format("reads {} of domain {}, which only a take may do", read.name, read.domain));
      return;
    }
    require(node.name, read.domain < node.domain && !is_everywhere(read.op),
            "takes " + read.name + ", which no earlier domain makes");
    require(node.name, !is_accumulation(read.op) || (read.op == Op::outer && read.tensor.empty()),
            "takes " + read.name + ", which is one sum of all sequences");
    graph::check_take(graph_, node, read);
  }

  /// Whether the weights of a product are a sequence.
  static bool has_sequence(const Node& node) {
    return node.op == Op::matvec && node.args.size() == 2;
  }

  void check_sequence(const Node& node, const Node& sequence) const {
    require(node.name, sequence.domain < node.domain && !is_everywhere(sequence.op),
            "multiplies with " + sequence.name + ", which no earlier domain makes");
    const bool is_of_rows = graph_.is_of_rows(node);
    require(node.name, node.transposed || !is_of_rows,
            "multiplies with " + sequence.name + ", whose items are columns in a domain of rows");
    const std::int64_t operand = graph_.nodes[node.args[0]].size;
    const std::int64_t steps =
        is_of_rows ? graph_.columns_of(sequence, node.order) : graph_.steps_of(sequence);
    const auto [rows, cols] =
        node.transposed ? std::pair(sequence.size, steps) : std::pair(steps, sequence.size);
    require(node.name, node.size == rows && operand == cols,
            fmt::format("size {} of {} elements, but {} has {} steps of {} elements", node.size,
                        operand, sequence.name, steps, sequence.size));
    require(node.name, is_of_rows || node.order != Order::last,
            "multiplies with the last step alone");
  }

  static bool is_accumulation(Op op) { return graph::class_of(op) == graph::OpClass::accumulation; }
  void check_scored(const Node& node, const Node& sequence) const {
    require(node.name, sequence.domain < node.domain && !is_everywhere(sequence.op),
            "compares with " + sequence.name + ", which no earlier domain makes");
    const std::int64_t steps = graph_.steps_of(sequence), size = graph_.nodes[node.args[0]].size;
    require(node.name, node.size == steps && sequence.size == size,
            fmt::format("size {}, of vectors of {} elements, but {} has {} steps of {} elements",
                        node.size, size, sequence.name, steps, sequence.size));
    require(node.name, std::ranges::find(node.orders, Order::last) == node.orders.end(),
            "compares with the last step alone");
  }

  static bool takes_one_for_all(Op op) {
    return graph::class_of(op) == graph::OpClass::element_wise;
  }

  /// The products of a gate share dot units.
  void check_gate(NodeId number) {
    const Node& node = graph_.nodes[number];
    const Node& first = graph_.nodes[gates_.try_emplace(node.gate, number).first->second];
    require(node.name,
            node.formats.weights == first.formats.weights &&
                node.formats.activations == first.formats.activations &&
                node.formats.accumulate == first.formats.accumulate,
            "its formats are not those of " + first.name + ", a product of the same gate");
    require(node.name, node.size == first.size,
            fmt::format("size {}, but {} of the same gate has size {}", node.size, first.name,
                        first.size));
  }

  void check_argument(NodeId number, NodeId arg) {
    const Node& node = graph_.nodes[number];
    require(node.name, graph_.nodes.has(arg), fmt::format("argument {} is no node", arg.number()));
    const Node& read = graph_.nodes[arg];
    require(node.name, arg < number || read.op == Op::state,
            fmt::format("reads {}, which comes later", read.name));
    if (has_sequence(node) && arg == node.args[1]) return check_sequence(node, read);
    if (node.op == Op::score && arg != node.args[0]) return check_scored(node, read);
    check_domains(node, read);
    require(node.name, node.op == Op::take || !is_accumulation(read.op),
            "reads " + read.name + ", which is complete behind its domain");
    if (is_accumulation(node.op)) return graph::check_accumulation(graph_, node);
    if (node.op == Op::score) return;
    if (node.op == Op::gather)
      return require(node.name, read.op == Op::input && read.size == 1,
                     read.name + " is no input of one element, which names a row");
    const bool one_for_all = read.size == 1 && takes_one_for_all(node.op);
    const bool is_row = node.op == Op::take && node.transposed;
    if (node.op != Op::matvec && graph::class_of(node.op) != graph::OpClass::reduce &&
        !one_for_all && !is_row)
      require(node.name, read.size == node.size,
              fmt::format("size {}, but {} has size {}", node.size, read.name, read.size));
    require(node.name, read.op != Op::constant || takes_one_for_all(node.op),
            "only element-wise operators read a constant: " + read.name);
    if (read.op == Op::matvec) {
      require(node.name, node.op == Op::sum, "a product can only be added: " + read.name);
      ++sums_[arg];
    }
  }

  void check_state(const Node& node) const {
    require(node.name, graph_.nodes.has(node.next), "a state needs the node whose value it takes");
    const Node& next = graph_.nodes[node.next];
    require(node.name, next.op != Op::matvec, "a state cannot take a product: " + next.name);
    require(node.name, next.domain == node.domain,
            "a state cannot take " + next.name + ", which is of another domain");
    require(node.name, next.size == node.size,
            fmt::format("size {}, but {} has size {}", node.size, next.name, next.size));
    if (node.initial.exists()) check_initial(node);
  }

  void check_initial(const Node& state) const {
    require(state.name, graph_.nodes.has(state.initial), "begins with no node");
    const Node& initial = graph_.nodes[state.initial];
    require(state.name,
            initial.op == Op::take && initial.domain < state.domain &&
                graph_.steps_of(initial) == 1 && initial.size == state.size,
            fmt::format("begins with {}, which is no take of {} elements in an earlier domain of "
                        "one step",
                        initial.name, state.size));
  }

  const Graph& graph_;
  IdVector<NodeId, int> sums_;  // how many sums read each node
  std::set<std::string> names_;
  std::map<std::string, NodeId> gates_;  // the first product of each
  int domain_ = 0;                       // of the nodes so far
};

}  // namespace

void check(const Graph& graph) { Checker(graph).run(); }

namespace {

std::int64_t macs_of(const Graph& graph, const Node& node) {
  const bool multiplies = node.op == Op::matvec || node.op == Op::outer || node.op == Op::score;
  return multiplies ? node.size * graph.nodes[node.args.at(0)].size : 0;
}

}  // namespace

std::int64_t Graph::steps_of_input(const Node& input) const {
  const HandedSequence* sequence = graph::handed_over_as(*this, input.tensor);
  return sequence ? sequence->steps : steps_of(input);
}

std::int64_t macs_per_item(const Graph& graph) {
  std::int64_t macs = 0;
  for (const Node& node : graph.nodes) macs += macs_of(graph, node);
  return macs;
}

std::int64_t macs_of_run(const Graph& graph) {
  std::int64_t macs = 0;
  for (const Node& node : graph.nodes) macs += macs_of(graph, node) * graph.items_of(node);
  return macs * graph.repeat;
}

}  // namespace rda
