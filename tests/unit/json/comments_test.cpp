// SPDX-License-Identifier: Apache-2.0
#include "json/comments.h"

#include <gtest/gtest.h>

#include "json/load.h"
#include "rda/error.h"

namespace rda::json {
namespace {

std::string plain(std::string_view text) { return without_comments(text).text; }

/// The message for a text as a file of this kind; empty if it is read.
std::string refusal(FileKind kind, std::string_view text) {
  try {
    parse_as(kind, text, "f.json");
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

TEST(Comments, BecomeSpacesAndEveryOtherByteStaysAtItsPlace) {
  EXPECT_EQ(plain("{\"a\": 1 // one\n}"), "{\"a\": 1       \n}");
  EXPECT_EQ(plain("{/* x\ny */\"a\": 1}"), "{    \n    \"a\": 1}");
  EXPECT_EQ(plain("1 // at the end"), "1              ");
  EXPECT_EQ(plain("[1, /**/ 2]"), "[1,      2]");
}

TEST(Comments, InStringsAreText) {
  for (const char* text : {R"({"a": "// b", "c": "/* d */"})", R"({"a": "\"// b"})", R"(["\\", 1])",
                           R"(["a,]", ",}"])"})
    EXPECT_EQ(plain(text), text);
}

TEST(Comments, TrailingCommaBecomesASpace) {
  EXPECT_EQ(plain("[1, 2,]"), "[1, 2 ]");
  EXPECT_EQ(plain("{\"a\": \"b\", }"), "{\"a\": \"b\"  }");
  EXPECT_EQ(plain("[[1], // one\n]"), "[[1]        \n]");
}

TEST(Comments, CommaWithoutAValueBeforeItStays) {
  for (const char* text : {"[,]", "{,}", "[1,,]", "{\"a\":,}", "[1,2"})
    EXPECT_EQ(plain(text), text);
}

TEST(Comments, PlacesOfErrorsAreThoseInTheFile) {
  EXPECT_NE(refusal(FileKind::chip, "{ // a chip\n  /* of\n two lines */ \"name\": }")
                .find("f.json: line 3, column 23: "),
            std::string::npos)
      << refusal(FileKind::chip, "{ // a chip\n  /* of\n two lines */ \"name\": }");
}

TEST(Comments, WithoutAnEndAreNamedByTheirBegin) {
  EXPECT_EQ(refusal(FileKind::chip, "{\n  /* no end }"),
            "f.json: line 2, column 3: this comment has no end (needed: */)");
}

TEST(Comments, AreReadInEveryKindThatPeopleWrite) {
  for (const FileKind kind :
       {FileKind::chip, FileKind::workload, FileKind::sweep, FileKind::golden})
    EXPECT_EQ(parse_as(kind, "{ // c\n \"$schema\": \"s.json\", \"name\": \"n\", }", "f.json"),
              Value(Value::Object{{"name", "n"}}));
}

TEST(Comments, AreRefusedInASentenceInKindsThatProgramsWrite) {
  EXPECT_EQ(refusal(FileKind::mapping, "{\n \"hu\": 1 // c\n}"),
            "f.json: line 2, column 10: a comment (a program writes a mapping; only files "
            "that people write, such as chips and workloads, may have it)");
  for (const FileKind kind : {FileKind::report, FileKind::profile}) {
    EXPECT_NE(refusal(kind, "{\"a\": 1,}").find("column 8: a trailing comma"), std::string::npos);
    EXPECT_NE(refusal(kind, R"({"$schema": "s"})").find("f.json#/$schema: a program writes "),
              std::string::npos);
  }
}

TEST(Comments, SyntaxErrorsBesideThemAreToldFirst) {
  EXPECT_NE(refusal(FileKind::report, "{ // c\n \"a\" 1}").find("line 2, column 6"),
            std::string::npos);
}

TEST(Comments, SchemaHasToBeAString) {
  EXPECT_EQ(refusal(FileKind::chip, R"({"$schema": 1})"),
            "f.json#/$schema: expected a string, got 1 (where the JSON Schema of this file is)");
}

}  // namespace
}  // namespace rda::json
