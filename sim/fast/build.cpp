// SPDX-License-Identifier: Apache-2.0
// Makes the actors of a mapping, and joins them.
#include <algorithm>
#include <map>
#include <numeric>

#include "base/random.h"
#include "sim/fast/engine.h"
#include "sim/tracing.h"

namespace rda::sim::fast {
namespace {

std::size_t at(int i) { return static_cast<std::size_t>(i); }

void set_writer(Segment* segment, Actor& writer) {
  for (; segment; segment = segment->also) segment->writer = &writer;
}

/// Which units streams join: by unit, the first one of its island.
std::vector<int> islands_of(const Mapping& mapping) {
  std::vector<int> first(mapping.units.size());
  std::iota(first.begin(), first.end(), 0);
  const auto find = [&](int unit) {
    while (first[at(unit)] != unit) unit = first[at(unit)] = first[at(first[at(unit)])];
    return unit;
  };
  for (const Stream& stream : mapping.streams) {
    for (const int reader : stream.to) {
      const int a = find(stream.from), b = find(reader);
      first[at(std::max(a, b))] = std::min(a, b);
    }
  }
  for (std::size_t u = 0; u < first.size(); ++u) first[u] = find(static_cast<int>(u));
  return first;
}

}  // namespace

FastChip::FastChip(const sc_core::sc_module_name& name, const Chip& chip, const Mapping& mapping,
                   const Tensors& tensors, const SimulateOptions& options, Trace* trace)
    : sc_module(name), chip_(chip), mapping_(mapping), options_(options), trace_(trace) {
  if (trace_) prepare(*trace_, mapping);
  network_ = std::make_unique<Network>(chip, mapping, options);
  build_units(tensors);
  connect();
  assure_springs();
  for (ProgramState& program : programs_) program.find_promises();
  find_islands();
  watch_islands();
  SC_METHOD(step);
}

void FastChip::build_units(const Tensors& tensors) {
  accounts_.resize(mapping_.units.size());
  if (options_.verify_steps > 0)
    values_ = std::make_unique<Values>(chip_, mapping_, tensors, options_.verify_steps);
  for (std::size_t u = 0; u < mapping_.units.size(); ++u) {
    const int unit = static_cast<int>(u);
    const UnitBody& body = mapping_.units[u].body;
    if (const auto* pcu = std::get_if<PcuUnit>(&body)) add_program(unit, pcu->program, 0, false);
    if (const auto* pmu = std::get_if<PmuUnit>(&body)) {
      if (pmu->read) add_program(unit, *pmu->read, 0, false);
      if (pmu->write) add_program(unit, *pmu->write, pmu->read ? 1 : 0, true);
    }
    if (const auto* source = std::get_if<SourceUnit>(&body))
      add_stream_port(unit, true, source->stream, source->tokens, source->tokens_per_item, 0);
    if (const auto* sink = std::get_if<SinkUnit>(&body))
      add_stream_port(unit, false, sink->stream, sink->tokens, sink->tokens_per_item,
                      tokens_of_steps(mapping_, *sink, options_.steps));
  }
}

void FastChip::add_program(int unit, const Program& program, int part, bool writes) {
  std::optional<BankLoad> banks;
  const auto* pmu = std::get_if<PmuUnit>(&mapping_.units[at(unit)].body);
  if (pmu) banks.emplace(chip_, mapping_, *pmu, program);
  ProgramState& state =
      programs_.emplace_back(program, std::move(banks), accounts_[at(unit)], part);
  state.trace = program_of(trace_of(trace_, unit), at(part));
  parts_.push_back({unit, &state, nullptr, &program, writes});
  if (!values_) return;
  state.values = values_.get();
  state.id = values_->add(unit, program, !pmu ? Role::only : writes ? Role::write : Role::read);
}

void FastChip::add_stream_port(int unit, bool source, int stream, std::int64_t tokens,
                               std::int64_t tokens_per_item, std::int64_t enough) {
  const TokenKind kind = mapping_.streams[at(stream)].kind;
  StreamPortState& port = ports_.emplace_back(
      source, tokens, enough,
      port_cycles(chip_, source ? chip_.stream.sources : chip_.stream.sinks, kind),
      accounts_[at(unit)]);
  port.stream = stream;
  port.tokens_per_item = tokens_per_item;
  port.trace = program_of(trace_of(trace_, unit));
  parts_.push_back({unit, nullptr, &port, nullptr, false});
  if (!values_) return;
  port.values = values_.get();
  port.id = values_->add(unit, tokens_per_item);
}

void FastChip::connect() {
  for (const Part& part : parts_) {
    if (StreamPortState* port = part.port) {
      port->segment = port->source() ? network_->from_writer(port->stream)
                                     : network_->to_reader(port->stream, part.unit);
      port->source() ? set_writer(port->segment, *port) : void(port->segment->reader = port);
    } else {
      connect(part, part.described->inputs, true);
      connect(part, part.described->outputs, false);
    }
  }
}

void FastChip::connect(const Part& part, const std::vector<Port>& ports, bool inputs) {
  for (const Port& port : ports) {
    Segment* segment =
        inputs ? network_->to_reader(port.stream, part.unit) : network_->from_writer(port.stream);
    inputs ? void(segment->reader = part.program) : set_writer(segment, *part.program);
    auto& ends = inputs ? part.program->inputs : part.program->outputs;
    const bool local = mapping_.streams[at(port.stream)].local();
    ends.push_back({segment, port.stream, local && !on_ideal_network(options_, port.stream)});
  }
}

/// Memories that send the same weights over and over need not be asked whether they have.
void FastChip::assure_springs() {
  if (options_.disturbance.stall_per_mille != 0) return;
  for (ProgramState& program : programs_) {
    if (!program.is_spring()) continue;
    Segment& segment = *program.outputs.front().segment;
    if (segment.also || segment.ends_at_switch() || !segment.is_deep()) continue;
    segment.assure(program.latency() + segment.delay(), program.firings(), kWindow);
    program.follows = true;
  }
}

void FastChip::find_islands() {
  const std::vector<int> first = islands_of(mapping_);
  std::map<int, Island*> islands;
  const auto of_unit = [&](int unit) -> Island& {
    Island*& island = islands[first[at(unit)]];
    if (!island)
      island = &sides_.emplace_back(Side{Island(options_.disturbance), 0, false, {}}).island;
    return *island;
  };
  const auto of_stream = [&](int s) -> Island& { return of_unit(mapping_.streams[at(s)].from); };
  for (const Part& part : parts_) {
    Island& island = of_unit(part.unit);
    if (part.program) island.actors.push_back(part.program);
    if (part.port) island.actors.push_back(part.port);
    if (part.port && !part.port->source()) island.sinks.push_back(part.port);
  }
  for (Side& side : sides_)
    for (const StreamPortState* sink : side.island.sinks)
      for (const LastFiring& last : last_firings_before(*sink))
        side.island.last_firings.push_back(last);
  network_->for_each_relay_tree(
      [&](RelayTree& tree, int s) { of_stream(s).actors.push_back(&tree); });
  network_->for_each_segment([&](Segment& g, int s) { of_stream(s).segments.push_back(&g); });
  for (std::size_t u = 0; u < accounts_.size(); ++u)
    of_unit(static_cast<int>(u)).accounts.push_back(&accounts_[u]);
  for (Side& side : sides_)
    if (const std::uint64_t seed = options_.disturbance.shuffle_seed; seed != 0)
      Random(seed).shuffle(side.island.actors);
}

/// Has each island watched for a state that comes back, unless that is pointless.
void FastChip::watch_islands() {
  const Disturbance& disturbance = options_.disturbance;
  if (!options_.fast_forward)
    no_fast_forward_ = "switched off";
  else if (trace_)
    no_fast_forward_ = "a trace notes every step";
  else if (disturbance.stall_per_mille != 0 && disturbance.stall_period == 0)
    no_fast_forward_ = "stalls that never repeat";
  if (!no_fast_forward_.empty()) return;
  for (Side& side : sides_)
    if (!side.island.sinks.empty())
      side.recurrence = std::make_unique<Recurrence>(side.island, options_);
}

}  // namespace rda::sim::fast
