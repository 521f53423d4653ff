// SPDX-License-Identifier: Apache-2.0
#include "report/worth.h"

#include <algorithm>

#include "base/ceil_div.h"

namespace rda::report {

Worth::Worth(const Mapping& mapping, const RunResult& result) : mapping_(mapping), result_(result) {
  for (const UnitId unit : mapping.units.ids()) {
    const ActivityCounts& did = result.units[unit.index()].activity;
    busiest_ = std::max(busiest_, did[Activity::active]);
    has_conflict_ = has_conflict_ || did[Activity::conflict] > 0;
    if (mapping.units[unit].kind == UnitKind::pcu) pcu_active_ += did[Activity::active];
  }
}

Cycle Worth::of_hops(std::int64_t hops, int hop_latency) const {
  return std::min(of_waits(true), hops * hop_latency * mapping_.steps * mapping_.batch);
}

Cycle Worth::of_pcus(std::int64_t on_chip) const {
  return std::max<Cycle>(0, result_.cycles - ceil_div(pcu_active_, on_chip));
}

bool Worth::any_active(UnitKind kind) const {
  return std::ranges::any_of(mapping_.units.ids(), [&](UnitId unit) {
    return mapping_.units[unit].kind == kind &&
           result_.units[unit.index()].activity[Activity::active] > 0;
  });
}

bool Worth::outgrows(StreamId stream, int depth) const {
  return result_.streams[stream.index()].tokens > depth;
}

}  // namespace rda::report
