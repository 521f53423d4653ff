// SPDX-License-Identifier: Apache-2.0
#include "flow/inputs.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

#include "base/gather.h"
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

std::vector<std::string> known_knobs() {
  std::vector<std::string> pointers;
  add_knobs<Chip>(pointers);
  add_knobs<Workload>(pointers);
  add_knobs<MappingOptions>(pointers);
  return pointers;
}

Inputs load(const std::filesystem::path& chip_file, const std::filesystem::path& workload_file,
            std::span<const Override> overrides) {
  const std::vector<std::string> knobs = known_knobs();
  const std::vector<Override> known = json::known_ones(overrides, knobs);
  Inputs inputs;
  Gather gather;
  gather([&] { json::reject_unknown(overrides, knobs); });
  gather([&] { inputs.chip = load_chip(chip_file, known); });
  gather([&] { inputs.workload = load_workload(workload_file, known); });
  gather([&] { json::override_fields(inputs.options, known); });
  gather.raise();
  return inputs;
}

Inputs load(const json::Value& chip, const json::Value& workload, const json::Value& options) {
  Inputs inputs;
  Gather gather;
  gather([&] {
    inputs.chip = json::read_value<Chip>(chip, "chip");
    check(inputs.chip, "chip");
  });
  gather([&] {
    inputs.workload = json::read_value<Workload>(workload, "workload");
    check(inputs.workload, "workload");
  });
  gather([&] { inputs.options = json::read_value<MappingOptions>(options, "mapping"); });
  gather.raise();
  return inputs;
}

}  // namespace rda::flow
