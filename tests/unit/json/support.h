// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "rda/describe.h"
#include "rda/ids.h"

namespace rda::json::test {

enum class Color { red, green, blue };
constexpr std::array<std::string_view, 3> names(Color) { return {"red", "green", "blue"}; }

struct Circle {
  static constexpr std::string_view kKind = "circle";
  double radius = 1;
  friend bool operator==(const Circle&, const Circle&) = default;
  static void describe(auto& self, auto& visit) {
    visit("radius", self.radius, Range{0, 10}, Doc{"radius", "mm"});
  }
};

struct Box {
  static constexpr std::string_view kKind = "box";
  int side = -1;
  std::optional<Circle> hole;
  friend bool operator==(const Box&, const Box&) = default;
  static void describe(auto& self, auto& visit) {
    visit("side", self.side, Range{0}, Doc{"side", "mm"});
    visit("hole", self.hole, Doc{"hole in it"});
  }
};

using WheelId = Id<struct WheelTag>;

/// Has a field of every kind.
struct Thing {
  int count = 2;
  std::int64_t large = 0;
  std::uint64_t huge = 0;
  double weight = 0.5;
  bool heavy = false;
  std::string name = "thing";
  Color color = Color::green;
  Circle wheel{2.5};
  std::vector<int> list;
  std::vector<Circle> wheels;
  std::optional<int> maybe;
  std::map<std::string, std::vector<int>> table;
  std::variant<Circle, Box> form;
  WheelId first = WheelId(0);
  IdVector<WheelId, Circle> axle = {};
  friend bool operator==(const Thing&, const Thing&) = default;
  static void describe(auto& self, auto& visit) {
    visit("count", self.count, Range{1, 64}, Doc{"how many", "things", "our choice"});
    visit("large", self.large, Doc{"any integer"});
    visit("huge", self.huge, Doc{"any that is not negative"});
    visit("weight", self.weight, Range{0, 1}, Doc{"weight | mass", "kg"});
    visit("heavy", self.heavy, Doc{"hard to lift"});
    visit("name", self.name, Doc{"name"});
    visit("color", self.color, Doc{"its color"});
    visit("wheel", self.wheel, Doc{"the wheel"});
    visit("list", self.list, Range{0, 9}, Doc{"digits"});
    visit("wheels", self.wheels, Doc{"more wheels"});
    visit("maybe", self.maybe, Range{0, 9}, Doc{"perhaps a digit"});
    visit("table", self.table, Doc{"rows by name"});
    visit("form", self.form, Doc{"its form"});
    visit("first", self.first, Range{0}, Doc{"wheel in front"});
    visit("axle", self.axle, Doc{"wheels by number"});
  }
};

}  // namespace rda::json::test
