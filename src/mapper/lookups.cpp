// SPDX-License-Identifier: Apache-2.0
// Look-up PMUs. Streams of the same phase and level share one unit, in turns. For vectors each bank
// has a copy of the table.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "base/ceil_div.h"
#include "graph/operators.h"
#include "mapper/memories.h"
#include "mapping/latency.h"

namespace rda::mapper {
namespace {

/// Copies of each entry of a table.
int copies_of(const Builder& b, TokenKind kind) {
  return kind == TokenKind::vector ? b.chip.pmu.banks : 1;
}

std::int64_t table_bytes(const Builder& b, TokenKind kind) {
  return std::int64_t{kTableEntries} * mapping::entry_bytes(b.chip) * copies_of(b, kind);
}

/// Bytes from one table to the next: a whole number of rows of banks.
std::int64_t table_pitch(const Builder& b, TokenKind kind) {
  return round_up(table_bytes(b, kind), b.chip.pmu.row_bytes());
}

/// The look-ups of one bundle of an activation node.
struct Job {
  NodeId node;
  Bundle bundle;
};

std::string table_of(const Builder& b, Op op) {
  return fmt::format("{}.{}", b.chip.pmu.interpolation ? "quadratic_table" : "table", word(op));
}

/// Number of the buffer that holds `tensor`. Adds the buffer if the PMU has none.
int table_buffer(const Builder& b, Unit& pmu, const std::string& tensor, TokenKind kind) {
  for (std::size_t i = 0; i < pmu.buffers.size(); ++i)
    if (pmu.buffers[i].name == tensor) return static_cast<int>(i);
  Content all;
  all.tensor = tensor;
  all.copies = copies_of(b, kind);
  all.cols = mapping::entry_bytes(b.chip) / 4;
  all.pitch = 4 * all.cols * all.copies;
  all.rows = kTableEntries;
  const auto offset = static_cast<std::int64_t>(pmu.buffers.size()) * table_pitch(b, kind);
  pmu.buffers.push_back({tensor, offset, table_bytes(b, kind), 1, {all}});
  return static_cast<int>(pmu.buffers.size()) - 1;
}

/// The output of a job: the table entry selected by the token of input `index`.
Port job_output(Builder& b, Unit& pmu, const Program& read, const Job& job, int index) {
  Port out = port(fmt::format("out{}", read.outputs.size()), b.value(job.node, job.bundle));
  out.access = look_up_access(b, pmu, b.node(job.node).op, b.plan.element_kind(), index);
  out.access->slot_level = static_cast<int>(read.space.rank());
  return out;
}

void add_lookup(Builder& b, const std::vector<Job>& jobs) {
  const Job& leader = jobs.front();
  Unit pmu =
      new_unit(UnitKind::pmu, b.node(leader.node).name + ".lookup" + index_text(leader.bundle),
               b.origin_of(leader.node, Role::look_up, {leader.bundle.begin, leader.bundle.end}));
  Program read;
  TurnLoops loops{0, b.rows(leader.node)};
  for (const Job& job : jobs) loops.turns += job.bundle.count();
  read.space = loops.space(b.items(leader.node));
  for (int first = 0; const Job& job : jobs) {
    const NodeId arg = b.node(job.node).args[0];
    const auto operands = b.element_operand(arg, job.bundle, b.when[job.node].phase);
    const int index = add_turn_inputs(b, read, fmt::format("in{}", read.inputs.size()), arg,
                                      operands, job.bundle, first, loops);
    Port out = job_output(b, pmu, read, job, index);
    out.where = loops.bounds(b, job.node, job.bundle, first);
    read.outputs.push_back(std::move(out));
    first += job.bundle.count();
  }
  add_read_program(b, pmu, std::move(read));
  b.add_unit(std::move(pmu));
}

/// Most inputs, outputs and turns of one look-up unit.
struct LookupLimits {
  int inputs, outputs, turns;
};

int inputs_of(Builder& b, const Job& job) {
  const NodeId arg = b.node(job.node).args[0];
  return static_cast<int>(b.element_operand(arg, job.bundle, b.when[job.node].phase).size());
}

/// The jobs of each unit, with as few units as the limits allow. If every job is a single position,
/// the shares are even.
std::vector<std::vector<Job>> shared_out(Builder& b, const std::vector<Job>& jobs,
                                         const LookupLimits& limits) {
  if (std::ranges::all_of(jobs, [](const Job& job) { return job.bundle.count() == 1; }))
    return even_shares(jobs, std::max(1, std::min({limits.inputs, limits.outputs, limits.turns})));
  std::vector<std::vector<Job>> units;
  LookupLimits left{};
  for (const Job& job : jobs) {
    const int inputs = inputs_of(b, job);
    if (units.empty() || left.inputs < inputs || left.outputs < 1 ||
        left.turns < job.bundle.count()) {
      units.emplace_back();
      left = limits;
    }
    units.back().push_back(job);
    left = {left.inputs - inputs, left.outputs - 1, left.turns - job.bundle.count()};
  }
  return units;
}

}  // namespace

Access look_up_access(const Builder& b, Unit& pmu, Op op, TokenKind kind, int index) {
  Access access;
  access.buffer = table_buffer(b, pmu, table_of(b, op), kind);
  access.look_up = index;
  const bool usual = op == Op::tanh || (op == Op::sigmoid && !b.chip.pmu.interpolation);
  if (!usual) access.function = graph::function_of(op);
  return access;
}

void add_lookups(Builder& b) {
  // Jobs may share a unit if they have the same domain, phase, look-up level, rows and rhythm;
  // where copies of a table take most of a PMU, also the same function.
  std::map<std::tuple<int, int, int, std::int64_t, int, int, int>, std::vector<Job>> groups;
  int most_hu = 1;
  for (const Tiling& tiling : b.stages.tilings) most_hu = std::max(most_hu, tiling.hu);
  for (int u = 0; u < most_hu; ++u)
    for (const NodeId n : b.graph.nodes.ids())
      if (is_lookup(b.node(n).op))
        for (const Bundle& bundle : b.bundles_of(n))
          if (bundle.begin == u)
            groups[{b.node(n).domain, b.when[n].phase, b.when[n].level, b.node(n).size, b.hu(n),
                    b.stages[n].row_cycles, b.plan.vectors() ? static_cast<int>(b.node(n).op) : 0}]
                .push_back({n, bundle});
  const PmuConfig& pmu = b.chip.pmu;
  const TokenKind kind = b.plan.element_kind();
  const int inputs = pmu.inputs[kind], outputs = pmu.outputs[kind];
  if (std::min(inputs, outputs) < 1 && !groups.empty())
    throw MappingError("look-up",
                       fmt::format("needs a {} input and output, the chip's PMU has {} and {}",
                                   word(kind), inputs, outputs));
  for (const auto& [key, jobs] : groups) {
    const int row_cycles = b.stages[jobs.front().node].row_cycles;
    const int turns = b.plan.turns == 1 ? row_cycles : std::min(b.plan.turns, row_cycles);
    const LookupLimits limits{inputs, outputs, turns};
    for (const std::vector<Job>& shared : shared_out(b, jobs, limits)) add_lookup(b, shared);
  }
}

}  // namespace rda::mapper
