// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <set>
#include <variant>
#include <vector>

#include "cost/counter.h"
#include "cost/parts.h"
#include "cost/peak.h"
#include "mapping/latency.h"
#include "mapping/values.h"
#include "rda/check.h"

namespace rda {
namespace cost {
namespace {

/// Bytes of the tokens of an address generator.
double moved(const UnitResult& did) {
  return static_cast<double>(did.bytes_read + did.bytes_written);
}

SwitchActions& switches_in(ActionCounts& counts, TokenKind kind) {
  return kind == TokenKind::vector   ? counts.vector
         : kind == TokenKind::scalar ? counts.scalar
                                     : counts.control;
}

}  // namespace

Counter::Counter(const Chip& chip, const Mapping& mapping, const RunResult& result)
    : chip_(chip), mapping_(mapping), result_(result) {
  RDA_CHECK(result.units.size() == mapping.units.size());
  RDA_CHECK(result.streams.size() == mapping.streams.size());
  for (const ChannelResult& channel : result.channels)
    burst_bytes_ +=
        static_cast<double>(channel.reads + channel.writes) * chip.memory->channels.burst_bytes;
  for (const UnitId unit : mapping.units.ids())
    if (mapping.units[unit].kind == UnitKind::ag) token_bytes_ += moved(result.units[unit.index()]);
}

ActionCounts Counter::of(UnitId unit) const {
  ActionCounts counts;
  add(unit, counts);
  return counts;
}

ActionCounts Counter::of(StreamId stream) const {
  ActionCounts counts;
  add(stream, counts);
  return counts;
}

ActionCounts Counter::all() const {
  ActionCounts counts;
  for (const UnitId unit : mapping_.units.ids()) add(unit, counts);
  for (const StreamId stream : mapping_.streams.ids()) add(stream, counts);
  for (const TokenKind kind : kTokenKinds) switches_in(counts, kind).used = switches(kind);
  counts.bytes_off_chip = burst_bytes_;
  counts.model_macs = static_cast<double>(mapping_.macs);
  counts.weights_format = weights_format();
  return counts;
}

void Counter::add(UnitId id, ActionCounts& counts) const {
  const Unit& unit = mapping_.units[id];
  const UnitResult& did = result_.units[id.index()];
  if (unit.kind == UnitKind::pcu || unit.kind == UnitKind::pmu) {
    UnitActions& actions = unit.kind == UnitKind::pcu ? counts.pcu : counts.pmu;
    ++actions.used;
    actions.active_cycles += static_cast<double>(did.activity[Activity::active]);
  }
  if (unit.kind == UnitKind::ag) {
    ++counts.ag.used;
    counts.ag.active_cycles += static_cast<double>(did.activity[Activity::active]);
    counts.bytes_off_chip += burst_bytes_ * ratio(moved(did), token_bytes_);
  }
  if (unit.kind == UnitKind::pmu) {
    counts.words_read += static_cast<double>(did.bytes_read) / 4;
    counts.words_written += static_cast<double>(did.bytes_written) / 4;
  }
  for (const Program& program : unit.programs) {
    if (const auto* dot = std::get_if<DotProduct>(&program.work))
      add_dot(program, *dot, did, counts);
    if (const auto* work = std::get_if<Operations>(&program.work))
      counts.operations += static_cast<double>(did.firings) * operations_in(program, *work);
    for (const Port& port : program.outputs)
      if (port.access && port.access->look_up >= 0) add_look_ups(port, counts);
  }
}

/// The bytes read have one word for each value that is looked up.
void Counter::add_look_ups(const Port& port, ActionCounts& counts) const {
  const double values = tokens(port) * looked_up(port);
  counts.look_ups += values;
  if (!port.access->looks_up_entry()) return;
  counts.words_read += values * (mapping::entry_bytes(chip_) / 4 - 1);
  counts.operations += values * mapping::interpolation_cycles(chip_);
}

void Counter::add_dot(const Program& program, const DotProduct& dot, const UnitResult& did,
                      ActionCounts& counts) const {
  const int values = chip_.pcu.lanes * values_per_word(chip_, dot.weights_format);
  const Format multiplied = chip_.pcu.packing ? dot.weights_format : Format::fp32;
  counts.unit_macs[std::string(word(multiplied))] += static_cast<double>(did.firings) * values;
  for (std::size_t i = 0; i < std::min(dot.addends.size(), program.outputs.size()); ++i)
    counts.operations += tokens(program.outputs[i]) * static_cast<double>(dot.addends[i].size());
}

void Counter::add(StreamId id, ActionCounts& counts) const {
  const Stream& stream = mapping_.streams[id];
  const StreamResult& did = result_.streams[id.index()];
  const double bytes = static_cast<double>(did.tokens) * token_bytes(chip_, stream.kind);
  if (mapping_.units[stream.from].kind == UnitKind::source) counts.bytes_in += bytes;
  for (const UnitId reader : stream.to)
    if (mapping_.units[reader].kind == UnitKind::sink) counts.bytes_out += bytes;
  if (stream.route().empty()) return;
  switches_in(counts, stream.kind).tokens +=
      static_cast<double>(did.tokens) + static_cast<double>(did.carrying);
}

/// Operations of a firing: on a vector one in each lane, and those of the tree that reduces it.
double Counter::operations_in(const Program& program, const Operations& work) const {
  const std::vector<bool> vectors = mapping::vector_values(mapping_, program, work);
  auto result = vectors.end() - std::ssize(work.operations);
  std::int64_t count = 0;
  for (const Operation& operation : work.operations) {
    const bool vector = *result++;
    count += reduces_lanes(operation.op) ? chip_.pcu.lanes - 1 : vector ? chip_.pcu.lanes : 1;
  }
  return static_cast<double>(count);
}

/// Indices of a token that is looked up: a row has one, a vector of entries one for each lane.
int Counter::looked_up(const Port& port) const {
  const bool vector = mapping_.streams[port.stream].kind == TokenKind::vector;
  return vector && port.access->looks_up_entry() ? chip_.pcu.lanes : 1;
}

double Counter::tokens(const Port& port) const {
  return static_cast<double>(result_.streams[port.stream.index()].tokens);
}

/// Switches of one network that routes pass.
std::int64_t Counter::switches(TokenKind kind) const {
  std::set<Site> sites;
  for (const Stream& stream : mapping_.streams)
    if (stream.kind == kind)
      for (const RouteNode& node : stream.route()) sites.insert(node.site());
  return std::ssize(sites);
}

/// That of most dot units; of equally many, the first one.
Format Counter::weights_format() const {
  std::array<int, names(Format{}).size()> dots{};
  for (const Unit& unit : mapping_.units)
    for (const Program& program : unit.programs)
      if (const auto* dot = std::get_if<DotProduct>(&program.work))
        ++dots[static_cast<std::size_t>(dot->weights_format)];
  return static_cast<Format>(std::ranges::max_element(dots) - dots.begin());
}

}  // namespace cost

ActionCounts actions_of(const Chip& chip, const Mapping& mapping, const RunResult& result) {
  return cost::Counter(chip, mapping, result).all();
}

}  // namespace rda
