// SPDX-License-Identifier: Apache-2.0
#include "app/terminal_table.h"

#include <gtest/gtest.h>

namespace rda::app {
namespace {

TEST(TerminalTable, MakesAnEntryOfEachRow) {
  EXPECT_EQ(for_terminal("# Chip\n"
                         "\n"
                         "| Key | Type | Unit | Source of the default |\n"
                         "|---|---|---|---|\n"
                         "| `/a` | `x \\| y` |  | ours |\n"
                         "| `/b` | integer | cycles |  |\n"),
            "# Chip\n"
            "\n"
            "/a\n"
            "  type     x | y\n"
            "  source   ours\n"
            "/b\n"
            "  type     integer\n"
            "  unit     cycles\n");
}

TEST(TerminalTable, BreaksTextsAt80Columns) {
  const std::string meaning(60, 'm'), more(20, 'n');
  EXPECT_EQ(for_terminal("| Key | Meaning |\n|---|---|\n| `/a` | " + meaning + " " + more + " |\n"),
            "/a\n  meaning  " + meaning + "\n           " + more + "\n");
}

}  // namespace
}  // namespace rda::app
