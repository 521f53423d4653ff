// SPDX-License-Identifier: Apache-2.0
#include "explain/history.h"

#include <algorithm>

#include "rda/check.h"

namespace rda::explain {
namespace {

std::size_t at(std::int64_t i) { return static_cast<std::size_t>(i); }

int fifo_depth(const Chip& chip, const Unit& unit, TokenKind kind) {
  if (std::holds_alternative<PcuUnit>(unit.body)) return chip.pcu.fifo_depth[kind];
  if (std::holds_alternative<PmuUnit>(unit.body)) return chip.pmu.fifo_depth[kind];
  return chip.stream.fifo_depth[kind];
}

std::vector<int> streams_of(const std::vector<Port>& ports) {
  std::vector<int> streams;
  for (const Port& port : ports) streams.push_back(port.stream);
  return streams;
}

int node_at(const Stream& stream, Site site) {
  const auto found = std::ranges::find(stream.route, site, &RouteNode::site);
  RDA_CHECK(found != stream.route.end(), stream.name);
  return static_cast<int>(found - stream.route.begin());
}

/// The cycle after which the pipeline has moved `moves` times since `cycle`.
Cycle after_moves(const std::vector<Hold>& holds, Cycle cycle, Cycle moves) {
  Cycle end = cycle + moves;
  for (auto hold = std::ranges::upper_bound(holds, cycle, {}, &Hold::from);
       hold != holds.end() && hold->from <= end; ++hold)
    end += hold->to - hold->from;
  return end;
}

}  // namespace

History::History(const Chip& chip, const Mapping& mapping, const Trace& trace)
    : chip_(chip), mapping_(mapping), trace_(trace), writers_(mapping.streams.size()) {
  RDA_CHECK(trace.units.size() == mapping.units.size());
  for (std::size_t u = 0; u < mapping.units.size(); ++u) {
    const int unit = static_cast<int>(u);
    const UnitBody& body = mapping.units[u].body;
    if (const auto* pcu = std::get_if<PcuUnit>(&body)) add(unit, pcu->program, 0, false);
    if (const auto* pmu = std::get_if<PmuUnit>(&body)) {
      if (pmu->read) add(unit, *pmu->read, 0, false);
      if (pmu->write) add(unit, *pmu->write, pmu->read ? 1 : 0, true);
    }
    if (const auto* source = std::get_if<SourceUnit>(&body))
      add_port(unit, source->stream, source->tokens, true);
    if (const auto* sink = std::get_if<SinkUnit>(&body))
      add_port(unit, sink->stream, sink->tokens, false);
  }
}

void History::add(int unit, const Program& program, std::size_t part, bool writes) {
  Actor actor{.unit = unit,
              .program = &program,
              .writes = writes,
              .latency = program.latency,
              .interval = program.ii,
              .firings = 1,
              .inputs = streams_of(program.inputs),
              .outputs = streams_of(program.outputs),
              .trace = &trace_.units[at(unit)][part]};
  for (const std::int64_t extent : program.loops) actor.firings *= extent;
  add(std::move(actor));
}

void History::add_port(int unit, int stream, std::int64_t tokens, bool source) {
  const TokenKind kind = this->stream(stream).kind;
  Actor actor{
      .unit = unit,
      .program = nullptr,
      .writes = false,
      .latency = 0,
      .interval = port_cycles(chip_, source ? chip_.stream.sources : chip_.stream.sinks, kind),
      .firings = tokens,
      .inputs = {},
      .outputs = {},
      .trace = &trace_.units[at(unit)].front()};
  (source ? actor.outputs : actor.inputs).push_back(stream);
  add(std::move(actor));
}

void History::add(Actor actor) {
  const int number = static_cast<int>(actors_.size());
  for (std::size_t i = 0; i < actor.inputs.size(); ++i)
    readers_[{actor.inputs[i], actor.unit}] = {number, static_cast<int>(i)};
  for (std::size_t o = 0; o < actor.outputs.size(); ++o)
    writers_[at(actor.outputs[o])] = {number, static_cast<int>(o)};
  actors_.push_back(std::move(actor));
}

const std::vector<Hold>& History::holds(int number) {
  const auto known = holds_.find(number);
  if (known != holds_.end()) return known->second;
  return holds_.emplace(number, find_holds(number)).first->second;
}

/// A firing that made tokens leaves when the pipeline has moved often enough; if its tokens left
/// later, the pipeline held for it meanwhile.
std::vector<Hold> History::find_holds(int number) const {
  const Actor& actor = this->actor(number);
  const ProgramTrace& trace = *actor.trace;
  std::vector<Hold> holds;
  if (!actor.program) return holds;
  std::vector<std::pair<std::int64_t, Cycle>> left;  // firings that made tokens, and when they left
  for (std::size_t o = 0; o < trace.put.size(); ++o)
    for (std::int64_t n = 0; n < trace.put[o].size(); ++n)
      left.emplace_back(trace.made[o][n], trace.put[o][n]);
  std::ranges::sort(left);
  left.erase(std::unique(left.begin(), left.end()), left.end());
  for (std::size_t i = 0; i < left.size(); ++i) {
    const auto [firing, when] = left[i];
    const std::string& name = mapping_.units[at(actor.unit)].name;
    RDA_CHECK(i == 0 || (left[i - 1].first < firing && left[i - 1].second < when), name);
    const Cycle due =
        after_moves(holds, trace.fired[firing], trace.banks[firing] - 1 + actor.latency);
    RDA_CHECK(due <= when, name);
    if (due < when) holds.push_back({due, when, firing});
  }
  return holds;
}

const Hold* History::last_hold(int number, Cycle cycle) {
  const std::vector<Hold>& all = holds(number);
  const auto after = std::ranges::upper_bound(all, cycle, {}, &Hold::to);
  return after == all.begin() ? nullptr : &*(after - 1);
}

Cycle History::entered(int number, std::int64_t firing) {
  const ProgramTrace& trace = *actor(number).trace;
  return after_moves(holds(number), trace.fired[firing], trace.banks[firing] - 1);
}

const Crossings& History::crossings(int number) {
  const auto known = crossings_.find(number);
  if (known != crossings_.end()) return known->second;
  const Stream& stream = this->stream(number);
  std::vector<Crossings::Exit> exits;
  for (const int unit : stream.to) {
    const Unit& reader = mapping_.units[at(unit)];
    const End end = this->reader(number, unit);
    exits.push_back({node_at(stream, reader.site()), unit, fifo_depth(chip_, reader, stream.kind),
                     &actor(end.actor).trace->popped[at(end.port)]});
  }
  const End end = writer(number);
  const Series& put = actor(end.actor).trace->put[at(end.port)];
  return crossings_.emplace(number, Crossings(chip_, stream, put, std::move(exits))).first->second;
}

}  // namespace rda::explain
