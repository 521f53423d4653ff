// SPDX-License-Identifier: Apache-2.0
#include "json/text_writer.h"

#include <gtest/gtest.h>

#include "json/shape.h"
#include "json/writer.h"
#include "rda/error.h"
#include "unit/json/support.h"

namespace rda::json {
namespace {

using test::Box;
using test::Circle;
using test::Thing;

/// Arrays of plain and of other values, and members whose names are not sorted.
struct Nest {
  std::vector<std::vector<int>> rows;
  std::vector<std::optional<Circle>> holes;
  std::vector<std::string> names;
  std::map<std::string, Thing> things;
  std::map<std::string, int> none;
  static void describe(auto& self, auto& visit) {
    visit("rows", self.rows, Doc{""});
    visit("names", self.names, Doc{""});
    visit("holes", self.holes, Doc{""});
    visit("things", self.things, Doc{""});
    visit("a", self.none, Doc{""});
  }
};

template <class T>
void expect_text_of_value(const T& object) {
  EXPECT_EQ(write(object), dump(to_value(object)) + '\n');
}

TEST(TextWriter, WritesWhatTheValueWouldBeDumpedAs) {
  Thing thing;
  expect_text_of_value(thing);
  thing.huge = ~std::uint64_t{0};
  thing.large = -5;
  thing.weight = 1e-30;
  thing.name = "a \"quote\"\\ \x01\n\t\b\f\r \xc3\xa9";
  thing.list = {1, 2, 3};
  thing.wheels = {Circle{1}, Circle{0.1}};
  thing.maybe = 7;
  thing.table = {{"z/~\n", {}}, {"a", {1}}};
  thing.form = Box{3, Circle{2}};
  thing.first = thing.axle.add(Circle{6});
  expect_text_of_value(thing);
  Nest nest;
  expect_text_of_value(nest);
  nest.rows = {{}, {1, 2}};
  nest.names = {"x", ""};
  nest.holes = {std::nullopt, std::nullopt};
  nest.things = {{"two", thing}, {"one", Thing()}};
  expect_text_of_value(nest);
  nest.holes.push_back(Circle{4});
  expect_text_of_value(nest);
}

struct Named {
  std::string name = "n";
  std::vector<Circle> circles{{2}};
  static void describe(auto& self, auto& visit) {
    visit("name", self.name, Text{"name"});
    visit("circles", self.circles, Doc{"circles"});
  }
};

TEST(TextWriter, LeavesTextsOutOfInputs) {
  EXPECT_EQ(write_inputs(Named{"a"}), write_inputs(Named{"b"}));
  EXPECT_NE(write(Named{"a"}), write(Named{"b"}));
  EXPECT_NE(write_inputs(Named{"a", {{1}}}), write_inputs(Named{"a", {{2}}}));
  EXPECT_EQ(dump(without_texts(to_value(Named{}), shape<Named>())) + '\n', write_inputs(Named{}));
}

TEST(TextWriter, RefusesWhatJsonCannotSay) { EXPECT_THROW(write(Circle{1 / 0.0}), InternalError); }

}  // namespace
}  // namespace rda::json
