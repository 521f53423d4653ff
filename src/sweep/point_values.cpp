// SPDX-License-Identifier: Apache-2.0
#include "sweep/point_values.h"

#include <algorithm>
#include <string_view>

namespace rda::sweep {
namespace {

using json::Value;

/// The member at a dotted name, whose keys have no dots themselves.
const Value* find(const Value& object, std::string_view name) {
  const auto* members = object.get_if<Value::Object>();
  const std::size_t dot = name.find('.');
  const auto member =
      members ? members->find(name.substr(0, dot)) : Value::Object::const_iterator();
  if (!members || member == members->end()) return nullptr;
  if (dot == name.npos) return &member->second;
  return find(member->second, name.substr(dot + 1));
}

bool is_plain(const Value& value) {
  return !value.get_if<Value::Object>() && !value.get_if<Value::Array>();
}

}  // namespace

std::optional<Value> value_at(const Results::Row& row, const std::string& name,
                              const std::vector<Computed>& computed) {
  const Point& point = row.point;
  const auto plain = [](const Value* value) {
    return value && is_plain(*value) ? std::optional(*value) : std::nullopt;
  };
  constexpr std::string_view kReport = "report.";  // a figure that has the name of a knob
  if (row.result) {
    if (name.starts_with(kReport))
      if (const auto figure =
              plain(find(row.result->report, std::string_view(name).substr(kReport.size()))))
        return figure;
    if (const auto figure = plain(find(row.result->report, name))) return figure;
  }
  const auto& knobs = point.knobs.get<Value::Object>();
  if (const auto knob = knobs.find(name); knob != knobs.end()) return plain(&knob->second);
  for (const Value* part : {&point.chip, &point.workload, &point.mapping})
    if (const Value* value = find(*part, name)) return plain(value);
  if (const auto number = std::ranges::find(computed, name, &Computed::name);
      number != computed.end())
    return Value(number->value({point.chip, point.workload, point.mapping}));
  return std::nullopt;
}

std::vector<std::string> other_numbers(const Point& point, const std::vector<Computed>& computed) {
  std::vector<std::string> names;
  for (const Value* part : {&point.chip, &point.workload, &point.mapping})
    for_each_metric(*part, [&](const std::string& name, const Value& value) {
      if (number_of(value)) names.push_back(name);
    });
  for (const Computed& number : computed) names.push_back(number.name);
  return names;
}

}  // namespace rda::sweep
