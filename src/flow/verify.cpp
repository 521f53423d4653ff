// SPDX-License-Identifier: Apache-2.0
#include "flow/verify.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/ceil_div.h"
#include "graph/clipped.h"
#include "rda/check.h"
#include "workload/layers.h"

namespace rda::flow {
namespace {

using Values = std::map<std::string, std::vector<double>>;

bool same(double got, double want) {
  return std::bit_cast<std::uint64_t>(got) == std::bit_cast<std::uint64_t>(want) ||
         (std::isnan(got) && std::isnan(want));
}

/// The node whose values a run shows under this name.
const Node& node_of(const Graph& graph, const std::string& tensor) {
  const auto output = std::ranges::find(graph.outputs, tensor, &Output::tensor);
  if (output != graph.outputs.end()) return graph.nodes[output->node];
  const auto state = std::ranges::find(graph.nodes, tensor, &Node::name);
  RDA_CHECK(state != graph.nodes.end(), "the graph has no " + tensor);
  return *state;
}

[[noreturn]] void fail(const Graph& graph, const std::string& tensor, std::int64_t item,
                       std::int64_t index, double got, double want) {
  const std::int64_t each = graph.items_of(node_of(graph, tensor)), in_one = item % each;
  throw MismatchError(
      fmt::format("{}: {}step {}, sequence {}, index {}: got {}, want {}", tensor,
                  graph.repeat > 1 ? fmt::format("repetition {}, ", item / each) : "",
                  in_one / graph.batch, in_one % graph.batch, index, got, want));
}

const std::vector<double>& values_of(const Values& reference, const std::string& tensor) {
  const auto found = reference.find(tensor);
  RDA_CHECK(found != reference.end(), "the reference has no " + tensor);
  return found->second;
}

std::vector<Saturation> saturations(const graph::Clipped& clipped) {
  std::vector<Saturation> rows;
  for (const auto& [what, count] : clipped)
    if (count.clipped > 0)
      rows.push_back({what.name, what.use, what.format, count.values, count.clipped});
  return rows;
}

/// One tensor: as the chip should compute it, as the cell means it, and as it came out. A row that
/// comes out may be longer: a last vector is padded.
struct Rows {
  const std::vector<double>&want, &ideal, &got;
};

/// @return the largest distance from the ideal
double compare(const Graph& graph, const std::string& tensor, std::int64_t items,
               const Rows& rows) {
  const std::int64_t columns = std::ssize(rows.want) / items, pitch = std::ssize(rows.got) / items;
  RDA_CHECK(std::ssize(rows.want) == items * columns && rows.ideal.size() == rows.want.size(),
            tensor);
  RDA_CHECK(
      std::ssize(rows.got) == items * pitch && pitch >= columns,
      fmt::format("{}: {} values for {} items of {}", tensor, rows.got.size(), items, columns));
  double max_error = 0;
  for (std::int64_t item = 0; item < items; ++item) {
    for (std::int64_t column = 0; column < columns; ++column) {
      const auto at = static_cast<std::size_t>(item * columns + column);
      const double got = rows.got[static_cast<std::size_t>(item * pitch + column)];
      if (!same(got, rows.want[at])) fail(graph, tensor, item, column, got, rows.want[at]);
      max_error = std::max(max_error, std::abs(got - rows.ideal[at]));
    }
  }
  return max_error;
}

}  // namespace

std::set<std::string> tapped_states(const Graph& graph) {
  std::set<std::string> states;
  for (const Node& reader : graph.nodes) {
    if (reader.op == Op::matvec) continue;
    for (const NodeId arg : reader.args) {
      const Node& read = graph.nodes[arg];
      if (read.op == Op::state) states.insert(read.name);
    }
  }
  return states;
}

Verification verify(const Graph& graph, const Tensors& tensors, const ReductionOrder& order,
                    std::int64_t steps, const RunResult& result, RunValues* values,
                    const Tensors* exact_tensors) {
  if (steps == 0) return {};
  graph::Clipped clipped;
  Values chip = graph::evaluate_chip_counting(graph, tensors, order, steps, clipped);
  Values exact = evaluate_exact(graph, exact_tensors ? *exact_tensors : tensors, steps);
  for (const Output& output : graph.outputs)
    RDA_CHECK(result.values.contains(output.tensor), "the run brought no " + output.tensor);
  for (const std::string& state : tapped_states(graph))
    if (!result.values.contains(state))
      throw MismatchError(state + ": the run has no values of it (the mapping has no tap for it)");
  double max_error = 0;
  for (const auto& [tensor, got] : result.values) {
    const Rows rows = {values_of(chip, tensor), values_of(exact, tensor), got};
    const std::int64_t repetitions = graph.repeat > 1 ? ceil_div(steps, graph.steps) : 1;
    const std::int64_t all = graph.items_of(node_of(graph, tensor)) * repetitions;
    const std::int64_t items = graph.has_one_domain() ? steps * graph.batch : all;
    max_error = std::max(max_error, compare(graph, tensor, items, rows));
  }
  if (values) *values = {std::move(chip), std::move(exact)};
  return {.steps = steps,
          .max_abs_error = max_error,
          .bit_exact = true,
          .saturations = saturations(clipped)};
}

double verify_bytes(const Workload& workload, std::int64_t steps) {
  // In each direction x as fp32, and y and the states of every layer as fp64, once from the run
  // and once from each reference
  const std::vector<workload::PlacedLayer> layers = workload::layers_of(workload);
  const auto directions = [](const workload::PlacedLayer& placed) {
    return static_cast<double>(placed.directions.size());
  };
  double item = 4.0 * static_cast<double>(layers.front().input) * directions(layers.front());
  for (const workload::Part& part : layers.back().outputs())
    item += 24.0 * static_cast<double>(part.size);
  for (const workload::PlacedLayer& placed : layers)
    if (placed.recurrent())
      item += 24.0 * static_cast<double>(placed.output() + placed.rows()) * directions(placed);
  return item * static_cast<double>(steps) * workload.batch;
}

}  // namespace rda::flow
