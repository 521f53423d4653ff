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

}  // namespace

PlaceProblem make_problem(const Chip& chip, const Mapping& mapping) {
  PlaceProblem problem;
  problem.rows = chip.grid.rows;
  problem.cols = chip.grid.cols;
  problem.tracks = chip.network.tracks;
  for (int row = 0; row < problem.rows; ++row)
    for (int col = 0; col < problem.cols; ++col)
      problem.kind_at.push_back(kind_at(chip, {row, col}));
  for (const Unit& unit : mapping.units) {
    problem.movable.push_back(is_movable(unit));
    problem.kind.push_back(std::holds_alternative<PcuUnit>(unit.body) ? SiteKind::pcu
                                                                      : SiteKind::pmu);
  }
  for (const Unit& unit : mapping.units) {
    const auto* pcu = std::get_if<PcuUnit>(&unit.body);
    const auto* pmu = std::get_if<PmuUnit>(&unit.body);
    problem.is_memory.push_back(pmu && pmu->write);
    problem.latency.push_back(pcu                ? pcu->program.latency
                              : pmu && pmu->read ? pmu->read->latency
                                                 : 0);
  }
  problem.nets_of.resize(mapping.units.size());
  for (const Stream& stream : mapping.streams) {
    PlaceNet net = make_net(stream);
    if (net.units.size() < 2) continue;  // inside one unit
    for (const int unit : net.units)
      problem.nets_of.at(static_cast<std::size_t>(unit))
          .push_back(static_cast<int>(problem.nets.size()));
    problem.nets.push_back(std::move(net));
  }
  return problem;
}

}  // namespace rda::mapper
