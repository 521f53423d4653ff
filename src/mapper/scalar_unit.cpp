// SPDX-License-Identifier: Apache-2.0
#include "mapper/scalar_unit.h"

#include "mapping/latency.h"

namespace rda::mapper {

void ScalarUnit::finish(const std::string& name, Operations work) {
  program.space = loops.space(items);
  program.work = std::move(work);
  program.latency = mapping::latency_of(b.chip, program);
  Unit pcu = new_unit(UnitKind::pcu, name, origin);
  pcu.programs.push_back(std::move(program));
  b.add_unit(std::move(pcu));
}

}  // namespace rda::mapper
