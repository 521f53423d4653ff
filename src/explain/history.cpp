// SPDX-License-Identifier: Apache-2.0
#include "explain/history.h"

#include <algorithm>
#include <string>
#include <variant>

#include "mapping/index.h"
#include "rda/check.h"

namespace rda::explain {
namespace {

struct OwnFirst {
  const Program& program;

  bool operator()(const DotProduct&) const { return true; }
  bool operator()(const Operations&) const { return false; }
  bool operator()(const MemoryAccess&) const { return false; }
  bool operator()(const PortTransfer&) const { return !program.outputs.empty(); }
  bool operator()(const ExternalAccess&) const { return false; }
};

/// The cycle after which the pipeline has moved `moves` times since `cycle`.
Cycle after_moves(const std::vector<Hold>& holds, Cycle cycle, Cycle moves) {
  Cycle end = cycle + moves;
  for (auto hold = std::ranges::upper_bound(holds, cycle, {}, &Hold::from);
       hold != holds.end() && hold->from <= end; ++hold)
    end += hold->to - hold->from;
  return end;
}

/// Firings that made tokens, and the cycles in which these left, in the order of the firings.
std::vector<std::pair<std::int64_t, Cycle>> firings_that_left(const ProgramTrace& trace) {
  std::vector<std::pair<std::int64_t, Cycle>> left;
  for (std::size_t o = 0; o < trace.put.size(); ++o)
    for (std::int64_t n = 0; n < trace.put[o].size(); ++n)
      left.emplace_back(trace.made[o][n], trace.put[o][n]);
  std::ranges::sort(left);
  left.erase(std::unique(left.begin(), left.end()), left.end());
  return left;
}

/// An address generator has no pipeline that holds: its tokens leave when memory has delivered.
bool can_hold(const Program& program) {
  return program.has_pipeline() && !std::holds_alternative<ExternalAccess>(program.work);
}

}  // namespace

bool needs(const Program& program, const Port& input, std::int64_t firing) {
  return input.where.is_whole() || input.where.contains(program.space.index_of(firing));
}

bool own_first(const Program& program) { return std::visit(OwnFirst{program}, program.work); }

History::History(const Chip& chip, const Mapping& mapping, const Trace& trace)
    : chip_(chip), mapping_(mapping), writers_(mapping.streams.size()) {
  RDA_CHECK(trace.units.size() == mapping.units.size());
  for (const UnitId unit : mapping.units.ids()) {
    const std::vector<Program>& programs = mapping.units[unit].programs;
    for (std::size_t p = 0; p < programs.size(); ++p)
      add({unit, &programs[p], &trace.units[unit].at(p)});
  }
}

void History::add(const TracedProgram& traced) {
  const ProgramId number = programs_.add(traced);
  for (std::size_t i = 0; i < traced.inputs().size(); ++i)
    readers_[{traced.inputs()[i].stream, traced.unit}] = {number, i};
  for (std::size_t o = 0; o < traced.outputs().size(); ++o)
    writers_[traced.outputs()[o].stream] = {number, o};
}

const Series& History::put(StreamId stream) const {
  const End end = writer(stream);
  return program(end.program).trace->put[end.port];
}

const Series& History::popped(StreamId stream, UnitId unit) const {
  const End end = reader(stream, unit);
  return program(end.program).trace->popped[end.port];
}

const std::vector<Hold>& History::holds(ProgramId number) {
  const auto known = holds_.find(number);
  if (known != holds_.end()) return known->second;
  return holds_.emplace(number, find_holds(number)).first->second;
}

/// The tokens of a firing leave once the pipeline has moved through all stages. If they left later,
/// the pipeline held for this firing in between.
std::vector<Hold> History::find_holds(ProgramId number) const {
  const TracedProgram& traced = program(number);
  std::vector<Hold> holds;
  if (!can_hold(*traced.program)) return holds;
  const ProgramTrace& trace = *traced.trace;
  const std::string& name = unit(traced).name;
  const auto left = firings_that_left(trace);
  for (std::size_t i = 0; i < left.size(); ++i) {
    const auto [firing, when] = left[i];
    RDA_CHECK(i == 0 || (left[i - 1].first < firing && left[i - 1].second < when), name);
    const Cycle due =
        after_moves(holds, trace.fired[firing], trace.banks[firing] - 1 + traced.program->latency);
    RDA_CHECK(due <= when, name);
    if (due < when) holds.push_back({due, when, firing});
  }
  return holds;
}

const Hold* History::last_hold(ProgramId number, Cycle cycle) {
  const std::vector<Hold>& all = holds(number);
  const auto after = std::ranges::upper_bound(all, cycle, {}, &Hold::to);
  return after == all.begin() ? nullptr : &*(after - 1);
}

Cycle History::entered(ProgramId number, std::int64_t firing) {
  const ProgramTrace& trace = *program(number).trace;
  return after_moves(holds(number), trace.fired[firing], trace.banks[firing] - 1);
}

const Crossings& History::crossings(StreamId number) {
  const auto known = crossings_.find(number);
  if (known != crossings_.end()) return known->second;
  const Stream& stream = this->stream(number);
  std::vector<Crossings::Exit> exits;
  for (const UnitId unit : stream.to) {
    const Unit& reader = mapping_.units[unit];
    const int node = mapping::node_at(stream, reader.site());
    RDA_CHECK(node >= 0, stream.name);
    exits.push_back({node, unit, hardware_of(chip_, reader.kind).fifo_depth[stream.kind],
                     &popped(number, unit)});
  }
  return crossings_.emplace(number, Crossings(chip_, stream, put(number), std::move(exits)))
      .first->second;
}

}  // namespace rda::explain
