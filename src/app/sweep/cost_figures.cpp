// SPDX-License-Identifier: Apache-2.0
#include "app/sweep/cost_figures.h"

#include <optional>

#include "chip/chip_fields.h"
#include "cost/cost_fields.h"
#include "json/reader.h"
#include "json/writer.h"
#include "sweep/setting.h"

namespace rda::app {

void add_cost(const Costs& costs, const json::Value& chip_of_point, json::Value& report) {
  auto& members = *report.get_if<json::Value::Object>();
  const auto actions = members.find("actions"), cycles = members.find("cycles");
  const Chip chip = json::read_value<Chip>(chip_of_point, "chip");
  const auto taken = cycles == members.end() ? std::nullopt : sweep::number_of(cycles->second);
  if (actions == members.end() || !taken) {  // an earlier program counted less
    members["cost"] = json::Value::Object{{"mm2", area_of(chip, costs.table()).mm2}};
    return;
  }
  const auto counts = json::read_value<ActionCounts>(actions->second, "actions");
  members["cost"] = json::to_value(costs.of(chip, static_cast<Cycle>(*taken), counts));
}

sweep::Results::Complete cost_figures(const CostChoice& choice) {
  return [costs = Costs(choice)](const sweep::Point& point, json::Value& report) {
    add_cost(costs, point.chip, report);
  };
}

}  // namespace rda::app
