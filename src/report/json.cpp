// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "json/knobs.h"
#include "json/schema.h"
#include "json/writer.h"
#include "report/report_fields.h"

namespace rda {

RDA_JSON_CODE(, RunInputs);
RDA_JSON_CODE(, Report);

namespace {

/// Whether docs/config.md lists it.
bool is_of_config(std::string_view pointer) {
  return std::ranges::any_of(std::array{"/inputs/chip/", "/inputs/workload/", "/inputs/mapping/"},
                             [&](std::string_view part) { return pointer.starts_with(part); });
}

}  // namespace

std::string to_json(const Report& report) {
  json::Value value = json::to_value(report);
  auto& members = *value.get_if<json::Value::Object>();
  if (!report.network_cost) members.erase("network_cost");
  if (!report.cost) members.erase("cost");
  if (!report.sections) members.erase("sections");
  if (!report.training) members.erase("training");
  return json::dump(value) + '\n';
}

std::string report_schema() { return json::schema<Report>("report"); }

std::string report_reference() {
  std::string text =
      "# Figures of a report\n\n"
      "A figure is named by its JSON pointer; `*` means any element of a list. "
      "docs/timing-model.md defines the figures.\n"
      "`/inputs/chip`, `/inputs/workload` and `/inputs/mapping` hold all knobs of "
      "docs/config.md.\n\n"
      "| figure | unit | meaning |\n|---|---|---|\n";
  for (const json::Knob& figure : json::all_values(json::shape<Report>()))
    if (!is_of_config(figure.pointer))
      text += fmt::format("| `{}` | {} | {} |\n", figure.pointer, figure.field.unit,
                          figure.field.meaning);
  return text;
}

}  // namespace rda
