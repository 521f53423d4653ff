// SPDX-License-Identifier: Apache-2.0
#include "flow/inputs.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

#include "chip/chip_fields.h"
#include "json/knobs.h"
#include "json/overrides.h"
#include "json/reader.h"
#include "workload/workload_fields.h"

namespace rda::flow {
namespace {

template <class T>
void add_knobs(std::vector<std::string>& pointers) {
  std::ranges::copy(json::pointers(json::knobs<T>()), std::back_inserter(pointers));
}

}  // namespace

std::vector<std::string> pointers() {
  std::vector<std::string> pointers;
  add_knobs<Chip>(pointers);
  add_knobs<Workload>(pointers);
  add_knobs<MappingOptions>(pointers);
  return pointers;
}

Inputs load(const std::filesystem::path& chip_file, const std::filesystem::path& workload_file,
            std::span<const Override> overrides) {
  json::reject_unknown(overrides, pointers());
  Inputs inputs{load_chip(chip_file, overrides), load_workload(workload_file, overrides), {}};
  json::override_fields(inputs.options, overrides);
  return inputs;
}

Inputs load(const json::Value& chip, const json::Value& workload, const json::Value& options) {
  Inputs inputs{json::read_value<Chip>(chip, "chip"),
                json::read_value<Workload>(workload, "workload"),
                json::read_value<MappingOptions>(options, "mapping")};
  check(inputs.chip, "chip");
  check(inputs.workload, "workload");
  return inputs;
}

}  // namespace rda::flow
