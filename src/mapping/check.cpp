// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstddef>

#include "mapping/violations.h"
#include "rda/error.h"

namespace rda {
namespace {

/// Violations that an error tells.
constexpr std::size_t kMostTold = 20;

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
  mapping::check_off_chip(inspection);
  mapping::check_taps(inspection);
  mapping::check_tokens(inspection);
  return inspection.found;
}

}  // namespace

namespace mapping {

std::vector<Violation> broken_rules(const Mapping& mapping) {
  const Chip any;  // these rules ask nothing of it
  Inspection inspection{any, mapping, find_ends(mapping), {}};
  check_references(inspection);
  check_names(inspection);
  return inspection.found;
}

}  // namespace mapping

std::int64_t Mapping::of_first(std::int64_t items, std::int64_t all) const {
  if (repetitions() == 1) return std::min(items, all);
  const std::int64_t each = steps / repetitions() * batch, made = all / repetitions();
  return items / each * made + std::min(items % each, made);
}

std::vector<std::string> violations(const Chip& chip, const Mapping& mapping) {
  std::vector<std::string> lines;
  for (const auto& violation : inspect(chip, mapping))
    lines.push_back(violation.where + ": " + violation.problem);
  return lines;
}

void check(const Chip& chip, const Mapping& mapping) {
  const auto found = inspect(chip, mapping);
  if (found.empty()) return;
  MappingError error(found.front().where, found.front().problem);
  for (std::size_t i = 1; i < std::min(found.size(), kMostTold); ++i)
    error.further.push_back(found[i].where + ": " + found[i].problem);
  throw error;
}

}  // namespace rda
