// SPDX-License-Identifier: Apache-2.0
#include "sweep/set_knobs.h"

#include <utility>

#include "sweep/setting.h"

namespace rda::sweep {
namespace {

using json::Value;

bool is_same(const Value& a, const Value& b) {
  const auto number_a = number_of(a), number_b = number_of(b);
  return number_a && number_b ? number_a == number_b : a == b;
}

/// Adds the plain values in a value, also those in lists: "workload.layers.0.hidden".
void add_values(const std::string& name, const Value& value, std::map<std::string, Value>& values) {
  if (const auto* members = value.get_if<Value::Object>()) {
    for (const auto& [key, member] : *members) add_values(name + '.' + key, member, values);
  } else if (const auto* items = value.get_if<Value::Array>()) {
    for (std::size_t i = 0; i < items->size(); ++i)
      add_values(name + '.' + std::to_string(i), (*items)[i], values);
  } else if (!value.is_null()) {
    values.emplace(name, value);
  }
}

std::map<std::string, Value> values_of(const Point& point) {
  std::map<std::string, Value> values;
  add_values("chip", point.chip, values);
  add_values("workload", point.workload, values);
  add_values("mapping", point.mapping, values);
  return values;
}

}  // namespace

void SetKnobs::note(const Point& point) {
  const std::map<std::string, Value> values = values_of(point);
  const auto& knobs = point.knobs.get<Value::Object>();
  if (!std::exchange(noted_, true)) {
    for (const auto& [knob, is] : knobs)
      for (const auto& [place, value] : values)
        if (is_same(is, value)) places_[knob].push_back(place);
    return;
  }
  for (auto& [knob, places] : places_)
    std::erase_if(places, [&, &knob = knob](const std::string& place) {
      const auto is = knobs.find(knob);
      const auto value = values.find(place);
      return is == knobs.end() || value == values.end() || !is_same(is->second, value->second);
    });
}

bool SetKnobs::has(const std::string& knob) const {
  const auto places = places_.find(knob);
  return places != places_.end() && !places->second.empty();
}

}  // namespace rda::sweep
