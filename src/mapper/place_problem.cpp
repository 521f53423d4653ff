// SPDX-License-Identifier: Apache-2.0
#include "mapper/place_problem.h"

#include <algorithm>

namespace rda::mapper {
namespace {

bool is_movable(const Unit& unit) {
  return std::holds_alternative<PcuUnit>(unit.body) || std::holds_alternative<PmuUnit>(unit.body);
}

PlaceNet make_net(const Stream& stream) {
  PlaceNet net;
  net.kind = stream.kind;
  net.units.push_back(stream.from);
  for (const int unit : stream.to)
    if (std::ranges::find(net.units, unit) == net.units.end()) net.units.push_back(unit);
  net.wire = 4 + static_cast<std::int64_t>(stream.rate * 12 + 0.5);
  net.delay = stream.recurrent ? 4 : 0;
  return net;
}

// Tokens of most data streams come row by row. Control tokens come once a step, and what a stream
// port sends or takes is buffered for a whole step.
bool keeps_step(const Mapping& mapping, const Stream& stream) {
  return stream.kind != TokenKind::control &&
         is_movable(mapping.units.at(static_cast<std::size_t>(stream.from)));
}

// Whether a PMU passes values on row by row: its write program sends a token for each row, while a
// memory of the recurrence, or of an earlier phase, sends one for many.
bool passes_on(const Mapping& mapping, const PmuUnit& pmu) {
  if (!pmu.read || !pmu.write) return false;
  const auto& outputs = pmu.write->outputs;
  return std::ranges::any_of(outputs, [&](const Port& port) {
    const Stream& stream = mapping.streams.at(static_cast<std::size_t>(port.stream));
    return stream.local() && stream.initial == 0 && port.where.empty() &&
           port.level == static_cast<int>(pmu.write->loops.size()) - 2;
  });
}

// A FIFO of C tokens that takes one every P cycles, and whose pops are seen λ cycles later by a
// sender λ cycles away, lets its reader be C · P − 2 λ cycles late.
void add_room(const Chip& chip, const Mapping& mapping, double rate, PlaceNet& net) {
  constexpr double kSlowest = 1.0 / 4096;
  const double period = 1 / std::max(rate, kSlowest);
  const int round_trip = 2 * chip.network.hop_latency;
  for (const int unit : net.units) {
    const Unit& u = mapping.units.at(static_cast<std::size_t>(unit));
    const auto& depth =
        std::holds_alternative<PcuUnit>(u.body) ? chip.pcu.fifo_depth : chip.pmu.fifo_depth;
    const auto* pmu = std::get_if<PmuUnit>(&u.body);
    const int slots = pmu && passes_on(mapping, *pmu) ? pmu->buffers.front().slots : 0;
    net.room.push_back(static_cast<int>((depth[net.kind] + slots) * period) - round_trip);
  }
  net.room.front() = 0;
  if (net.units.size() == 2) net.skid = static_cast<int>(round_trip * period) - round_trip;
}

// From a unit's input to its output.
int latency_of(const Mapping& mapping, const Unit& unit) {
  if (const auto* pcu = std::get_if<PcuUnit>(&unit.body)) return pcu->program.latency;
  const auto* pmu = std::get_if<PmuUnit>(&unit.body);
  if (!pmu || !pmu->read) return 0;
  return pmu->read->latency + (passes_on(mapping, *pmu) ? pmu->write->latency + 1 : 0);
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
    problem.movable.push_back(is_movable(unit));
    problem.kind.push_back(std::holds_alternative<PcuUnit>(unit.body) ? SiteKind::pcu
                                                                      : SiteKind::pmu);
  }
  for (const Unit& unit : mapping.units) {
    const auto* pmu = std::get_if<PmuUnit>(&unit.body);
    problem.is_memory.push_back(pmu && pmu->write && !passes_on(mapping, *pmu));
    problem.latency.push_back(latency_of(mapping, unit));
  }
  problem.nets_of.resize(mapping.units.size());
  for (std::size_t s = 0; s < mapping.streams.size(); ++s) {
    const Stream& stream = mapping.streams[s];
    PlaceNet net = make_net(stream);
    net.stream = static_cast<int>(s);
    if (net.units.size() < 2) continue;  // inside one unit
    net.timed = keeps_step(mapping, stream);
    if (net.timed) add_room(chip, mapping, stream.rate, net);
    for (const int unit : net.units)
      problem.nets_of.at(static_cast<std::size_t>(unit))
          .push_back(static_cast<int>(problem.nets.size()));
    problem.nets.push_back(std::move(net));
  }
  return problem;
}

}  // namespace rda::mapper
