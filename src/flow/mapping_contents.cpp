// SPDX-License-Identifier: Apache-2.0
#include "flow/mapping_contents.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "flow/verify.h"
#include "graph/operators.h"

namespace rda::flow {

MappingContents::MappingContents(const MappingRefusal& refusal, const Graph& graph,
                                 bool interpolation)
    : refusal_(refusal), graph_(graph) {
  for (const Output& output : graph_.outputs)
    if (const Node& n = graph_.nodes[output.node]; output.handed_over)
      taps_[output.tensor] = {n.formats.activations,
                              std::vector<bool>(static_cast<std::size_t>(n.size))};
  for (const Node& n : graph_.nodes) {
    const Formats& formats = n.formats;
    if (n.op == Op::matvec && !n.tensor.empty()) {
      const std::int64_t columns = graph_.nodes[n.args[0]].size;
      held_[n.tensor] = n.transposed ? Held{columns, n.size, formats.weights, true}
                                     : Held{n.size, columns, formats.weights, true};
    }
    if (n.op == Op::score) {
      held_[n.tensor] = {graph_.nodes[n.args[0]].size, 1, formats.weights, true};
      hold_table(Op::tanh, interpolation);
    }
    if (n.handed_over)
      held_[n.tensor] = {graph_.steps_of_input(n) * graph_.batch, n.size, formats.activations,
                         true};
    if (n.op == Op::gather) held_[n.tensor] = {n.rows, n.size, formats.weights, true};
    if (n.op == Op::bias) held_[n.tensor] = {n.size, 1, Format::fp32, true};
    if (n.op == Op::state) {
      // Rows of a tensor lie beside the weights of products, in another format.
      if (!n.tensor.empty())
        held_[n.tensor] = {graph_.sequences_of(n), n.size, formats.state, false};
      taps_[n.name] = {formats.state, std::vector<bool>(static_cast<std::size_t>(n.size))};
    }
    if (graph::class_of(n.op) == graph::OpClass::table) hold_table(n.op, interpolation);
  }
}

void MappingContents::hold_table(Op op, bool interpolation) {
  const std::string table =
      fmt::format("{}.{}", interpolation ? "quadratic_table" : "table", word(op));
  held_[table] = {kTableEntries, interpolation ? kQuadraticWords : 1, Format::fp32, true};
}

void MappingContents::hold(const std::string& where, const Content& content) {
  const auto found = held_.find(content.tensor);
  if (found == held_.end()) refusal_.no_tensor(where, content.tensor);
  if (content.rows == 0 || content.cols == 0) return;
  Held& held = found->second;
  const std::int64_t rows = content.first_row + (content.rows - 1) * content.row_step + 1;
  const std::int64_t cols = content.first_col + (content.cols - 1) * content.col_step + 1;
  if (rows > held.rows || cols > held.cols)
    refusal_.fail("/units", "{}: needs {} of [{}, {}] at least (the workload's is [{}, {}])", where,
                  content.tensor, rows, cols, held.rows, held.cols);
  if (held.needed) refusal_.same_format(where, content.format, held.format);
  held.elements += content.rows * content.cols;
}

void MappingContents::tap(const std::string& where, const Program& write, const Port& port,
                          std::int64_t lanes) {
  const Access& access = *port.access;
  const auto found = taps_.find(access.tap);
  if (found == taps_.end()) refusal_.no_tensor(where, access.tap);
  refusal_.same_format(where, access.format, found->second.format);
  const Box inside = write.where(port).clip(access.keep);
  const auto loop = [&](int level) {
    return level < 0 ? Extent{0, 1} : inside[static_cast<std::size_t>(level)];
  };
  const Extent rows = loop(access.slot_level - 1);
  const Extent turns = loop(access.tap_turn == 0 ? -1 : access.tap_turn_loop());
  for (std::int64_t i = rows.lo; i < rows.hi; ++i)
    for (std::int64_t turn = turns.lo; turn < turns.hi; ++turn)
      tap_rows(where, found->second.rows, access.tap,
               access.tap_row + i * access.tap_step + turn * access.tap_turn, lanes);
}

void MappingContents::tap_rows(const std::string& where, std::vector<bool>& tapped,
                               const std::string& state, std::int64_t row,
                               std::int64_t lanes) const {
  const std::int64_t size = std::ssize(tapped);
  if (row >= size)
    refusal_.fail("/units", "{}: row {} of {} (the workload's has {})", where, row, state, size);
  std::fill_n(tapped.begin() + row, std::min(lanes, size - row), true);
}

void MappingContents::require_whole() {
  for (const auto& [name, held] : held_)
    if (held.needed && held.elements < held.rows * held.cols)
      refusal_.fail("/units", "{} of the {} elements of {} are in memories (all)", held.elements,
                    held.rows * held.cols, name);
  std::set<std::string> tapped = tapped_states(graph_);
  for (const Output& output : graph_.outputs)
    if (output.handed_over) tapped.insert(output.tensor);
  for (const std::string& state : tapped)
    if (std::ranges::count(taps_[state].rows, false) > 0 || taps_[state].rows.empty())
      refusal_.fail("/units", "not every row of {} has a tap (verification compares it)", state);
}

}  // namespace rda::flow
