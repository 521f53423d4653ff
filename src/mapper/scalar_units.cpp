// SPDX-License-Identifier: Apache-2.0
// PCUs of scalars: sums of partial sums, and element-wise operations.
#include <fmt/format.h>

#include <algorithm>

#include "mapper/builder.h"
#include "mapping/latency.h"

namespace rda::mapper {
namespace {

/// A PCU under construction that computes a bundle of `node`, one position per turn.
struct ScalarUnit {
  Builder& b;
  int node;
  Bundle bundle;
  Role role;
  Program program{};

  TurnLoops loops() const { return {bundle.count(), b.rows_of(node, bundle.begin)}; }
  int inputs() const { return static_cast<int>(program.inputs.size()); }

  void add_input(int of, const std::vector<Builder::Operand>& operands) {
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
void add_sum_chain(Builder& b, int node, int u, const std::vector<StreamId>& addends) {
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
                                  TokenKind::scalar, 1.0 / b.row_cycles());
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
bool leaves(const Graph& graph, const Cluster& cluster, int node) {
  if (std::ranges::find(graph.outputs, node, &Output::node) != graph.outputs.end()) return true;
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    const Node& reader = graph.nodes[i];
    if (reader.op == Op::state && reader.next == node) return true;
    if (std::ranges::find(cluster.nodes, static_cast<int>(i)) != cluster.nodes.end()) continue;
    if (std::ranges::find(reader.args, node) != reader.args.end()) return true;
  }
  return false;
}

void add_cluster(Builder& b, const Cluster& cluster, Bundle bundle) {
  const std::vector<int> args = external_args(b.graph, cluster.nodes);
  const int last = cluster.nodes.back();
  ScalarUnit unit{b, last, bundle, Role::element_wise};
  std::vector<int> values;  // numbers of the arguments' inputs
  for (const int arg : args) {
    values.push_back(unit.inputs());
    unit.add_input(arg, b.scalar_operand(arg, bundle, cluster.when.phase));
  }
  const int inputs = unit.inputs();
  const auto operand = [&](int arg) {
    const auto outside = std::ranges::find(args, arg);
    if (outside != args.end()) return values[static_cast<std::size_t>(outside - args.begin())];
    const auto inside = std::ranges::find(cluster.nodes, arg);
    return inputs + static_cast<int>(inside - cluster.nodes.begin());
  };
  std::vector<Operation> operations;
  for (const int n : cluster.nodes) {
    const Node& node = b.node(n);
    operations.push_back(
        {scalar_op(node.op), operand(node.args.front()), operand(node.args.back())});
  }
  for (const int n : cluster.nodes)
    if (leaves(b.graph, cluster, n))
      unit.add_output(b.node(n).name, b.value(n, bundle), operand(n));
  unit.finish(b.node(last).name + ".pcu" + index_text(bundle), std::move(operations));
}

/// The addends of a sum in the order of ReductionOrder.
std::vector<StreamId> addends_of(Builder& b, int sum, int u) {
  std::vector<StreamId> addends = b.partial_sums[{sum, u}], others;
  for (const int arg : b.node(sum).args)
    if (b.node(arg).op != Op::matvec)
      for (const Builder::Operand& operand :
           b.scalar_operand(arg, {u, u + 1}, b.when[Builder::index(sum)].phase))
        others.push_back(operand.stream);
  const bool first = b.mapping.reduction.bias_first && !addends.empty();
  addends.insert(first ? addends.begin() + 1 : addends.end(), others.begin(), others.end());
  return addends;
}

}  // namespace

void add_sums(Builder& b) {
  if (b.plan.chained()) return;  // the dot units add
  for (std::size_t i = 0; i < b.graph.nodes.size(); ++i) {
    const int n = static_cast<int>(i);
    if (b.node(n).op != Op::sum) continue;
    for (int u = 0; u < b.plan.hu; ++u) add_sum_chain(b, n, u, addends_of(b, n, u));
  }
}

void add_elementwise(Builder& b) {
  for (const Cluster& cluster : b.bundles.clusters)
    for (const Bundle& bundle : b.bundles_of(cluster.nodes.back())) add_cluster(b, cluster, bundle);
}

}  // namespace rda::mapper
