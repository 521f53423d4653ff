// SPDX-License-Identifier: Apache-2.0
// Attention over a sequence: Luong, Pham, Manning 2015; Bahdanau, Cho, Bengio 2015.
#include "workload/layer_builder.h"

namespace rda::workload {
namespace {

/// What is compared with each part of the sequence: the query, or a product with it.
Values compared(LayerBuilder& b, const Values& query, const std::vector<Attended>& sequence) {
  if (b.layer().score == AttentionScore::dot) return query;
  Values vectors;
  for (const Attended& part : sequence) {
    const std::string gate = "q" + part_suffix(vectors.size());
    vectors.push_back(
        b.operand(b.gate_sum(gate, "sum", b.products(query, gate, b.size_of(part.node)), "")));
  }
  return vectors;
}

/// The scores of each step.
NodeId scored(LayerBuilder& b, const Values& query, const std::vector<Attended>& sequence,
              const std::vector<Attended>& keys) {
  if (b.placed().adds_keys())
    return b.score("s", b.gate_sum("q", "sum", b.products(query, "q"), "b"), keys);
  const Values vectors = compared(b, query, sequence);
  std::vector<NodeId> products;
  for (std::size_t p = 0; p < sequence.size(); ++p)
    products.push_back(b.product("s", vectors[p], sequence[p], false, p));
  return b.gate_sum("s", "sum", std::move(products), "");
}

/// The scores, far below all others in the steps that a sequence does not have.
NodeId masked(LayerBuilder& b, NodeId scores) {
  if (!b.placed().attends_ragged) return scores;
  const NodeId mask = b.input("mask", b.size_of(scores));
  constexpr double kNever = -1e30;
  return b.select("seen", mask, scores, b.constant("never", kNever));
}

}  // namespace

std::vector<Attended> lower_keys(LayerBuilder& b, const std::vector<Attended>& sequence) {
  std::vector<Attended> keys;
  for (const Attended& part : sequence) {
    const std::string gate = "k" + part_suffix(keys.size());
    const NodeId key = b.gate_sum(gate, "sum", {b.product(part.node, gate, "W")}, "");
    keys.push_back({b.operand(key), part.reversed});
  }
  return keys;
}

Values lower_attention(LayerBuilder& b, const Values& query, const std::vector<Attended>& sequence,
                       const std::vector<Attended>& keys) {
  const NodeId scores = masked(b, scored(b, query, sequence, keys));
  const NodeId weights = lower_softmax(b, {scores}).front();
  Values context;
  for (const Attended& part : sequence) {
    const std::string gate = "v" + part_suffix(context.size());
    context.push_back(
        b.operand(b.gate_sum(gate, "context", {b.product(gate, weights, part, true)}, "")));
  }
  return context;
}

}  // namespace rda::workload
