// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "json/knobs.h"
#include "json/reader.h"
#include "json/writer.h"
#include "rda/describe.h"
#include "rda/error.h"
#include "sweep/plan.h"
#include "sweep/setting.h"
#include "sweep/spec.h"

namespace rda::sweep::test {

/// A described chip of one kind of knob each.
struct SmallChip {
  int lanes = 4, banks = 4;
  double clock = 1000;
  bool packing = true;
  std::string name = "small";

  static void describe(auto& self, auto& visit) {
    visit("lanes", self.lanes, Range{1, 64}, Doc{"SIMD lanes", "lanes"});
    visit("banks", self.banks, Range{1, 64}, Doc{"banks", "banks"});
    visit("clock", self.clock, Range{1, 5000}, Doc{"clock", "MHz"});
    visit("packing", self.packing, Doc{"packed values"});
    visit("name", self.name, Doc{"name"});
  }
};
struct SmallWorkload {
  int hidden = 8;
  static void describe(auto& self, auto& visit) {
    visit("hidden", self.hidden, Range{1, 4096}, Doc{"units", "units"});
  }
};
struct SmallMapping {
  int seed = 1;
  static void describe(auto& self, auto& visit) {
    visit("seed", self.seed, Range{0, 1e9}, Doc{"seed"});
  }
};

template <class T>
void add_knobs(json::Value Setting::*part, std::vector<Knob>& knobs) {
  for (json::Knob& knob : json::knobs<T>()) knobs.push_back({part, std::move(knob)});
}

/// A chip, two workloads "a" and "b", and "sites", computed from lanes.
inline Ground small_ground() {
  Ground ground;
  add_knobs<SmallChip>(&Setting::chip, ground.knobs);
  add_knobs<SmallWorkload>(&Setting::workload, ground.knobs);
  add_knobs<SmallMapping>(&Setting::mapping, ground.knobs);
  ground.chips = {{"small", json::to_value(SmallChip{})}};
  ground.mapping = json::to_value(SmallMapping{});
  ground.workloads = {{"a", json::to_value(SmallWorkload{8}), ""},
                      {"b", json::to_value(SmallWorkload{16}), ""}};
  ground.computed = {{"sites", {"/lanes"}, [](const Setting& setting) {
                        return 10 * *number_of(setting.chip.get<json::Value::Object>().at("lanes"));
                      }}};
  ground.simulator = "test";
  ground.complete = [](Setting&) {};
  return ground;
}

inline Ground one_workload() {
  Ground ground = small_ground();
  ground.workloads.pop_back();
  return ground;
}

/// One workload, and two chips "small" and "large".
inline Ground two_chips() {
  Ground ground = one_workload();
  ground.chips.push_back({"large", json::to_value(SmallChip{16, 8, 2000, true, "large"})});
  ground.varies_chips = true;
  return ground;
}

inline Spec spec_of(const std::string& text) { return json::read<Spec>(text, "s.json"); }

struct Outcome {
  Planned planned;
  std::vector<Point> points;
  /// The values of a knob, one point after another, on one line.
  std::string values(const std::string& name) const {
    std::string text;
    for (const Point& point : points)
      text += (text.empty() ? "" : " ") +
              json::dump_line(point.knobs.get<json::Value::Object>().at(name));
    return text;
  }
};

inline Outcome planned(const std::string& text, const Ground& ground = one_workload()) {
  Outcome outcome;
  outcome.planned = plan(spec_of(text), "s.json", ground,
                         [&](const Point& point) { outcome.points.push_back(point); });
  return outcome;
}

/// The message with which a spec is refused; empty if it is not.
inline std::string refusal(const std::string& text, const Ground& ground = one_workload()) {
  try {
    planned(text, ground);
  } catch (const ConfigError& error) {
    return error.what();
  }
  return "";
}

}  // namespace rda::sweep::test
