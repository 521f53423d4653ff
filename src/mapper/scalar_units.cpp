// SPDX-License-Identifier: Apache-2.0
// PCUs that work on scalars: sums of partial sums, element-wise operations.
#include <fmt/format.h>

#include <algorithm>

#include "mapper/builder.h"

namespace rda::mapper {
namespace {

/// A PCU that applies `operations` to one token of each input stream, for all rows of unit u of
/// `node`.
int add_scalar_unit(Builder& b, const std::string& name, int node, int u,
                    const std::vector<int>& inputs, std::vector<Operation> operations) {
  PcuUnit pcu;
  pcu.stages = std::max<int>(1, static_cast<int>(operations.size()));
  pcu.program.latency = pcu.stages;
  pcu.program.loops = {b.rows_of(node, u), b.items()};
  pcu.operations = std::move(operations);
  for (std::size_t i = 0; i < inputs.size(); ++i)
    pcu.program.inputs.push_back(port(fmt::format("in{}", i), inputs[i]));
  const int unit = b.add_unit(name, std::move(pcu));
  for (const int stream : inputs) b.read_by(stream, unit);
  return unit;
}

void add_output(Builder& b, int unit, const std::string& name, int stream, int value) {
  Port out = port(name, stream);
  out.value = value;
  std::get<PcuUnit>(b.mapping.units[Builder::index(unit)].body).program.outputs.push_back(out);
  b.write_by(stream, unit);
}

/// Adds all addends from left to right, over as many PCUs as stages, registers and ports ask for.
void add_sum_chain(Builder& b, int node, int u, const std::vector<int>& addends) {
  const PcuConfig& pcu = b.chip.pcu;
  const int most = std::min({pcu.stages + 1, pcu.inputs.scalar, pcu.registers});
  if (most < 2)
    throw MappingError(
        "pcu",
        fmt::format("a sum needs 2 scalar inputs and 2 registers, the chip's PCU has {} and {}",
                    pcu.inputs.scalar, pcu.registers));
  const std::string& name = b.node(node).name;
  std::size_t next = 0;
  int carried = -1;
  for (int link = 0; next < addends.size() || carried < 0; ++link) {
    std::vector<int> inputs;
    if (carried >= 0) inputs.push_back(carried);
    while (next < addends.size() && static_cast<int>(inputs.size()) < most)
      inputs.push_back(addends[next++]);
    std::vector<Operation> adds;
    const int n = static_cast<int>(inputs.size());
    for (int i = 1; i < n; ++i) adds.push_back({ScalarOp::add, i == 1 ? 0 : n + i - 2, i});
    const int unit =
        add_scalar_unit(b, fmt::format("{}[{}].{}", name, u, link), node, u, inputs, adds);
    const bool last = next == addends.size();
    carried = last ? b.value(node, u)
                   : b.add_stream(fmt::format("{}[{}].{}.carry", name, u, link), TokenKind::scalar,
                                  1.0 / b.row_cycles());
    add_output(b, unit, "out", carried, -1);
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

/// Whether somebody outside the cluster takes `node`: another operator, the next step, or the
/// world.
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

void add_cluster(Builder& b, const Cluster& cluster, int u) {
  const std::vector<int> args = external_args(b.graph, cluster.nodes);
  const auto operand = [&](int arg) {
    const auto outside = std::ranges::find(args, arg);
    if (outside != args.end()) return static_cast<int>(outside - args.begin());
    const auto inside = std::ranges::find(cluster.nodes, arg);
    return static_cast<int>(args.size() + static_cast<std::size_t>(inside - cluster.nodes.begin()));
  };
  std::vector<Operation> operations;
  for (const int n : cluster.nodes) {
    const Node& node = b.node(n);
    operations.push_back(
        {scalar_op(node.op), operand(node.args.front()), operand(node.args.back())});
  }
  std::vector<int> inputs;
  for (const int arg : args) inputs.push_back(b.scalar_operand(arg, u, cluster.when.phase));
  const int last = cluster.nodes.back();
  const int unit = add_scalar_unit(b, fmt::format("{}.pcu[{}]", b.node(last).name, u), last, u,
                                   inputs, std::move(operations));
  for (const int n : cluster.nodes)
    if (leaves(b.graph, cluster, n)) add_output(b, unit, b.node(n).name, b.value(n, u), operand(n));
}

}  // namespace

void add_sums(Builder& b) {
  for (std::size_t i = 0; i < b.graph.nodes.size(); ++i) {
    const int n = static_cast<int>(i);
    if (b.node(n).op != Op::sum) continue;
    for (int u = 0; u < b.unrolling.hu; ++u) {
      std::vector<int> addends = b.partial_sums[{n, u}];
      for (const int arg : b.node(n).args)
        if (b.node(arg).op != Op::matvec)
          addends.push_back(b.scalar_operand(arg, u, b.when[i].phase));
      add_sum_chain(b, n, u, addends);
    }
  }
}

void add_elementwise(Builder& b) {
  for (const Cluster& cluster : cluster_elementwise(b.graph, b.when, b.chip.pcu))
    for (int u = 0; u < b.unrolling.hu; ++u) add_cluster(b, cluster, u);
}

}  // namespace rda::mapper
