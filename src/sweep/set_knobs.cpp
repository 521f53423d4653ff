// SPDX-License-Identifier: Apache-2.0
#include "sweep/set_knobs.h"

#include <utility>

#include "sweep/results.h"
#include "sweep/setting.h"

namespace rda::sweep {
namespace {

using json::Value;

bool is_same(const Value& a, const Value& b) {
  const auto number_a = number_of(a), number_b = number_of(b);
  return number_a && number_b ? number_a == number_b : a == b;
}

std::map<std::string, Value> values_of(const Point& point) {
  std::map<std::string, Value> values;
  const auto add = [&](const std::string& part, const Value& value) {
    for_each_metric(value, [&](const std::string& name, const Value& member) {
      values.emplace(part + '.' + name, member);
    });
  };
  add("chip", point.chip);
  add("workload", point.workload);
  add("mapping", point.mapping);
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
