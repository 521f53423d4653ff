// SPDX-License-Identifier: Apache-2.0
#include "regress/render.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

namespace rda::regress {
namespace {

/// A case that moved. Its name and reason contain everything that must be escaped.
CheckResult nasty() {
  CheckResult result;
  result.golden = "a,b:c.json";
  CaseResult& moved = result.cases.emplace_back();
  moved.name = "<x> & \"y\" | 100%";
  moved.failed = true;
  moved.rows.push_back(
      {"cycles", 100, 110, Verdict::moved, 1.1, "equal", "tab\there\x01, ]]> and\nnew line"});
  moved.where.emplace();
  moved.where->cause = "network";
  moved.where->says = {"Mostly network streams."};
  moved.where->chain_steps = 1;
  moved.where->spent = {{"network", 10, 20}};
  moved.where->chain = {{"network a[*]", 10, 20}};
  result.cases.push_back(broken("gone", "w.json: no such file"));
  result.cases.emplace_back().name = "fine";
  return result;
}

TEST(Render, TextNamesTheMetricTheChangeAndTheCause) {
  const std::string text = to_text(nasty());
  for (const char* part : {"3 cases, 2 failed", "cycles 100 -> 110, x 1.1000", "network (1 case)",
                           "it cannot run: w.json: no such file", "network a[*]", "+10"})
    EXPECT_NE(text.find(part), std::string::npos) << part << " in\n" << text;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 80u) << line;
}

TEST(Render, TextOfNoFailureIsOneLine) {
  CheckResult result;
  result.golden = "g.json";
  result.cases.emplace_back().name = "fine";
  EXPECT_EQ(to_text(result), "g.json: 1 case, as recorded\n");
  EXPECT_EQ(to_annotations(result), "");
}

TEST(Render, NoLineOfATableIsLongerThan80Columns) {
  CheckResult result = nasty();
  result.cases.front().where->chain.push_back(
      {"network layer0 h.next.element_wise -> h.next.gather, h.rows, c.rows, c.tanh.look_up", 1,
       2});
  const std::string text = to_text(result);
  EXPECT_NE(text.find("network layer0 h.next.element_wise -> h.next.gather"), std::string::npos);
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 80u) << line;
}

TEST(Render, TextHasTheWholeNameOfAFailedCaseWithin80Columns) {
  CheckResult result = nasty();
  const std::string half(50, 'n');
  result.cases.front().name = half + ' ' + half;
  EXPECT_NE(to_text(result).find("FAILED " + half + "\n       " + half + '\n'), std::string::npos)
      << to_text(result);
}

TEST(Render, OnlyJunitHasTheTimeOfACase) {
  CheckResult result = nasty();
  const std::string without = to_junit(result);
  const std::string texts = to_text(result) + to_markdown(result) + to_json(result);
  EXPECT_EQ(without.find("time="), std::string::npos);
  result.cases.back().seconds = 1.25;
  std::string with = to_junit(result);
  for (std::size_t at = with.find(" time=\"1.250\""); at != with.npos;
       at = with.find(" time=\"1.250\""))
    with.erase(at, 13);
  EXPECT_EQ(with, without);
  EXPECT_EQ(to_text(result) + to_markdown(result) + to_json(result), texts);
}

TEST(Render, JunitEscapesWhatXmlCannotHold) {
  const std::string xml = to_junit(nasty());
  EXPECT_NE(xml.find("name=\"&lt;x&gt; &amp; &quot;y&quot; | 100%\""), std::string::npos) << xml;
  EXPECT_NE(xml.find("tests=\"3\" failures=\"1\" errors=\"1\""), std::string::npos) << xml;
  EXPECT_NE(xml.find("type=\"network\""), std::string::npos) << xml;
  EXPECT_EQ(xml.find("]]>"), std::string::npos);
  EXPECT_EQ(xml.find('\x01'), std::string::npos);
}

TEST(Render, MarkdownTableHasOneRowALineAndNoStrayBars) {
  const std::string text = to_markdown(nasty());
  EXPECT_NE(
      text.find("| &lt;x> & \"y\" \\| 100% | cycles | 100 | 110 | 1.1000 | moved | network |"),
      std::string::npos)
      << text;
  EXPECT_NE(text.find("network a[*]"), std::string::npos) << text;
}

TEST(Render, AnnotationsAreOneLineACaseWithEscapedProperties) {
  const std::string text = to_annotations(nasty());
  EXPECT_EQ(std::ranges::count(text, '\n'), 2) << text;
  EXPECT_EQ(text.find("::error file=a%2Cb%3Ac.json,title=rdasim check%3A <x> & \"y\" | 100%25::"),
            0u)
      << text;
  EXPECT_NE(text.find("%0A"), std::string::npos);
}

TEST(Render, OnlyTheCasesThatMovedMostHaveTheirTables) {
  CheckResult result = nasty();
  result.cases.resize(1);
  for (int i = 0; i < 5; ++i) {
    result.cases.push_back(result.cases.front());
    result.cases.back().name = "case " + std::to_string(i);
    result.cases.back().rows.front().ratio = 2.0 + i;
  }
  const std::string text = to_text(result);
  std::size_t tables = 0;
  for (std::size_t at = text.find("by kind"); at != text.npos; at = text.find("by kind", at + 1))
    ++tables;
  EXPECT_EQ(tables, 3u);
  EXPECT_LT(text.find("FAILED case 4"), text.find("FAILED case 0"));
}

}  // namespace
}  // namespace rda::regress
