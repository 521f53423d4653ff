// SPDX-License-Identifier: Apache-2.0
// PCUs of scalars: sums of partial sums, and element-wise operations.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "mapper/builder.h"
#include "mapping/latency.h"

namespace rda::mapper {
namespace {

/// A PCU under construction that computes a bundle of `node`, one position per turn.
struct ScalarUnit {
  Builder& b;
  NodeId node;
  Bundle bundle;
  Role role;
  Program program{};

  TurnLoops loops() const { return {bundle.count(), b.rows_of(node, bundle.begin)}; }
  int inputs() const { return static_cast<int>(program.inputs.size()); }

  void add_input(NodeId of, const std::vector<Builder::Operand>& operands) {
    add_turn_inputs(b, program, fmt::format("in{}", inputs()), of, operands, bundle, 0, loops());
  }
  void add_output(const std::string& name, StreamId stream, int value) {
    Port out = port(name, stream);
    out.value = value;
    program.outputs.push_back(std::move(out));
  }
  void finish(const std::string& name, std::vector<Operation> operations) {
    program.space = loops().space(b.items());
    program.work = Operations{std::move(operations)};
    program.latency = mapping::latency_of(b.chip, program);
    Unit pcu = new_unit(UnitKind::pcu, name, b.origin_of(node, role, {bundle.begin, bundle.end}));
    pcu.programs.push_back(std::move(program));
    b.add_unit(std::move(pcu));
  }
};

/// Adds PCUs that sum all addends from left to right. A sum with more addends than one PCU can take
/// (stages, registers, inputs) is passed from PCU to PCU.
void add_sum_chain(Builder& b, NodeId node, int u, const std::vector<StreamId>& addends) {
  const PcuConfig& pcu = b.chip.pcu;
  const int most = std::min({pcu.stages + 1, pcu.inputs.scalar, pcu.registers});
  if (most < 2)
    throw MappingError(
        "pcu",
        fmt::format("a sum needs 2 scalar inputs and 2 registers, the chip's PCU has {} and {}",
                    pcu.inputs.scalar, pcu.registers));
  const std::string& name = b.node(node).name;
  std::size_t next = 0;
  StreamId carried;
  for (int number = 0; next < addends.size() || !carried.exists(); ++number) {
    ScalarUnit unit{b, node, {u, u + 1}, Role::sum};
    if (carried.exists()) unit.add_input(node, {{carried, {u, u + 1}}});
    while (next < addends.size() && unit.inputs() < most)
      unit.add_input(node, {{addends[next++], {u, u + 1}}});
    std::vector<Operation> adds;
    const int n = unit.inputs();
    for (int i = 1; i < n; ++i) adds.push_back({ScalarOp::add, i == 1 ? 0 : n + i - 2, i});
    const bool last = next == addends.size();
    carried = last ? b.value(node, {u, u + 1})
                   : b.add_stream(fmt::format("{}[{}].{}.carry", name, u, number),
                                  TokenKind::scalar, 1.0 / b.stages[node].row_cycles);
    unit.add_output("out", carried, -1);
    unit.finish(fmt::format("{}[{}].{}", name, u, number), std::move(adds));
  }
}

ScalarOp scalar_op(Op op) {
  switch (op) {
    case Op::add:
      return ScalarOp::add;
    case Op::sub:
      return ScalarOp::sub;
    case Op::mul:
      return ScalarOp::mul;
    case Op::relu:
      return ScalarOp::relu;
    default:
      break;
  }
  throw InternalError("not an element-wise operation");
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

void add_cluster(Builder& b, const Cluster& cluster, Bundle bundle) {
  const NodeId last = cluster.nodes.back();
  ScalarUnit unit{b, last, bundle, Role::element_wise};
  std::map<NodeId, int> values;  // numbers of inputs, then of results
  for (const NodeId arg : external_args(b.graph, cluster.nodes)) {
    values[arg] = unit.inputs();
    unit.add_input(arg, b.scalar_operand(arg, bundle, cluster.when.phase));
  }
  const int inputs = unit.inputs();
  std::vector<Operation> operations;
  for (const NodeId n : cluster.nodes) {
    const Node& node = b.node(n);
    values[n] = inputs + static_cast<int>(operations.size());
    operations.push_back(
        {scalar_op(node.op), values.at(node.args.front()), values.at(node.args.back())});
  }
  for (const NodeId n : cluster.nodes)
    if (leaves(b.graph, cluster, n))
      unit.add_output(b.node(n).name, b.value(n, bundle), values.at(n));
  unit.finish(b.node(last).name + ".pcu" + index_text(bundle), std::move(operations));
}

/// The addends of a sum in the order of ReductionOrder.
std::vector<StreamId> addends_of(Builder& b, NodeId sum, int u) {
  std::vector<StreamId> addends = b.partial_sums[{sum, u}], others;
  for (const NodeId arg : b.node(sum).args)
    if (b.node(arg).op != Op::matvec)
      for (const Builder::Operand& operand : b.scalar_operand(arg, {u, u + 1}, b.when[sum].phase))
        others.push_back(operand.stream);
  const bool first = b.mapping.reduction.bias_first && !addends.empty();
  addends.insert(first ? addends.begin() + 1 : addends.end(), others.begin(), others.end());
  return addends;
}

}  // namespace

void add_sums(Builder& b) {
  if (b.plan.chained()) return;  // the dot units add
  for (const NodeId n : b.graph.nodes.ids()) {
    if (b.node(n).op != Op::sum) continue;
    for (int u = 0; u < b.hu(n); ++u) add_sum_chain(b, n, u, addends_of(b, n, u));
  }
}

void add_elementwise(Builder& b) {
  for (const Cluster& cluster : b.bundles.clusters)
    for (const Bundle& bundle : b.bundles_of(cluster.nodes.back())) add_cluster(b, cluster, bundle);
}

}  // namespace rda::mapper
