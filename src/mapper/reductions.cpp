// SPDX-License-Identifier: Apache-2.0
// PCUs that make one element of all elements of a vector: an accumulator for each bundle of the
// vector, which folds its elements in the order in which they come; then the accumulators are
// combined, from PCU to PCU.
#include <fmt/format.h>

#include <algorithm>

#include "mapper/index.h"
#include "mapper/memories.h"
#include "mapper/scalar_unit.h"

namespace rda::mapper {
namespace {

class FoldUnit {
 public:
  FoldUnit(Builder& b, NodeId node, int number, const std::vector<Builder::Operand>& folded)
      : b_(b),
        node_(node),
        number_(number),
        folded_(folded),
        unit_{b, b.origin_of(node, Role::element_wise, {number}), loops_of(b, node, folded),
              b.items(node)} {}

  /// @param before  the result of the unit before; none for the first unit
  void add(StreamId before, StreamId result) {
    const NodeId arg = b_.node(node_).args[0];
    for (const auto& [stream, bundle] : folded_)
      unit_.program.inputs.push_back(
          port(unit_.next_input(), stream, 0, unit_.loops.bounds(b_, arg, bundle, 0)));
    if (before.exists()) unit_.program.inputs.push_back(with_last_elements(before));
    Operations work = operations(before.exists());
    unit_.add_output("out", result, -1, unit_.inner_loops());
    unit_.finish(fmt::format("{}.{}", b_.node(node_).name, number_), std::move(work));
  }

 private:
  static TurnLoops loops_of(const Builder& b, NodeId node,
                            const std::vector<Builder::Operand>& folded) {
    TurnLoops loops{1, b.rows(b.node(node).args[0])};
    for (const Builder::Operand& operand : folded)
      loops.turns = std::max(loops.turns, operand.bundle.count());
    return loops;
  }

  /// An input that is needed with the last elements only, so that nobody waits for it before.
  Port with_last_elements(StreamId stream) const {
    Port in = port("before", stream);
    const Space space = unit_.loops.space(unit_.items);
    for (int loop = 0; loop < unit_.inner_loops(); ++loop) {
      const std::int64_t extent = space.extents[index(loop)];
      if (extent > 1) in.where.add({loop, extent - 1, extent});
    }
    return in;
  }

  Operations operations(bool has_before) const {
    const bool adds = b_.node(node_).op == Op::reduce_sum;
    const auto folds = static_cast<int>(folded_.size());
    Operations work;
    for (int i = 0; i < folds; ++i)
      work.operations.push_back({.op = adds ? ScalarOp::fold_add : ScalarOp::fold_max,
                                 .a = i,
                                 .level = unit_.inner_loops()});
    const int results = unit_.inputs();
    int so_far = has_before ? folds : results;
    for (int i = has_before ? 0 : 1; i < folds; ++i) {
      work.operations.push_back({adds ? ScalarOp::add : ScalarOp::max, so_far, results + i});
      so_far = results + static_cast<int>(work.operations.size()) - 1;
    }
    return work;
  }

  Builder& b_;
  const NodeId node_;
  const int number_;
  const std::vector<Builder::Operand>& folded_;
  ScalarUnit unit_;
};

/// The bundles in which the elements of a vector come: those of the unit that computes it, or, out
/// of a memory, as wide as the turns allow.
std::vector<Builder::Operand> folded_operands(Builder& b, NodeId arg) {
  const int phase = b.when[arg].phase, hu = b.hu(arg);
  if (!any_bundle(b.node(arg).op)) return b.element_operand(arg, {0, hu}, phase);
  std::vector<Builder::Operand> operands;
  const int ragged = static_cast<int>(b.node(arg).size % hu), turns = b.stages[arg].turns;
  for (int begin = 0; begin < hu;) {
    const int most = std::min(begin + turns, begin < ragged ? ragged : hu);
    operands.push_back(b.element_operand(arg, {begin, most}, phase).front());
    begin = most;
  }
  return operands;
}

void add_reduction(Builder& b, NodeId node) {
  const std::string& name = b.node(node).name;
  const NodeId arg = b.node(node).args[0];
  const auto operands = folded_operands(b, arg);
  std::vector<int>& folds = b.mapping.reduction.folds[name];
  folds.push_back(0);
  for (const Builder::Operand& operand : operands) folds.push_back(operand.bundle.end);
  // n folds, n combinations with what was before, and an input more than folds
  const PcuConfig& pcu = b.chip.pcu;
  const int most = std::min({pcu.stages / 2, pcu.inputs.scalar - 1, pcu.registers - 1});
  if (most < 1)
    throw MappingError("pcu", fmt::format("{}: a reduction needs 2 stages, 2 scalar inputs and 2 "
                                          "registers, the chip's PCU has {}, {} and {}",
                                          name, pcu.stages, pcu.inputs.scalar, pcu.registers));
  const auto shares = even_shares(operands, most);
  StreamId before;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    const StreamId result =
        i + 1 == shares.size()
            ? b.value(node, {0, 1})
            : b.add_stream(fmt::format("{}.{}.carry", name, i), TokenKind::scalar, b.rate_of(1));
    FoldUnit(b, node, static_cast<int>(i), shares[i]).add(before, result);
    before = result;
  }
}

}  // namespace

void add_reductions(Builder& b) {
  for (const NodeId n : b.graph.nodes.ids())
    if (is_reduce(b.node(n).op)) add_reduction(b, n);
}

}  // namespace rda::mapper
