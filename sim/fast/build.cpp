// SPDX-License-Identifier: Apache-2.0
// Makes the actors of a mapping and connects them by segments.
#include <algorithm>
#include <map>

#include "base/random.h"
#include "sim/fast/engine.h"
#include "sim/sink_tokens.h"

namespace rda::sim::fast {
namespace {

void set_writer(Segment* segment, Actor& writer) {
  for (; segment; segment = segment->also) segment->writer = &writer;
}

/// By unit, the first unit of its island. Address generators share their channels, so they are in
/// one island.
IdVector<UnitId, UnitId> islands_of(const Mapping& mapping) {
  IdVector<UnitId, UnitId> first;
  for (const UnitId unit : mapping.units.ids()) first.push_back(unit);
  const auto find = [&](UnitId unit) {
    while (first[unit] != unit) unit = first[unit] = first[first[unit]];
    return unit;
  };
  const auto join = [&](UnitId one, UnitId other) {
    const UnitId a = find(one), b = find(other);
    first[std::max(a, b)] = std::min(a, b);
  };
  for (const Stream& stream : mapping.streams)
    for (const UnitId reader : stream.to) join(stream.from, reader);
  const auto ag =
      std::ranges::find(mapping.units, UnitKind::ag, &Unit::kind) - mapping.units.begin();
  for (const UnitId unit : mapping.units.ids())
    if (mapping.units[unit].kind == UnitKind::ag) join(UnitId(ag), unit);
  for (UnitId& unit : first) unit = find(unit);
  return first;
}

}  // namespace

FastChip::FastChip(const Chip& chip, const Mapping& mapping, const Tensors& tensors,
                   const SimulateOptions& options, Probe* probe)
    : chip_(chip), mapping_(mapping), options_(options), probe_(probe) {
  network_ = std::make_unique<Network>(chip, mapping, options.disturbance.broken);
  build_units(tensors);
  for (const UnitProgram& unit_program : unit_programs_) connect(unit_program);
  assure_free_running();
  for (ProgramState& program : programs_) program.find_promises();
  find_islands();
  watch_islands();
}

void FastChip::build_units(const Tensors& tensors) {
  accounts_.resize(mapping_.units.size());
  if (options_.verify_steps > 0)
    values_ = std::make_unique<Values>(chip_, mapping_, tensors, options_.verify_steps);
  for (const UnitId unit : mapping_.units.ids()) {
    Teller*& teller = tellers_.emplace_back(nullptr);
    if (probe_ && probe_->hears(unit)) teller = &teller_store_.emplace_back(*probe_, unit);
    accounts_[unit.index()].tell(teller);
    for (std::size_t p = 0; p < mapping_.units[unit].programs.size(); ++p) add_program(unit, p);
  }
}

void FastChip::add_program(UnitId u, std::size_t number) {
  const Unit& unit = mapping_.units[u];
  const Program& program = unit.programs[number];
  Account& account = accounts_[u.index()];
  const auto observe = [&](auto& actor) {
    actor.teller = tellers_[u];
    if (!values_) return;
    actor.values = values_.get();
    actor.id = values_->add(u, number);
  };
  if (unit.kind == UnitKind::ag) {
    if (!memory_) memory_ = std::make_unique<OffChip>(chip_);
    generators_.emplace_back(chip_, mapping_, unit, account, *memory_);
    unit_programs_.push_back({u, program, nullptr, nullptr, &generators_.back()});
    observe(generators_.back());
  } else if (program.has_pipeline()) {
    const BankLoad banks(chip_, mapping_, unit.buffers, program);
    unit_programs_.push_back(
        {u, program, &programs_.emplace_back(program, banks, account, number), nullptr});
    observe(programs_.back());
  } else {
    const bool sink = program.outputs.empty();
    const auto enough = sink ? tokens_of_steps(mapping_, program, options_.steps) : 0;
    unit_programs_.push_back({u, program, nullptr, &ports_.emplace_back(program, enough, account)});
    if (mapping_.repetitions() > 1)
      ports_.back().tokens_per_item = program.firings() / mapping_.repetitions();
    observe(ports_.back());
    if (sink) ports_.back().counter = &counters_.emplace_back(mapping_, program, options_.steps);
  }
}

/// Connects a program to the segments of its streams.
void FastChip::connect(const UnitProgram& unit_program) {
  const auto end_at = [this](const Port& port, Segment* segment) {
    return ProgramState::End{segment, port.stream, mapping_.streams[port.stream].is_local()};
  };
  GeneratorState* const generator = unit_program.generator;
  const auto attach = [&](const Port& port, Segment* segment, auto of_pipeline, auto of_generator) {
    if (unit_program.port)
      unit_program.port->segment = segment;
    else
      (generator ? generator->*of_generator : unit_program.pipeline->*of_pipeline)
          .push_back(end_at(port, segment));
  };
  for (const Port& port : unit_program.program.inputs) {
    Segment* segment = network_->to_reader(port.stream, unit_program.unit);
    segment->reader = unit_program.actor();
    attach(port, segment, &ProgramState::inputs, &GeneratorState::inputs);
  }
  for (const Port& port : unit_program.program.outputs) {
    Segment* segment = network_->from_writer(port.stream);
    set_writer(segment, *unit_program.actor());
    attach(port, segment, &ProgramState::outputs, &GeneratorState::outputs);
  }
}

/// The reader of a free-running program need not wait for that program's time, if the segment is
/// deep enough.
void FastChip::assure_free_running() {
  if (options_.disturbance.stall_per_mille != 0) return;
  for (ProgramState& program : programs_) {
    if (!program.is_free_running()) continue;
    Segment& segment = *program.outputs.front().segment;
    if (segment.also || segment.ends_at_switch() || segment.initial() != 0) continue;
    if (!segment.is_deep() && options_.disturbance.follows(BrokenRule::deep_segment)) continue;
    segment.assure(program.latency() + segment.delay(), program.firings());
    program.follows = true;
  }
}

void FastChip::find_islands() {
  const IdVector<UnitId, UnitId> first = islands_of(mapping_);
  std::map<UnitId, Island*> islands;
  const auto of_unit = [&](UnitId unit) -> Island& {
    Island*& island = islands[first[unit]];
    if (!island)
      island =
          &islands_.emplace_back(WatchedIsland{Island(options_.disturbance), 0, false, {}}).island;
    return *island;
  };
  const auto of_stream = [&](StreamId s) -> Island& { return of_unit(mapping_.streams[s].from); };
  // Relays act next after their writer: then the readers find all that can arrive.
  std::map<const Actor*, std::vector<RelayTree*>> relays;
  network_->for_each_relay_tree([&](RelayTree& tree) { relays[tree.writer()].push_back(&tree); });
  for (const UnitProgram& unit_program : unit_programs_) {
    Island& island = of_unit(unit_program.unit);
    island.actors.push_back(unit_program.actor());
    for (RelayTree* tree : relays[unit_program.actor()]) island.actors.push_back(tree);
    if (StreamPortState* port = unit_program.port)
      (port->source() ? island.sources : island.sinks).push_back(port);
    if (unit_program.generator) {
      island.memory = memory_.get();
      island.generators.push_back(unit_program.generator);
    }
  }
  for (WatchedIsland& watched : islands_)
    for (const StreamPortState* sink : watched.island.sinks)
      for (const LastFiring& last : last_firings_before(*sink))
        watched.island.last_firings.push_back(last);
  network_->for_each_segment([&](Segment& g, StreamId s) { of_stream(s).segments.push_back(&g); });
  for (const UnitId unit : mapping_.units.ids()) {
    of_unit(unit).accounts.push_back(&accounts_[unit.index()]);
    if (tellers_[unit]) of_unit(unit).tellers.push_back(tellers_[unit]);
  }
  for (WatchedIsland& watched : islands_) {
    if (const std::uint64_t seed = options_.disturbance.shuffle_seed; seed != 0)
      Random(seed).shuffle(watched.island.actors);
    watched.island.number_actors();
  }
}

/// Gives each island with a sink a PeriodFinder, unless fast-forward is off or cannot work.
void FastChip::watch_islands() {
  const Disturbance& disturbance = options_.disturbance;
  if (!options_.fast_forward)
    no_fast_forward_ = "switched off";
  else if (disturbance.stall_per_mille != 0 && disturbance.stall_period == 0)
    no_fast_forward_ = "stalls that never repeat";
  if (!no_fast_forward_.empty()) return;
  for (WatchedIsland& watched : islands_) {
    if (!watched.island.sinks.empty())
      watched.finder = std::make_unique<PeriodFinder>(watched.island, options_);
  }
}

}  // namespace rda::sim::fast
