// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"

#include <gtest/gtest.h>

#include <vector>

namespace rda {
namespace {

TEST(Text, EditDistanceCountsInsertedDeletedAndReplacedLetters) {
  EXPECT_EQ(edit_distance("lane", "lanes"), 1u);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3u);
  EXPECT_EQ(edit_distance("", "abc"), 3u);
  EXPECT_EQ(edit_distance("same", "same"), 0u);
}

TEST(Text, EditDistanceCountsTwoExchangedLettersAsOneSlip) {
  EXPECT_EQ(edit_distance("outptus", "outputs"), 1u);
  EXPECT_EQ(edit_distance("ab", "ba"), 1u);
  EXPECT_EQ(edit_distance("abc", "cab"), 2u);
  const std::vector<std::string> options{"--output", "--outputs"};
  EXPECT_EQ(nearest("--outptus", options), "--outputs");
}

TEST(Text, NearestPrefersWhatBeginsWithTheWord) {
  const std::vector<std::string> names{"mapping.hu", "mapping.policy", "mapping.pcus_on_chip"};
  EXPECT_EQ(nearest("mapping.pcus", names), "mapping.pcus_on_chip");
  EXPECT_EQ(nearest("mapping.pcu", names), "mapping.pcus_on_chip");
  EXPECT_EQ(nearest("mapping.hi", names), "mapping.hu");
}

TEST(Text, NearestIsEmptyIfNothingLooksLikeTheWord) {
  const std::vector<std::string> keys{"name", "cell", "hidden", "clock_mhz", "lstm"};
  for (const char* word : {"chip", "batch", "activities", "about", "", "x"})
    EXPECT_EQ(nearest(word, keys), "") << word;
  EXPECT_EQ(nearest("ltsm", keys), "lstm");
  EXPECT_EQ(nearest("HIDDEN", keys), "hidden");
  EXPECT_EQ(nearest("clock", keys), "clock_mhz");
  EXPECT_EQ(did_you_mean("nam", keys), "; did you mean \"name\"?");
  EXPECT_EQ(did_you_mean("chip", keys), "");
}

TEST(Text, NearestIsTheFirstOfEqualsAndEmptyWithoutCandidates) {
  const std::vector<std::string> words{"stages", "lanes", "lines"};
  EXPECT_EQ(nearest("lane", words), "lanes");
  EXPECT_EQ(nearest("lxnes", words), "lanes");
  EXPECT_EQ(nearest("lane", {}), "");
}

TEST(Text, IsUtf8OnlyInTheShortestFormAndWithoutSurrogates) {
  for (const char* text : {"\xc2\x80", "\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80",
                           "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf"})
    EXPECT_TRUE(is_utf8(text)) << text;
  for (const char* text : {"\xc1\xbf", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xf0\x8f\xbf\xbf",
                           "\xf4\x90\x80\x80", "\xe1\x80"})
    EXPECT_FALSE(is_utf8(text)) << one_line(text);
  EXPECT_EQ(one_line("\xe0\x92\x9a"), "\\xe0\\x92\\x9a");
}

TEST(Text, OneLineEscapesControlCharactersAndBrokenUtf8) {
  EXPECT_EQ(one_line("a\nb\x7f"), "a\\x0ab\\x7f");
  EXPECT_EQ(one_line("caf\xc3\xa9"), "caf\xc3\xa9");
  EXPECT_EQ(one_line("\xc3("), "\\xc3(");
  EXPECT_EQ(one_line("\xff"), "\\xff");
}

TEST(Text, OneLineCutsLongTextsBetweenCharacters) {
  EXPECT_EQ(one_line("abcdef", 3), "abc...");
  EXPECT_EQ(one_line("abc", 3), "abc");
  EXPECT_EQ(one_line("ab\xc3\xa9z", 3), "ab\xc3\xa9...");
}

// With the backslash a line has 80 columns at most, without it too.
TEST(Text, ContinuesACommandLineBetweenItsParts) {
  const std::string forty(40, 'a');
  const std::vector<std::string> fits{forty, std::string(39, 'b')};
  EXPECT_EQ(continued(fits, 4), fits[0] + ' ' + fits[1] + '\n');
  const std::vector<std::string> parts{forty, std::string(37, 'b'), "--set /x=1", "c"};
  EXPECT_EQ(continued(parts, 4), forty + ' ' + parts[1] + " \\\n    --set /x=1 c\n");
  const std::vector<std::string> one_more{forty, std::string(38, 'b'), "c"};
  EXPECT_EQ(continued(one_more, 4), forty + " \\\n    " + one_more[1] + " c\n");
}

TEST(Text, WrapsLongLinesAtSpacesAndIndentsTheRest) {
  EXPECT_EQ(wrapped("short\n\n  -o  one two three four\nend\n", 14, 6),
            "short\n\n  -o  one two\n      three\n      four\nend\n");
  EXPECT_EQ(wrapped("0123456789abcdef x", 10, 2), "0123456789abcdef\n  x");
  EXPECT_EQ(wrapped("  0123456789abcdef", 10, 2), "  0123456789abcdef");
}

TEST(TitleText, IsWholeAndWithin80Columns) {
  EXPECT_EQ(title_text("gru", "tiny"), "gru on tiny\n\n");
  const std::string chip(60, 'c'), workload(50, 'w');
  EXPECT_EQ(title_text(workload, chip), workload + " on\n  " + chip + "\n\n");
}

TEST(ShellQuoted, IsReadBackByTheShell) {
  EXPECT_EQ(shell_quoted("/home/a-b/c_1.jsonl"), "/home/a-b/c_1.jsonl");
  EXPECT_EQ(shell_quoted("a b"), "'a b'");
  EXPECT_EQ(shell_quoted("it's $HOME"), "'it'\\''s $HOME'");
  EXPECT_EQ(shell_quoted(""), "''");
}

TEST(Legible, EscapesWhatATerminalWouldObeyAndKeepsLineBreaks) {
  EXPECT_EQ(legible("a\x1b[31m\tb\nc\x7f"), "a\\x1b[31m\\x09b\nc\\x7f");
  EXPECT_EQ(legible(""), "");
  EXPECT_EQ(legible("\n"), "\n");
  EXPECT_EQ(legible("\xff"
                    "\xc3\xa9"),
            "\\xff\xc3\xa9");
}

}  // namespace
}  // namespace rda
