// SPDX-License-Identifier: Apache-2.0
#include "mapper/row_shares.h"

#include <algorithm>
#include <span>

#include "base/ceil_div.h"
#include "mapper/initial_states.h"
#include "mapper/memories.h"

namespace rda::mapper {

std::int64_t pitch_bytes(const Builder& b, std::int64_t elements_bytes) {
  return round_up(elements_bytes, b.chip.pmu.row_bytes()) + (b.plan.vectors() ? 0 : 4);
}

bool is_kept(const Builder& b, NodeId node) {
  return b.node(node).op == Op::state && b.graph.is_of_rows(b.node(node));
}

bool is_taken(const Builder& b, NodeId node) { return b.node(node).op == Op::take; }

namespace {

/// Positions that a PMU holds of all rows of a tensor, or of all items of a take.
int kept_positions(const Builder& b, NodeId node) {
  const Format format = is_taken(b, node) ? Format::fp32 : b.node(node).formats.state;
  const std::int64_t each = b.rows(node) * b.plan.hv * bytes(format);
  const std::int64_t items =
      is_taken(b, node) ? b.graph.columns_of(b.node(b.node(node).args[0]), b.node(node).order)
                        : b.items(node);
  const std::int64_t all = items * pitch_bytes(b, each);
  return static_cast<int>(std::max<std::int64_t>(1, b.chip.pmu.capacity_bytes() / all));
}

}  // namespace

std::vector<RowShare> row_shares(const Builder& b, NodeId node,
                                 const std::vector<Builder::Operand>& read) {
  const std::vector<Bundle>& written = b.bundles_of(buffered(b, node).writer);
  const int vectors_each_row = b.stages[node].row_cycles;
  std::vector<RowShare> pieces;
  for (const Bundle& bundle : written) {
    const bool cut = std::ranges::none_of(read, [&](const Builder::Operand& r) {
      return r.bundle.begin < bundle.begin && bundle.begin < r.bundle.end;
    });
    if (cut || pieces.empty()) pieces.push_back({bundle.begin, bundle.end, {}, {}});
    pieces.back().end = bundle.end;
    pieces.back().written.push_back(bundle);
  }
  for (RowShare& piece : pieces)
    for (const Builder::Operand& r : read)
      if (piece.begin <= r.bundle.begin && r.bundle.end <= piece.end) piece.read.push_back(r);
  const auto most = [&](auto ports_of, int ports) {
    std::size_t widest = 1;
    for (const RowShare& piece : pieces) widest = std::max(widest, ports_of(piece));
    return std::max(1, ports / static_cast<int>(widest));
  };
  const TokenKind kind = b.plan.element_kind();
  const std::size_t writers = begins_with_values(b, node) ? 2 : 1;  // of each bundle
  int in_one = std::min(
      most([&](const RowShare& p) { return writers * p.written.size(); }, b.chip.pmu.inputs[kind]),
      most([](const RowShare& p) { return p.read.size(); }, b.chip.pmu.outputs[kind]));
  if (b.plan.vectors()) in_one = std::min({in_one, kMostVectors, std::max(1, vectors_each_row)});
  if (is_kept(b, node) || is_taken(b, node)) in_one = std::min(in_one, kept_positions(b, node));
  std::vector<RowShare> result;
  for (const std::vector<RowShare>& share : even_shares(pieces, in_one)) {
    RowShare& all = result.emplace_back(share.front());
    for (const RowShare& piece : std::span(share).subspan(1)) {
      all.end = piece.end;
      all.written.insert(all.written.end(), piece.written.begin(), piece.written.end());
      all.read.insert(all.read.end(), piece.read.begin(), piece.read.end());
    }
  }
  return result;
}

}  // namespace rda::mapper
