// SPDX-License-Identifier: Apache-2.0
// PCUs of element-wise operators.
#include <algorithm>
#include <array>
#include <map>

#include "mapper/scalar_unit.h"
#include "rda/check.h"

namespace rda::mapper {
namespace {

/// The operation of the same name.
ScalarOp scalar_op(Op op) {
  constexpr auto all = names(ScalarOp{});
  const auto found = std::ranges::find(all, word(op));
  RDA_CHECK(found != all.end(), "an operator that no PCU has");
  return static_cast<ScalarOp>(found - all.begin());
}

/// Whether `node` is read outside the cluster: by another node, by the next step, or as an output.
bool leaves(const Graph& graph, const Cluster& cluster, NodeId node) {
  if (std::ranges::find(graph.outputs, node, &Output::node) != graph.outputs.end()) return true;
  for (const NodeId n : graph.nodes.ids()) {
    const Node& reader = graph.nodes[n];
    if (reader.op == Op::state && reader.next == node) return true;
    if (std::ranges::find(cluster.nodes, n) != cluster.nodes.end()) continue;
    if (std::ranges::find(reader.args, node) != reader.args.end()) return true;
  }
  return false;
}

/// The operations of a cluster under construction.
class ClusterUnit {
 public:
  ClusterUnit(Builder& b, const Cluster& cluster, Bundle bundle)
      : b_(b),
        cluster_(cluster),
        bundle_(bundle),
        unit_{b,
              b.origin_of(cluster.nodes.back(), Role::element_wise, {bundle.begin, bundle.end}),
              {bundle.count(), b.rows_of(cluster.nodes.back(), bundle.begin)},
              b.items(cluster.nodes.back())} {}

  void add() {
    for (const NodeId arg : external_args(b_.graph, cluster_.nodes)) add_input(arg);
    for (const NodeId n : cluster_.nodes) add_operation(n);
    for (const NodeId n : cluster_.nodes)
      if (leaves(b_.graph, cluster_, n))
        unit_.add_output(b_.node(n).name, b_.value(n, bundle_), values_.at(n));
    unit_.finish(b_.node(cluster_.nodes.back()).name + ".pcu" + index_text(bundle_),
                 std::move(work_));
  }

 private:
  void add_input(NodeId arg) {
    values_[arg] = unit_.inputs();
    if (is_one_for_all(b_.graph, arg, cluster_.nodes.front()))
      unit_.add_kept_input(b_.element_operand(arg, {0, 1}, cluster_.when.phase).front().stream);
    else
      unit_.add_input(arg, b_.element_operand(arg, bundle_, cluster_.when.phase), bundle_);
  }

  void add_operation(NodeId n) {
    const Node& node = b_.node(n);
    Operation operation{scalar_op(node.op)};
    const std::array operands{&operation.a, &operation.b, &operation.c};
    for (std::size_t i = 0; i < node.args.size(); ++i) *operands[i] = operand(node.args[i]);
    if (node.args.size() == 1) operation.b = operation.a;
    if (node.op == Op::round) operation.rounding = rounding_of(n);
    values_[n] = unit_.inputs() + static_cast<int>(work_.operations.size());
    work_.operations.push_back(operation);
  }

  /// Element j of item i has number i · size + j in a domain of rows, otherwise j.
  RoundTo rounding_of(NodeId n) const {
    const Node& node = b_.node(n);
    RoundTo to{node.formats.state, node.stochastic ? node.name : "", 0, {}};
    if (!node.stochastic) return to;
    to.first = std::int64_t{bundle_.begin} * b_.plan.hv;
    if (bundle_.count() > 1) to.strides.push_back(b_.plan.hv);
    to.strides.push_back(std::int64_t{b_.hu(n)} * b_.plan.hv);
    if (b_.graph.is_of_rows(node)) to.strides.push_back(node.size);
    return to;
  }

  int operand(NodeId arg) {
    if (b_.node(arg).op != Op::constant) return values_.at(arg);
    const auto value = static_cast<float>(b_.node(arg).value);
    const auto found = std::ranges::find(work_.constants, value);
    const auto number = static_cast<int>(found - work_.constants.begin());
    if (found == work_.constants.end()) work_.constants.push_back(value);
    return -1 - number;
  }

  Builder& b_;
  const Cluster& cluster_;
  const Bundle bundle_;
  ScalarUnit unit_;
  Operations work_;
  std::map<NodeId, int> values_;  // numbers of inputs, then of results
};

}  // namespace

void add_elementwise(Builder& b) {
  for (const Cluster& cluster : b.bundles.clusters)
    for (const Bundle& bundle : b.bundles_of(cluster.nodes.back()))
      ClusterUnit(b, cluster, bundle).add();
}

}  // namespace rda::mapper
