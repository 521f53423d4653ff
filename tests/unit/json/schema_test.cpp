// SPDX-License-Identifier: Apache-2.0
#include "json/schema.h"

#include <gtest/gtest.h>

#include "json/knobs.h"
#include "json/reference.h"
#include "unit/json/support.h"

namespace rda::json {
namespace {

using test::Thing;

/// The schema of one property, on one line.
std::string property(const std::string& key) {
  const Value schema_value = parse(schema<Thing>("Thing"), "schema");
  const auto& root = schema_value.get<Value::Object>();
  return dump_line(root.at("properties").get<Value::Object>().at(key));
}

TEST(Schema, SaysTypeRangeDefaultAndMeaning) {
  EXPECT_EQ(property("count"),
            R"json({"default": 2, "description": "how many [things] (default: our choice)", )json"
            R"json("maximum": 64, "minimum": 1, "type": "integer"})json");
  EXPECT_EQ(property("color"), R"({"default": "green", "description": "its color", )"
                               R"("enum": ["red", "green", "blue"], "type": "string"})");
}

TEST(Schema, BoundsIntegersByTheirTypeWhereNoRangeDoes) {
  EXPECT_NE(property("huge").find(R"("maximum": 18446744073709551615, "minimum": 0)"),
            std::string::npos);
  EXPECT_NE(property("large").find(R"("minimum": -9223372036854775808)"), std::string::npos);
}

TEST(Schema, ForbidsUnknownKeysAndRequiresThoseWithoutDefault) {
  EXPECT_NE(property("wheel").find(R"("additionalProperties": false)"), std::string::npos);
  EXPECT_NE(property("form").find(R"("required": ["side", "kind"])"), std::string::npos);
  EXPECT_NE(property("form").find(R"("kind": {"const": "box"})"), std::string::npos);
}

TEST(Schema, AnIdIsAnIntegerAndAVectorOfThemAnArray) {
  EXPECT_EQ(property("first"),
            R"json({"default": 0, "description": "wheel in front", )json"
            R"json("maximum": 2147483647, "minimum": 0, "type": "integer"})json");
  EXPECT_NE(property("axle").find(R"("type": "array")"), std::string::npos) << property("axle");
}

TEST(Schema, AllowsNullForAnOptional) {
  EXPECT_NE(property("maybe").find(R"({"type": "null"})"), std::string::npos);
}

TEST(Knobs, ListsWhatCanBeSetAlone) {
  const std::vector<std::string> want{"/count", "/large", "/huge",         "/weight", "/heavy",
                                      "/name",  "/color", "/wheel/radius", "/list",   "/wheels",
                                      "/maybe", "/table", "/form",         "/first",  "/axle"};
  const std::vector<Knob> found = knobs<Thing>();
  EXPECT_EQ(pointers(found), want);
  EXPECT_EQ(found[0].field.shape.lo, make_integer(1));
  EXPECT_EQ(found[0].field.shape.hi, make_integer(64));
  EXPECT_EQ(found[7].field.fallback, Value(2.5));
}

TEST(Reference, HasARowForEveryValue) {
  const std::string text = reference_markdown<Thing>("Thing");
  EXPECT_TRUE(text.starts_with("# Thing\n\n| Key |"));
  EXPECT_NE(text.find("| `/count` | integer | 1 to 64 | `2` | things | how many | our choice |\n"),
            std::string::npos);
  EXPECT_NE(text.find("| `/weight` | number | 0 to 1 | `0.5` | kg | weight \\| mass |  |\n"),
            std::string::npos);
  EXPECT_NE(text.find("| `/wheels/*/radius` | number |"), std::string::npos);
  EXPECT_NE(text.find("| `/form/side` | integer | 0 to 2147483647 | required | mm | side |  |\n"),
            std::string::npos);
}

}  // namespace
}  // namespace rda::json
