// SPDX-License-Identifier: Apache-2.0
#include "json/reader.h"

#include <gtest/gtest.h>

#include "json/text_writer.h"
#include "rda/error.h"
#include "unit/json/support.h"

namespace rda::json {
namespace {

using test::Box;
using test::Circle;
using test::Color;
using test::Thing;
using test::WheelId;

Thing read_thing(std::string_view text, const std::vector<Override>& overrides = {}) {
  return read<Thing>(text, "f.json", overrides);
}

/// The error of reading; empty if there is none.
std::string complaint_on_reading(std::string_view text,
                                 const std::vector<Override>& overrides = {}) {
  try {
    read_thing(text, overrides);
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

TEST(Reader, LeavesDefaultsWhereKeysAreAbsent) { EXPECT_EQ(read_thing("{}"), Thing{}); }

TEST(Reader, FillsFieldsOfEveryKind) {
  const Thing thing = read_thing(R"({"count": 3, "large": -9223372036854775808,
      "huge": 18446744073709551615, "weight": 1, "heavy": true, "name": "x", "color": "blue",
      "wheel": {"radius": 3.5}, "list": [1, 2], "wheels": [{}, {"radius": 2}], "maybe": 4,
      "table": {"a": [1], "b": []}, "form": {"kind": "box", "side": 5, "hole": {"radius": 4}}, "first": 3,
      "axle": [{"radius": 8}, {}]})");
  Thing want{3,
             std::numeric_limits<std::int64_t>::min(),
             std::numeric_limits<std::uint64_t>::max(),
             1.0,
             true,
             "x",
             Color::blue,
             {3.5},
             {1, 2},
             {{1}, {2}},
             4,
             {{"a", {1}}, {"b", {}}},
             Box{5, Circle{4}},
             WheelId(3),
             {{8}, {1}}};
  EXPECT_EQ(thing, want);
}

TEST(Reader, ReadsBackWhatTheWriterWrote) {
  Thing thing;
  thing.large = std::numeric_limits<std::int64_t>::max();
  thing.weight = 1.0 / 3;
  thing.form = Box{7, std::nullopt};
  thing.table["k/~"] = {1, 2, 3};
  thing.first = thing.axle.add(Circle{3});
  const std::string text = write(thing);
  EXPECT_EQ(read_thing(text), thing);
  EXPECT_EQ(write(read_thing(text)), text);
}

TEST(Reader, NamesTheNearestKeyForAnUnknownOne) {
  EXPECT_EQ(complaint_on_reading(R"({"wheel": {"radios": 3}})"),
            "f.json#/wheel/radios: unknown key; did you mean \"radius\"?");
  EXPECT_EQ(complaint_on_reading(R"({"wheels": [{}, {"radios": 3}]})"),
            "f.json#/wheels/1/radios: unknown key; did you mean \"radius\"?");
}

TEST(Reader, RefusesAnEmptyKey) {
  for (const char* text :
       {R"({"": 1})", R"({"wheel": {"": 1}})", R"({"form": {"kind": "box", "": 1}})"})
    EXPECT_NE(complaint_on_reading(text).find("/: unknown key"), std::string::npos)
        << text << complaint_on_reading(text);
}

TEST(Reader, NamesRangeAndMeaningOfANumberOutOfRange) {
  EXPECT_EQ(complaint_on_reading(R"({"count": 128})"),
            "f.json#/count: 128 is out of range [1, 64] (how many)");
  EXPECT_EQ(complaint_on_reading(R"({"weight": 1.5})"),
            "f.json#/weight: 1.5 is out of range [0, 1] (weight | mass)");
  EXPECT_EQ(complaint_on_reading(R"({"list": [3, 10]})"),
            "f.json#/list/1: 10 is out of range [0, 9] (digits)");
  EXPECT_EQ(complaint_on_reading(R"({"maybe": -1})"),
            "f.json#/maybe: -1 is out of range [0, 9] (perhaps a digit)");
  EXPECT_EQ(complaint_on_reading(R"({"large": 9223372036854775808})"),
            "f.json#/large: 9223372036854775808 is out of range [-9223372036854775808, "
            "9223372036854775807] (any integer)");
  EXPECT_NE(complaint_on_reading(R"({"huge": 18446744073709551616})")
                .find("is out of range [0, 1844674407370"),
            std::string::npos);
}

TEST(Reader, NamesTheTypeItExpected) {
  EXPECT_EQ(complaint_on_reading(R"({"count": "2"})"),
            "f.json#/count: expected an integer, got \"2\" (how many)");
  EXPECT_EQ(complaint_on_reading(R"({"count": true})"),
            "f.json#/count: expected an integer, got true (how many)");
  EXPECT_EQ(complaint_on_reading(R"({"heavy": 1})"),
            "f.json#/heavy: expected true or false, got 1 (hard to lift)");
  EXPECT_EQ(complaint_on_reading(R"({"wheel": []})"),
            "f.json#/wheel: expected an object, got [] (the wheel)");
  EXPECT_EQ(complaint_on_reading(R"({"name": null})"),
            "f.json#/name: expected a string, got null (name)");
  EXPECT_EQ(complaint_on_reading("[1]"), "f.json: expected an object, got [1]");
}

TEST(Reader, TakesAWholeRealAsAnIntegerAsJsonSchemaDoes) {
  EXPECT_EQ(read_thing(R"({"count": 3.0})").count, 3);
  EXPECT_EQ(read_thing(R"({"count": 3e1})").count, 30);
  EXPECT_EQ(complaint_on_reading(R"({"count": 3.5})"),
            "f.json#/count: expected an integer, got 3.5 (how many)");
  EXPECT_EQ(complaint_on_reading(R"({"count": 1e300})"),
            "f.json#/count: 1e+300 is out of range [1, 64] (how many)");
}

TEST(Reader, ListsTheNamesOfAnEnum) {
  EXPECT_EQ(complaint_on_reading(R"({"color": "gren"})"),
            "f.json#/color: \"gren\" is not one of \"red\", \"green\", \"blue\"; did you mean "
            "\"green\"? (its color)");
  EXPECT_EQ(complaint_on_reading(R"({"color": 1})"),
            "f.json#/color: 1 is not one of \"red\", \"green\", \"blue\" (its color)");
}

TEST(Reader, NeedsTheKindOfAVariantAndKnowsOnlyItsFields) {
  EXPECT_EQ(complaint_on_reading(R"({"form": {}})"),
            "f.json#/form/kind: missing; one of \"circle\", \"box\"");
  EXPECT_EQ(complaint_on_reading(R"({"form": {"kind": "boxx"}})"),
            "f.json#/form/kind: \"boxx\" is not one of \"circle\", \"box\"; did you mean \"box\"?");
  EXPECT_EQ(complaint_on_reading(R"({"form": {"kind": "circle", "side": 3}})"),
            "f.json#/form/side: unknown key");
}

TEST(Reader, NeedsAKeyWhoseDefaultIsNoLegalValue) {
  EXPECT_EQ(complaint_on_reading(R"({"form": {"kind": "box"}})"),
            "f.json#/form/side: missing; it has no default (side)");
}

TEST(Reader, TakesAnIdAsItsNumber) {
  EXPECT_EQ(read_thing(R"({"first": 7})").first, WheelId(7));
  EXPECT_EQ(complaint_on_reading(R"({"first": -1})"),
            "f.json#/first: -1 is out of range [0, 2147483647] (wheel in front)");
  EXPECT_EQ(complaint_on_reading(R"({"first": "7"})"),
            "f.json#/first: expected an integer, got \"7\" (wheel in front)");
  EXPECT_EQ(complaint_on_reading(R"({"axle": [{}, {"radius": 11}]})"),
            "f.json#/axle/1/radius: 11 is out of range [0, 10] (radius)");
}

/// Names a wheel, and which one is not to be guessed.
struct Choice {
  WheelId wheel;
  std::vector<WheelId> others;
  static void describe(auto& self, auto& visit) {
    visit("wheel", self.wheel, Range{0}, Doc{"wheel"});
    visit("others", self.others, Range{0}, Doc{"other wheels"});
  }
};

TEST(Reader, NeedsAnIdThatNamesNothingByDefault) {
  EXPECT_THROW(read<Choice>("{}", "f.json"), ConfigError);
  EXPECT_THROW(read<Choice>(R"({"wheel": 0, "others": [-1]})", "f.json"), ConfigError);
  const Choice choice = read<Choice>(R"({"wheel": 0, "others": [2, 1]})", "f.json");
  EXPECT_EQ(choice.wheel, WheelId(0));
  EXPECT_EQ(choice.others, (std::vector{WheelId(2), WheelId(1)}));
}

TEST(Reader, TakesNullAsAnAbsentOptional) {
  EXPECT_EQ(read_thing(R"({"maybe": null})").maybe, std::nullopt);
}

TEST(Override, ReplacesTheValueAtItsPointer) {
  const Thing thing = read_thing(R"({"count": 3, "list": [1, 2]})", {{"/count", "4"},
                                                                     {"/name", "bare"},
                                                                     {"/color", "\"red\""},
                                                                     {"/wheel/radius", "7"},
                                                                     {"/list/1", "5"},
                                                                     {"/list/2", "6"},
                                                                     {"/table/a~1b", "[1]"}});
  EXPECT_EQ(thing.count, 4);
  EXPECT_EQ(thing.name, "bare");
  EXPECT_EQ(thing.color, Color::red);
  EXPECT_EQ(thing.wheel.radius, 7);
  EXPECT_EQ(thing.list, (std::vector<int>{1, 5, 6}));
  EXPECT_EQ(thing.table.at("a/b"), std::vector<int>{1});
}

TEST(Override, TheLastOfTwoWins) {
  EXPECT_EQ(read_thing("{}", {{"/count", "4"}, {"/count", "5"}}).count, 5);
}

TEST(Override, IsNamedWhenItsValueIsWrong) {
  EXPECT_EQ(complaint_on_reading("{}", {{"/count", "128"}}),
            "f.json#/count: 128 is out of range [1, 64] (how many) (from --set /count=128)");
  EXPECT_EQ(complaint_on_reading("{}", {{"/wheel/radios", "1"}}),
            "f.json#/wheel/radios: unknown key; did you mean \"radius\"? (from --set "
            "/wheel/radios=1)");
  EXPECT_EQ(complaint_on_reading("{}", {{"/wheel", "{\"radius\": 11}"}}),
            "f.json#/wheel/radius: 11 is out of range [0, 10] (radius) (from --set "
            "/wheel={\"radius\": 11})");
  EXPECT_NE(
      complaint_on_reading("{\"name\": \"x\"}", {{"/name/first", "1"}}).find("--set /name/first=1"),
      std::string::npos);
  EXPECT_NE(complaint_on_reading("{}", {{"/name", "\xff"}}).find("--set /name="),
            std::string::npos);
}

TEST(Override, LeavesPointersOfOthersAlone) {
  EXPECT_EQ(read_thing("{}", {{"/elsewhere/count", "4"}}), Thing{});
  EXPECT_TRUE(owns<Thing>("/wheel/radios"));
  EXPECT_TRUE(owns<Thing>("/count"));
  EXPECT_FALSE(owns<Thing>("/counts"));
  EXPECT_FALSE(owns<Thing>(""));
  EXPECT_FALSE(owns<Thing>("count"));
}

TEST(Override, ReachesStructsThatComeFromNoFile) {
  Thing thing;
  thing.count = 9;
  override_fields(thing, std::vector<Override>{{"/weight", "0.25"}, {"/else", "1"}});
  EXPECT_EQ(thing.weight, 0.25);
  EXPECT_EQ(thing.count, 9);
  EXPECT_THROW(override_fields(thing, std::vector<Override>{{"/weight", "2"}}), Error);
}

TEST(Override, OfNoFileIsNamedByItsWords) {
  Thing thing;
  try {
    override_fields(thing, std::vector<Override>{{"/weight", "many"}});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.exit_code, ExitCode::bad_input);
    EXPECT_EQ(std::string(error.what()).find("--set /weight=many: "), 0u) << error.what();
  }
}

TEST(Override, ThatTakesAwayAnEarlierOneIsRefused) {
  using Overrides = std::vector<Override>;
  const auto refused = [](const Overrides& overrides) {
    try {
      refuse_contradictions(overrides);
      return std::string();
    } catch (const UsageError& error) {
      return std::string(error.what());
    }
  };
  EXPECT_EQ(refused({{"/a", "1"}, {"/b", "2"}, {"/a", "3"}}),
            "--set /a=1 and --set /a=3 want different values (give one of them)");
  EXPECT_NE(refused({{"/a/b", "1"}, {"/a", "{}"}}), "");
  EXPECT_EQ(refused({{"/a", "1"}, {"/a", " 1"}}), "");
  EXPECT_EQ(refused({{"/a", "x"}, {"/a", "\"x\""}}), "");
  EXPECT_EQ(refused({{"/a", "{}"}, {"/a/b", "1"}}), "");
  EXPECT_EQ(refused({{"/a", "1"}, {"/ab", "2"}}), "");
}

TEST(Override, OfAPointerThatNobodyKnowsIsRefusedWithTheNearest) {
  const std::vector<std::string> known{"/pcu/lanes", "/pcu/inputs/vector", "/steps"};
  reject_unknown(std::vector<Override>{{"/pcu/lanes", "1"}, {"/pcu", "{}"}, {"/steps/0", "1"}},
                 known);
  try {
    reject_unknown(std::vector<Override>{{"/pcu/lane", "1"}}, known);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.exit_code, ExitCode::bad_input);
    EXPECT_STREQ(error.what(),
                 "--set /pcu/lane=1: no knob has this pointer; did you mean \"/pcu/lanes\"?");
  }
}

}  // namespace
}  // namespace rda::json
