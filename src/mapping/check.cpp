// SPDX-License-Identifier: Apache-2.0
#include "mapping/violations.h"
#include "rda/error.h"

namespace rda {
namespace {

std::vector<mapping::Violation> inspect(const Chip& chip, const Mapping& mapping) {
  mapping::Inspection inspection{chip, mapping, mapping::find_ends(mapping), {}};
  mapping::check_references(inspection);
  if (!inspection.found.empty()) return inspection.found;
  mapping::check_places(inspection);
  mapping::check_ends(inspection);
  mapping::check_carriers(inspection);
  mapping::check_programs(inspection);
  mapping::check_dots(inspection);
  mapping::check_operations(inspection);
  mapping::check_addends(inspection);
  mapping::check_turns(inspection);
  mapping::check_accesses(inspection);
  mapping::check_memory(inspection);
  mapping::check_taps(inspection);
  mapping::check_tokens(inspection);
  return inspection.found;
}

}  // namespace

std::vector<std::string> violations(const Chip& chip, const Mapping& mapping) {
  std::vector<std::string> lines;
  for (const auto& violation : inspect(chip, mapping))
    lines.push_back(violation.where + ": " + violation.problem);
  return lines;
}

void check(const Chip& chip, const Mapping& mapping) {
  const auto found = inspect(chip, mapping);
  if (!found.empty()) throw MappingError(found.front().where, found.front().problem);
}

}  // namespace rda
