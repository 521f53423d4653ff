// SPDX-License-Identifier: Apache-2.0
#include "base/rows.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "rda/error.h"

namespace rda {
namespace {

const std::vector<RowColumn> kColumns{{"cell"}, {"latency_ms", true}};
const std::vector<std::vector<std::string>> kCells{{"lstm, \"small\"", "0.5"}, {"a|b & c", ""}};

TEST(Rows, CsvQuotesCommasQuotesAndEndsOfLinesAlone) {
  EXPECT_EQ(table(RowForm::csv, kColumns, kCells),
            "cell,latency_ms\n"
            "\"lstm, \"\"small\"\"\",0.5\n"
            "a|b & c,\n");
  EXPECT_EQ(RowWriter(RowForm::csv, kColumns).row(std::vector<std::string>{"a\nb", "c\rd"}),
            "\"a\nb\",\"c\rd\"\n");
  EXPECT_EQ(RowWriter(RowForm::csv, {{"a,b"}}).head(), "\"a,b\"\n");
}

TEST(Rows, MarkdownAlignsNumbersAtTheRight) {
  EXPECT_EQ(table(RowForm::markdown, kColumns, kCells),
            "| cell | latency\\_ms |\n"
            "|---|---:|\n"
            "| lstm, \"small\" | 0.5 |\n"
            "| a\\|b & c |  |\n");
}

TEST(Rows, LatexIsATabularOfBooktabs) {
  EXPECT_EQ(table(RowForm::latex, kColumns, kCells),
            "\\begin{tabular}{lr}\n"
            "\\toprule\n"
            "cell & latency\\_ms \\\\\n"
            "\\midrule\n"
            "lstm, \"small\" & 0.5 \\\\\n"
            "a\\textbar{}b \\& c &  \\\\\n"
            "\\bottomrule\n"
            "\\end{tabular}\n");
}

TEST(Rows, TableWithoutRowsHasItsHead) {
  EXPECT_EQ(table(RowForm::csv, kColumns, {}), "cell,latency_ms\n");
  EXPECT_EQ(table(RowForm::markdown, kColumns, {}), "| cell | latency\\_ms |\n|---|---:|\n");
}

TEST(Rows, TitleIsAHeadingACaptionOrNothing) {
  EXPECT_EQ(titled_table(RowForm::csv, "a_b", "rows\n"), "rows\n");
  EXPECT_EQ(titled_table(RowForm::markdown, "a_b", "rows\n"), "### a\\_b\n\nrows\n");
  EXPECT_EQ(titled_table(RowForm::latex, "a_b", "rows\n"),
            "\\begin{table}\n\\centering\n\\caption{a\\_b}\nrows\n\\end{table}\n");
}

TEST(Rows, RowNeedsACellForEachColumn) {
  EXPECT_THROW(RowWriter(RowForm::csv, kColumns).row(std::vector<std::string>{"one"}),
               InternalError);
}

TEST(Rows, MarkdownEscapesEveryMarkup) {
  EXPECT_EQ(markdown("a|b*c_d`e`[f](g)\\h<i>~j~$k$"),
            "a\\|b\\*c\\_d\\`e\\`\\[f\\](g)\\\\h&lt;i>\\~j\\~\\$k\\$");
}

TEST(Rows, LatexEscapesEverySpecialCharacter) {
  EXPECT_EQ(latex("{}$&#_%"), "\\{\\}\\$\\&\\#\\_\\%");
  EXPECT_EQ(latex("\\^~<>|"),
            "\\textbackslash{}\\textasciicircum{}\\textasciitilde{}\\textless{}\\textgreater{}"
            "\\textbar{}");
  EXPECT_EQ(latex("caf\xc3\xa9"), "caf\xc3\xa9");
}

TEST(Rows, LatexKeepsTwoHyphensAndWhatFollowsTheEndOfARow) {
  EXPECT_EQ(latex("--seed ---"), "-{}-seed -{}-{}-");
  EXPECT_EQ(latex("[1, 2] *"), "{[}1, 2] {*}");
}

TEST(Rows, PagesAndPapersHaveNoEndsOfLinesInATextAndNoControlCharacters) {
  EXPECT_EQ(markdown("one\ntwo\r\nthree\rfour"), "one two three four");
  EXPECT_EQ(latex("one\r\ntwo\x01"), "one two\\textbackslash{}x01");
  EXPECT_EQ(latex_comment("one\ntwo_3"), "% one two_3\n");
}

TEST(Rows, LongTextsAreNotCut) {
  const std::string text(100000, 'x');
  EXPECT_EQ(markdown(text), text);
  EXPECT_EQ(latex(text), text);
}

TEST(ShortNumber, HasSixDigitsAndWholeNumbersInFull) {
  EXPECT_EQ(short_number(0.000123456789), "0.000123457");
  EXPECT_EQ(short_number(123456789), "123456789");
  EXPECT_EQ(short_number(-2), "-2");
  EXPECT_EQ(short_number(1e300), "1e+300");
}

}  // namespace
}  // namespace rda
