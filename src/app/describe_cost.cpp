// SPDX-License-Identifier: Apache-2.0
#include "app/describe_cost.h"

#include "app/cost_source.h"
#include "app/set_words.h"
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
  return to_text(area_of(chip, cost_table(costs_file))) + '\n' + to_text(peak_of(chip));
}

}  // namespace rda::app
