// SPDX-License-Identifier: Apache-2.0
#include "base/page_table.h"

#include <gtest/gtest.h>

#include <sstream>

#include "base/text.h"

namespace rda {
namespace {

TEST(PageTable, AlignsNumbersToTheRightAndWordsToTheLeft) {
  const PageTable table{"times", {{"on"}, {"us", true}}, {{"chip", "18.19"}, {"a GPU", "7"}}};
  EXPECT_EQ(to_text(table),
            "times\n"
            "on        us\n"
            "chip   18.19\n"
            "a GPU      7\n");
}

TEST(PageTable, BreaksAFirstCellThatIsTooWideAtABlankOrAColon) {
  const std::string name = "model:" + std::string(40, 'a') + " " + std::string(60, 'b');
  const PageTable table{"", {{"on"}, {"us", true}}, {{name, "7"}}};
  const std::string text = to_text(table);
  std::istringstream lines(text);
  std::string all, line;
  for (std::size_t number = 0; std::getline(lines, line); ++number) {
    EXPECT_LE(line.size(), kScreenColumns) << line;
    if (number > 0) all += line;
  }
  EXPECT_EQ(all, "model:" + std::string(40, 'a') + " " + std::string(60, 'b') +
                     std::string(kScreenColumns - 4 - 60, ' ') + "   7");
}

TEST(PageTable, IsATableWithAHeadingInMarkdown) {
  const PageTable table{"times", {{"on"}, {"us", true}}, {{"chip", "18"}}};
  EXPECT_EQ(to_form(RowForm::markdown, table),
            "### times\n\n| on | us |\n|---|---:|\n| chip | 18 |\n");
}

}  // namespace
}  // namespace rda
