// SPDX-License-Identifier: Apache-2.0
#include "sweep/point_values.h"

#include <algorithm>
#include <charconv>
#include <string_view>

namespace rda::sweep {
namespace {

using json::Value;

/// The member or item with a key; nullptr if there is none.
const Value* child_of(const Value& value, std::string_view key) {
  if (const auto* items = value.get_if<Value::Array>()) {
    std::size_t index = 0;
    const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), index);
    const bool whole = error == std::errc() && end == key.data() + key.size();
    return whole && index < items->size() ? &(*items)[index] : nullptr;
  }
  const auto* members = value.get_if<Value::Object>();
  if (!members) return nullptr;
  const auto member = members->find(key);
  return member == members->end() ? nullptr : &member->second;
}

/// The value at a dotted name, whose keys have no dots themselves: "pcu.lanes", "layers.0.hidden".
const Value* find(const Value& value, std::string_view name) {
  const std::size_t dot = name.find('.');
  const Value* child = child_of(value, name.substr(0, dot));
  return !child || dot == name.npos ? child : find(*child, name.substr(dot + 1));
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
