// SPDX-License-Identifier: Apache-2.0
#include <map>
#include <set>
#include <utility>

#include "mapping/violations.h"

namespace rda::mapping {
namespace {

/// The sites and stream ports taken so far, and the units that took them.
class Taken {
 public:
  explicit Taken(Inspection& inspection) : inspection_(inspection) {}

  void add(const Unit& unit) {
    std::visit([&](const auto& place) { at(unit, place); }, unit.place);
  }

 private:
  bool on_grid(const Unit& unit) const { return hardware_of(inspection_.chip, unit.kind).on_grid; }

  void at(const Unit& unit, const GridSite& site) {
    const auto& grid = inspection_.chip.grid;
    if (!on_grid(unit))
      inspection_.add(unit.name, "a {} at a site (must be at a{})", word(unit.kind),
                      unit.kind == UnitKind::ag ? "n address generator" : " stream port");
    else if (site.row < 0 || site.col < 0 || site.row >= grid.rows || site.col >= grid.cols)
      inspection_.add(unit.name, "site ({}, {}) is off the grid ({} rows, {} columns)", site.row,
                      site.col, grid.rows, grid.cols);
    else if (kind_at(inspection_.chip, unit.site()) != unit.kind)
      inspection_.add(unit.name, "site ({}, {}) is for a {} (needs a {} site)", site.row, site.col,
                      word(kind_at(inspection_.chip, unit.site())), word(unit.kind));
    once(sites_, unit.site(), unit, "site");
  }

  void at(const Unit& unit, const EdgePort& port) {
    if (on_grid(unit)) {
      inspection_.add(unit.name, "a {} at a stream port (must be at a site)", word(unit.kind));
      return;
    }
    const int ports = edge_units(inspection_.chip, unit.kind);
    if (port.port < 0 || port.port >= ports) {
      inspection_.add(unit.name, "{} {} does not exist (the chip has {})", name_of(unit.kind),
                      port.port, ports);
    } else if (const Site right = port_site(inspection_.chip, unit.kind, port.port);
               unit.site() != right) {
      inspection_.add(unit.name, "at switch ({}, {}) (port {} attaches to ({}, {}))", port.row,
                      port.col, port.port, right.row, right.col);
    }
    once(ports_, std::pair(unit.kind, port.port), unit, name_of(unit.kind, true));
  }

  static std::string_view name_of(UnitKind kind, bool exactly = false) {
    if (kind == UnitKind::ag) return "address generator";
    if (!exactly) return "stream port";
    return kind == UnitKind::source ? "source port" : "sink port";
  }

  template <typename Where>
  void once(std::map<Where, std::string>& taken, Where where, const Unit& unit,
            std::string_view what) {
    const auto [at, is_new] = taken.emplace(where, unit.name);
    if (!is_new)
      inspection_.add(unit.name, "its {} is taken by {} (one unit each)", what, at->second);
  }

  Inspection& inspection_;
  std::map<Site, std::string> sites_;
  std::map<std::pair<UnitKind, int>, std::string> ports_;
};

template <typename Named>
void require_unique(Inspection& inspection, const std::vector<Named>& all, std::string_view what) {
  std::set<std::string> seen;
  for (const Named& named : all)
    if (!seen.insert(named.name).second)
      inspection.add(named.name, "two {} have this name (names are unique)", what);
}

}  // namespace

void check_names(Inspection& inspection) {
  require_unique(inspection, inspection.mapping.units, "units");
  require_unique(inspection, inspection.mapping.streams, "streams");
}

void check_places(Inspection& inspection) {
  Taken taken(inspection);
  for (const Unit& unit : inspection.mapping.units) taken.add(unit);
  check_names(inspection);
}

}  // namespace rda::mapping
