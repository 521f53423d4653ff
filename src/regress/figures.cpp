// SPDX-License-Identifier: Apache-2.0
#include "regress/figures.h"

#include <algorithm>

#include "json/knobs.h"
#include "report/report_fields.h"

namespace rda::regress {
namespace {

void add(const json::Value& value, const std::string& name, Figures& figures) {
  if (const auto* members = value.get_if<json::Value::Object>()) {
    for (const auto& [key, member] : *members)
      add(member, name.empty() ? key : name + '.' + key, figures);
  } else if (!value.is_null() && !value.get_if<json::Value::Array>()) {
    figures[name] = value;
  }
}

/// Whether a value of a report is a figure.
bool is_figure(std::string_view name) {
  return !name.starts_with("inputs.") && name != "command" && name != "simulator_commit";
}

}  // namespace

Figures values_of(const json::Value& value) {
  Figures values;
  add(value, "", values);
  return values;
}

Figures figures_of(const json::Value& report) {
  Figures figures = values_of(report);
  std::erase_if(figures, [](const auto& figure) { return !is_figure(figure.first); });
  return figures;
}

std::string figure_name(std::string_view spelled) {
  std::string name(spelled.starts_with('/') ? spelled.substr(1) : spelled);
  std::ranges::replace(name, '/', '.');
  return name;
}

std::vector<std::string> known_figures() {
  std::vector<std::string> names;
  for (const json::Knob& knob : json::knobs<Report>())
    if (const std::string name = figure_name(knob.pointer);
        knob.field.shape.kind != json::Shape::Kind::array && is_figure(name) &&
        !name.starts_with("network_cost"))
      names.push_back(name);
  return names;
}

}  // namespace rda::regress
