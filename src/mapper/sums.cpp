// SPDX-License-Identifier: Apache-2.0
// PCUs that add partial sums.
#include "mapper/sums.h"

#include <fmt/format.h>

#include <algorithm>

#include "mapper/scalar_unit.h"

namespace rda::mapper {

void add_sum_chain(Builder& b, NodeId node, int u, const std::vector<StreamId>& addends) {
  const PcuConfig& pcu = b.chip.pcu;
  const TokenKind kind = b.plan.element_kind();
  const int inputs = pcu.inputs[kind];
  const int most = std::min({pcu.stages + 1, inputs, pcu.registers});
  if (most < 2)
    throw MappingError(
        "pcu", fmt::format("a sum needs 2 {} inputs and 2 registers, the chip's PCU has {} and {}",
                           word(kind), inputs, pcu.registers));
  const std::string& name = b.node(node).name;
  std::size_t next = 0;
  StreamId carried;
  for (int number = 0; next < addends.size() || !carried.exists(); ++number) {
    ScalarUnit unit{
        b, b.origin_of(node, Role::sum, {u, u + 1}), {1, b.rows_of(node, u)}, b.items(node)};
    if (carried.exists()) unit.add_input(node, {{carried, {u, u + 1}}}, {u, u + 1});
    while (next < addends.size() && unit.inputs() < most)
      unit.add_input(node, {{addends[next++], {u, u + 1}}}, {u, u + 1});
    std::vector<Operation> adds;
    const int n = unit.inputs();
    for (int i = 1; i < n; ++i) adds.push_back({ScalarOp::add, i == 1 ? 0 : n + i - 2, i});
    const bool last = next == addends.size();
    carried = last ? b.value(node, {u, u + 1})
                   : b.add_stream(fmt::format("{}[{}].{}.carry", name, u, number), kind,
                                  1.0 / b.stages[node].row_cycles);
    unit.add_output("out", carried, -1);
    unit.finish(fmt::format("{}[{}].{}", name, u, number), Operations{std::move(adds)});
  }
}

namespace {

/// The addends of a sum in the order of ReductionOrder.
std::vector<StreamId> addends_of(Builder& b, NodeId sum, int u) {
  std::vector<StreamId> addends = b.partial_sums[{sum, u}], others;
  for (const NodeId arg : b.node(sum).args)
    if (b.node(arg).op != Op::matvec)
      for (const Builder::Operand& operand : b.element_operand(arg, {u, u + 1}, b.when[sum].phase))
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

}  // namespace rda::mapper
