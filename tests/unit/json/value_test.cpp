// SPDX-License-Identifier: Apache-2.0
#include "json/value.h"

#include <gtest/gtest.h>

#include <limits>

#include "rda/error.h"

namespace rda::json {
namespace {

/// The error of parsing `text`; empty if there is none.
std::string complaint(std::string_view text) {
  try {
    parse(text, "f.json");
  } catch (const ConfigError& error) {
    EXPECT_EQ(error.exit_code, ExitCode::bad_input);
    return error.what();
  }
  return "";
}

void expect_starts(const std::string& text, const std::string& start) {
  EXPECT_TRUE(text.starts_with(start)) << text;
}

TEST(Parse, NamesLineAndColumnOfASyntaxError) {
  expect_starts(complaint("{\n  \"a\": 1,\n  b: 2}"),
                "f.json: line 3, column 3: b begins no value");
  expect_starts(complaint("{\"a\": \"x"), "f.json: line 1, column ");
  expect_starts(complaint("{} {}"), "f.json: line 1, column 4: ");
  expect_starts(complaint("{\"a\": 1e999}"), "f.json: line 1, column 11: number overflow");
}

TEST(Parse, SaysWhatPeopleMeanWhoWriteWhatJsonDoesNotHave) {
  EXPECT_EQ(complaint("{\n# so\n}"),
            "f.json: line 2, column 1: # begins no value (comments begin with //)");
  EXPECT_EQ(complaint("{'a': 1}"),
            "f.json: line 1, column 2: ' begins no value (texts stand in double quotes)");
  EXPECT_EQ(
      complaint(R"({"a": True})"),
      "f.json: line 1, column 7: T begins no value (true, false and null have small letters)");
  EXPECT_EQ(complaint("{\"a\": 1\n\"b\": 2}"),
            "f.json: line 2, column 3: a comma is missing before this text");
}

TEST(Parse, CallsAnEmptyFileEmpty) {
  EXPECT_EQ(complaint(""), "f.json: line 1, column 1: the file is empty");
  expect_starts(complaint(" \n\n"), "f.json: line 3, column 1: the file is empty");
}

TEST(Parse, StaysOnOneLineWhateverTheFileHolds) {
  for (const std::string text :
       {"{\"a\n\": 1}", "{\"\xff\": 1}", "\x01\x02", "{\"a\": \"\x1b[31m\"}", "[\r\n\r\n}"}) {
    const std::string message = complaint(text);
    EXPECT_FALSE(message.empty());
    EXPECT_EQ(message.find_first_of("\n\r\x1b\xff"), std::string::npos) << message;
  }
  EXPECT_LT(complaint("[\"" + std::string(100000, 'x')).size(), 300u);
}

TEST(Parse, RefusesAKeySaidTwiceInOneObject) {
  EXPECT_EQ(complaint(R"({"a": {"b": 1, "c": 2, "b": 3}})"),
            "f.json#/a/b: this key is given twice");
  EXPECT_EQ(complaint(R"([0, [{"b": 1}, {"b": 1, "b": 3}]])"),
            "f.json#/1/1/b: this key is given twice");
  EXPECT_EQ(complaint(R"({"a": {"b": 1}, "c": {"b": 1}})"), "");
}

TEST(Parse, RefusesNestingDeeperThanAHundredLevels) {
  EXPECT_EQ(complaint(std::string(100, '[') + std::string(100, ']')), "");
  EXPECT_NE(complaint(std::string(101, '[') + std::string(101, ']')).find("nested deeper than 100"),
            std::string::npos);
  EXPECT_NE(complaint(std::string(1000000, '[')).find("nested deeper"), std::string::npos);
}

TEST(Parse, KeepsIntegersOfSixtyFourBitsExact) {
  const Value value =
      parse("[9223372036854775807, 18446744073709551615, -9223372036854775808]", "f");
  EXPECT_EQ(dump(value), "[9223372036854775807, 18446744073709551615, -9223372036854775808]");
}

TEST(Dump, SortsKeysAndReadsBackTheSame) {
  const Value value =
      parse(R"({"b": [1, {"x": []}], "a": {"z": null, "y": true}, "": "\"\\\n\u0001é"})", "f");
  const std::string text = dump(value);
  EXPECT_EQ(parse(text, "f"), value);
  EXPECT_EQ(dump(parse(text, "f")), text);
  EXPECT_LT(text.find("\"a\""), text.find("\"b\""));
}

TEST(Dump, WritesRealsInTheShortestFormThatReadsBackAndNeverAsIntegers) {
  EXPECT_EQ(dump(1000.0), "1000.0");
  EXPECT_EQ(dump(0.1), "0.1");
  EXPECT_EQ(dump(-0.0), "-0.0");
  for (const double number :
       {1.0 / 3, 1e22, 1e-300, 5e-324, 123456789012345680.0, std::numeric_limits<double>::max()}) {
    const Value back = parse(dump(number), "f");
    ASSERT_NE(back.get_if<double>(), nullptr) << dump(number);
    EXPECT_EQ(back.get<double>(), number);
  }
}

TEST(Dump, HasNoWordForInfinity) {
  EXPECT_THROW(dump(std::numeric_limits<double>::infinity()), InternalError);
}

TEST(Pointer, EscapesTildeAndSlash) {
  EXPECT_EQ(child("/a", "b/c~d"), "/a/b~1c~0d");
  EXPECT_EQ(split_pointer("/a/b~1c~0d/"), (std::vector<std::string>{"a", "b/c~d", ""}));
  EXPECT_TRUE(split_pointer("").empty());
  EXPECT_THROW(split_pointer("a/b"), ConfigError);
}

}  // namespace
}  // namespace rda::json
