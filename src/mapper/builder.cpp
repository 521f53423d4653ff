// SPDX-License-Identifier: Apache-2.0
#include "mapper/builder.h"

#include <fmt/format.h>

#include <algorithm>

#include "rda/check.h"

namespace rda::mapper {
namespace {

std::vector<int> even_cuts(int vectors, int slices) {
  std::vector<int> cuts;
  for (int s = 0; s <= slices; ++s)
    cuts.push_back(static_cast<int>(std::int64_t{s} * vectors / slices));
  return cuts;
}

}  // namespace

std::map<std::string, std::vector<int>> gate_cuts(const Graph& graph, const Unrolling& unrolling) {
  std::map<std::string, int> vectors;
  for (const Node& n : graph.nodes)
    if (n.op == Op::matvec)
      vectors[n.gate] += vectors_for(graph.nodes[Builder::index(n.args[0])].size, unrolling.rv);
  std::map<std::string, std::vector<int>> cuts;
  for (const auto& [gate, count] : vectors)
    cuts[gate] = even_cuts(count, std::min(unrolling.ru, count));
  return cuts;
}

Builder::Builder(const Graph& g, const Chip& c, const Unrolling& u)
    : graph(g), chip(c), unrolling(u), when(schedule(g)) {
  mapping.chip = chip.name;
  mapping.workload = graph.name;
  mapping.hu = u.hu;
  mapping.ru = u.ru;
  mapping.rv = u.rv;
  mapping.steps = graph.steps;
  mapping.batch = graph.batch;
  mapping.macs = macs_per_item(graph) * items();
  mapping.reduction.lanes = chip.pcu.lanes;
  mapping.reduction.packing = chip.pcu.packing;
  mapping.reduction.cuts = gate_cuts(graph, u);
}

int Builder::add_unit(std::string name, UnitBody body) {
  mapping.units.push_back({std::move(name), -1, -1, std::move(body)});
  return static_cast<int>(mapping.units.size()) - 1;
}

int Builder::add_stream(std::string name, TokenKind kind, double rate) {
  Stream stream;
  stream.name = std::move(name);
  stream.kind = kind;
  stream.rate = std::min(rate, 1.0);
  mapping.streams.push_back(std::move(stream));
  return static_cast<int>(mapping.streams.size()) - 1;
}

int Builder::value(int n, int u) {
  const auto [it, is_new] = values_.try_emplace({n, u}, 0);
  if (is_new)
    it->second =
        add_stream(fmt::format("{}[{}]", node(n).name, u), TokenKind::scalar, 1.0 / row_cycles());
  return it->second;
}

int Builder::scalar_operand(int n, int u, int phase) {
  const Op op = node(n).op;
  const bool in_memory = op == Op::bias || op == Op::state || when[index(n)].phase < phase;
  if (!in_memory) return value(n, u);
  std::vector<int>& streams = scalar_reads[{n, phase}];
  if (streams.empty()) streams.assign(index(unrolling.hu), -1);
  int& stream = streams[index(u)];
  if (stream < 0)
    stream = add_stream(fmt::format("{}[{}].read{}", node(n).name, u, phase), TokenKind::scalar,
                        1.0 / row_cycles());
  return stream;
}

int Builder::vector_operand(int n, int lo, int hi, int phase) {
  const auto [it, is_new] = vector_reads.try_emplace({n, phase, lo, hi}, 0);
  if (is_new)
    it->second = add_stream(fmt::format("{}[{}:{}].read{}", node(n).name, lo, hi, phase),
                            TokenKind::vector, static_cast<double>(hi - lo) / row_cycles());
  return it->second;
}

int Builder::local(const std::string& name, int unit, std::int64_t initial) {
  const int stream = add_stream(name, TokenKind::control, 0);
  write_by(stream, unit);
  read_by(stream, unit);
  mapping.streams[index(stream)].initial = initial;
  return stream;
}

std::int64_t Builder::rows_of(int n, int u) const {
  return (node(n).size - u + unrolling.hu - 1) / unrolling.hu;
}

std::vector<Bound> Builder::ragged(int n, int u, int row_loop) const {
  if (rows_of(n, u) == rows(n)) return {};
  return {{row_loop, 0, rows_of(n, u)}};
}

int Builder::row_cycles() const {
  int widest = 1;
  for (const auto& [gate, cuts] : mapping.reduction.cuts)
    for (std::size_t s = 1; s < cuts.size(); ++s) widest = std::max(widest, cuts[s] - cuts[s - 1]);
  return widest;
}

std::int64_t Builder::step_cycles() const {
  std::int64_t most_rows = 1;
  for (std::size_t n = 0; n < graph.nodes.size(); ++n)
    if (graph.nodes[n].op == Op::matvec) most_rows = std::max(most_rows, rows(static_cast<int>(n)));
  return most_rows * row_cycles();
}

Port port(std::string name, int stream, int level, std::vector<Bound> where) {
  Port p;
  p.name = std::move(name);
  p.stream = stream;
  p.level = level;
  p.where = std::move(where);
  return p;
}

}  // namespace rda::mapper
