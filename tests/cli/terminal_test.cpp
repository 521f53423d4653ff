// SPDX-License-Identifier: Apache-2.0
// What a terminal sees of messages.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <regex>

#include "cli/support.h"

namespace rda::cli {
namespace {

/// What a terminal shows on stderr of a command.
std::string shown_by(const std::vector<std::string>& words) {
  const int terminal = posix_openpt(O_RDWR | O_NOCTTY);
  EXPECT_TRUE(terminal >= 0 && grantpt(terminal) == 0 && unlockpt(terminal) == 0);
  rdasim(words, "", ptsname(terminal));
  char text[8192] = {};
  EXPECT_GT(::read(terminal, text, sizeof text - 1), 0);
  close(terminal);
  return std::regex_replace(std::string(text), std::regex("\r\n"), "\n");
}

class Terminal : public Cli {};

TEST_F(Terminal, SeesErrorsInLinesOf80Columns) {
  const std::vector<std::string> words{
      "run", chip_, workload_, "--set", "/pcu/lanes=128", "--set", "/pmu/banks=1000"};
  const std::string piped = rdasim(words).err, shown = shown_by(words);
  EXPECT_EQ(std::ranges::count(piped, '\n'), 2) << piped;
  EXPECT_GT(std::ranges::count(shown, '\n'), 2) << shown;
  for (std::size_t begin = 0; begin < shown.size();) {
    const std::size_t end = shown.find('\n', begin);
    const std::string line = shown.substr(begin, end - begin);
    // A path without a blank stays whole.
    EXPECT_TRUE(line.size() <= 80 || line.find(' ', 2) == line.npos) << line;
    begin = end + 1;
  }
  EXPECT_EQ(std::regex_replace(shown, std::regex("\n  "), " "), piped);
}

}  // namespace
}  // namespace rda::cli
