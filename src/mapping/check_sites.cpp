// SPDX-License-Identifier: Apache-2.0
#include <map>
#include <set>

#include "mapping/violations.h"

namespace rda::mapping {
namespace {

void check_port_switch(Inspection& inspection, const Unit& unit, int port, int ports, Site right) {
  if (port < 0 || port >= ports)
    inspection.add(unit.name, "stream port {} does not exist (the chip has {})", port, ports);
  else if (unit.site() != right)
    inspection.add(unit.name, "at switch ({}, {}) (port {} attaches to ({}, {}))", unit.row,
                   unit.col, port, right.row, right.col);
}

void check_kind(Inspection& inspection, const Unit& unit, SiteKind needed) {
  const auto& grid = inspection.chip.grid;
  if (unit.row < 0 || unit.col < 0 || unit.row >= grid.rows || unit.col >= grid.cols)
    inspection.add(unit.name, "site ({}, {}) is off the grid ({} rows, {} columns)", unit.row,
                   unit.col, grid.rows, grid.cols);
  else if (kind_at(inspection.chip, unit.site()) != needed)
    inspection.add(unit.name, "site ({}, {}) is of the other kind (a {} site)", unit.row, unit.col,
                   word(needed));
}

// Sites and stream ports that are taken, and by whom.
class Taken {
 public:
  explicit Taken(Inspection& inspection) : inspection_(inspection) {}

  void operator()(const Unit& unit, const PcuUnit&) { grid_unit(unit, SiteKind::pcu); }
  void operator()(const Unit& unit, const PmuUnit&) { grid_unit(unit, SiteKind::pmu); }
  void operator()(const Unit& unit, const SourceUnit& source) {
    const Chip& chip = inspection_.chip;
    const bool exists = source.port >= 0 && source.port < chip.stream.sources.count;
    check_port_switch(inspection_, unit, source.port, chip.stream.sources.count,
                      exists ? source_site(chip, source.port) : Site{});
    once(sources_, source.port, unit, "source port");
  }
  void operator()(const Unit& unit, const SinkUnit& sink) {
    const Chip& chip = inspection_.chip;
    const bool exists = sink.port >= 0 && sink.port < chip.stream.sinks.count;
    check_port_switch(inspection_, unit, sink.port, chip.stream.sinks.count,
                      exists ? sink_site(chip, sink.port) : Site{});
    once(sinks_, sink.port, unit, "sink port");
  }

 private:
  void grid_unit(const Unit& unit, SiteKind kind) {
    check_kind(inspection_, unit, kind);
    once(sites_, unit.site(), unit, "site");
  }

  template <typename Place>
  void once(std::map<Place, std::string>& taken, Place place, const Unit& unit,
            std::string_view what) {
    const auto [at, is_new] = taken.emplace(place, unit.name);
    if (!is_new)
      inspection_.add(unit.name, "its {} is that of {} (one unit each)", what, at->second);
  }

  Inspection& inspection_;
  std::map<Site, std::string> sites_;
  std::map<int, std::string> sources_, sinks_;
};

template <typename Named>
void check_names(Inspection& inspection, const std::vector<Named>& all, std::string_view what) {
  std::set<std::string> seen;
  for (const Named& named : all)
    if (!seen.insert(named.name).second)
      inspection.add(named.name, "two {} have this name (unique)", what);
}

}  // namespace

void check_sites(Inspection& inspection) {
  Taken taken(inspection);
  for (const Unit& unit : inspection.mapping.units)
    std::visit([&](const auto& body) { taken(unit, body); }, unit.body);
  check_names(inspection, inspection.mapping.units, "units");
  check_names(inspection, inspection.mapping.streams, "streams");
}

}  // namespace rda::mapping
