// SPDX-License-Identifier: Apache-2.0
#include "flow/hand_over.h"

#include <algorithm>
#include <utility>

#include "graph/handed.h"

namespace rda::flow {
namespace {

/// @param values  [items, pitch] of the first items
Tensor sequence_of(const HandedSequence& sequence, std::int64_t items,
                   const std::vector<double>& values) {
  Tensor tensor{sequence.items, sequence.size,
                std::vector<float>(static_cast<std::size_t>(sequence.items * sequence.size))};
  const std::int64_t pitch = std::ssize(values) / items;
  for (std::int64_t item = 0; item < items; ++item) {
    const auto row = values.begin() + item * pitch;
    std::transform(row, row + sequence.size, tensor.values.begin() + item * sequence.size,
                   [](double value) { return static_cast<float>(value); });
  }
  return tensor;
}

}  // namespace

void hand_over(const Graph& section, const std::map<std::string, std::vector<double>>& values,
               std::int64_t steps, Tensors& tensors) {
  for (const Output& output : section.outputs) {
    if (!output.handed_over) continue;
    const HandedSequence* sequence = graph::handed_over_as(section, output.tensor);
    const std::int64_t items = section.has_one_domain()
                                   ? steps * section.batch
                                   : section.items_of(section.nodes[output.node]);
    tensors[output.tensor] = sequence_of(*sequence, items, values.at(output.tensor));
  }
}

void hand_over_reference(const std::vector<Graph>& sections, ReductionOrder order,
                         std::int64_t steps, Tensors& tensors) {
  order.cuts.clear();
  order.folds.clear();
  for (const Graph& section : sections) {
    const std::int64_t made = std::min(steps, section.steps);
    hand_over(section, evaluate_chip(section, tensors, order, made), made, tensors);
  }
}

}  // namespace rda::flow
