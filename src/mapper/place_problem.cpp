// SPDX-License-Identifier: Apache-2.0
#include "mapper/place_problem.h"

#include <algorithm>
#include <utility>

#include "mapping/index.h"

namespace rda::mapper {
namespace {

PlaceNet make_net(const Stream& stream) {
  PlaceNet net;
  net.kind = stream.kind;
  net.units.push_back(stream.from);
  for (const UnitId unit : stream.to)
    if (std::ranges::find(net.units, unit) == net.units.end()) net.units.push_back(unit);
  net.wire = 4 + static_cast<std::int64_t>(stream.rate * 12 + 0.5);
  net.delay = stream.recurrent ? 4 : 0;
  return net;
}

// Whether the tokens of a stream come row by row. Control tokens come once per step, and the tokens
// of a source are buffered for a whole step.
bool is_timed(const Chip& chip, const Mapping& mapping, const Stream& stream) {
  return stream.kind != TokenKind::control &&
         hardware_of(chip, mapping.units[stream.from].kind).on_grid;
}

// Whether a PMU passes values on row by row: its write program sends a `full` token for each row. A
// memory of a state or of an earlier phase sends one for many rows.
bool passes_on(const Mapping& mapping, const Unit& unit) {
  const Program* write = mapping::write_program(unit);
  if (!write || !mapping::read_program(unit)) return false;
  return std::ranges::any_of(write->outputs, [&](const Port& port) {
    const Stream& stream = mapping.streams[port.stream];
    return stream.is_local() && stream.initial() == 0 && port.where.is_whole() &&
           port.level == static_cast<int>(write->space.rank()) - 2;
  });
}

// Sets the lateness of each unit. The sender sees a pop one hop latency λ late, and its token
// arrives another λ later. So a FIFO of C tokens that takes one token every P cycles lets its
// reader be C · P − 2 λ cycles late.
void add_lateness(const Chip& chip, const Mapping& mapping, double rate, PlaceNet& net) {
  constexpr double kSlowest = 1.0 / 4096;
  const double period = 1 / std::max(rate, kSlowest);
  const int round_trip = 2 * chip.network.hop_latency;
  for (const UnitId number : net.units) {
    const Unit& unit = mapping.units[number];
    // A sink counts as a PMU.
    const PerKind depth = unit.kind == UnitKind::pcu ? chip.pcu.fifo_depth : chip.pmu.fifo_depth;
    const int slots = passes_on(mapping, unit) ? unit.buffers.front().slots : 0;
    net.lateness.push_back(static_cast<int>((depth[net.kind] + slots) * period) - round_trip);
  }
  net.lateness.front() = 0;
  if (net.units.size() == 2) net.skid = static_cast<int>(round_trip * period) - round_trip;
}

// Cycles from a unit's input to its output.
int latency_of(const Mapping& mapping, const Unit& unit) {
  if (unit.programs.empty() || mapping::writes_memory(unit.programs.front())) return 0;
  const int latency = unit.programs.front().latency;
  return latency + (passes_on(mapping, unit) ? mapping::write_program(unit)->latency + 1 : 0);
}

}  // namespace

PlaceProblem make_problem(const Chip& chip, const Mapping& mapping, Site region) {
  PlaceProblem problem;
  problem.rows = chip.grid.rows;
  problem.cols = chip.grid.cols;
  const auto part = [](int all, int some) { return some == 0 ? all : std::min(all, some); };
  problem.open = {part(problem.rows, region.row), part(problem.cols, region.col)};
  problem.tracks = chip.network.tracks;
  problem.hop_latency = chip.network.hop_latency;
  for (int row = 0; row < problem.rows; ++row)
    for (int col = 0; col < problem.cols; ++col)
      problem.kind_at.push_back(row < problem.open.row && col < problem.open.col
                                    ? std::optional(kind_at(chip, {row, col}))
                                    : std::nullopt);
  for (const Unit& unit : mapping.units) {
    problem.movable.push_back(hardware_of(chip, unit.kind).on_grid);
    problem.kind.push_back(unit.kind);
    problem.is_memory.push_back(mapping::write_program(unit) && !passes_on(mapping, unit));
    problem.latency.push_back(latency_of(mapping, unit));
  }
  problem.nets_of.resize(mapping.units.size());
  for (const StreamId number : mapping.streams.ids()) {
    const Stream& stream = mapping.streams[number];
    PlaceNet net = make_net(stream);
    net.stream = number;
    if (net.units.size() < 2) continue;  // a local stream
    net.timed = is_timed(chip, mapping, stream);
    if (net.timed) add_lateness(chip, mapping, stream.rate, net);
    for (const UnitId unit : net.units) problem.nets_of[unit].push_back(problem.nets.end_id());
    problem.nets.add(std::move(net));
  }
  return problem;
}

}  // namespace rda::mapper
