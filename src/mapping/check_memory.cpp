// SPDX-License-Identifier: Apache-2.0
#include "mapping/memory_check.h"

namespace rda::mapping {

void check_memory(Inspection& inspection) {
  const PmuConfig& pmu = inspection.chip.pmu;
  for (const Unit& unit : inspection.mapping.units) {
    if (unit.kind != UnitKind::pmu) continue;
    const Memory memory{unit.name,    unit.buffers,         pmu.banks * 4,
                        "banks x 4",  pmu.capacity_bytes(), "the chip's PMUs have",
                        pmu.max_slots};
    MemoryCheck check(inspection, memory);
    check.buffers();
    check.accesses(unit);
  }
}

}  // namespace rda::mapping
