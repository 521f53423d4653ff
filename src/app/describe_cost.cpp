// SPDX-License-Identifier: Apache-2.0
#include "app/describe_cost.h"

#include <filesystem>

#include "app/set_words.h"
#include "app/shipped.h"
#include "json/knobs.h"
#include "json/overrides.h"
#include "rda/chip.h"
#include "rda/cost.h"

namespace rda::app {

std::string describe_cost(const std::string& chip_file, const std::string& costs_file,
                          const std::vector<std::string>& sets) {
  const std::vector<Override> overrides = overrides_of(sets, {});
  json::reject_unknown(overrides, json::pointers(json::knobs<Chip>()));
  const Chip chip = load_chip(chip_file, overrides);
  const std::filesystem::path costs =
      costs_file.empty() ? shipped_folder() / "configs" / "costs" / "plasticine_28nm.json"
                         : std::filesystem::path(costs_file);
  return to_text(area_of(chip, load_cost_table(costs))) + '\n' + to_text(peak_of(chip));
}

}  // namespace rda::app
