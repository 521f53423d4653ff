// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>
#include <regex>

#include "cli/support.h"

namespace rda::cli {
namespace {

/// The man page and the bash completion, which are made from the tables of options.
class CommandDocs : public Cli {
 protected:
  /// What the completion offers for the last of the words.
  std::string completed(const std::vector<std::string>& words) const {
    file("completion", rdasim({"describe", "completion"}).out);
    std::string script = ". " + path("completion") + "\nCOMP_WORDS=(rdasim";
    for (const std::string& word : words) script += " '" + word + "'";
    script +=
        ")\nCOMP_CWORD=" + std::to_string(words.size()) + "\n_rdasim\necho \"${COMPREPLY[*]}\"\n";
    const std::string command = "bash -eu " + file("script", script) + " > " + path("offered");
    EXPECT_EQ(std::system(command.c_str()), 0);
    std::string offered = read(path("offered"));
    offered.pop_back();
    return offered;
  }
};

TEST_F(CommandDocs, ManPageNamesEveryOptionThatHelpNames) {
  const std::string page = rdasim({"describe", "man"}).out;
  const std::string plain = std::regex_replace(page, std::regex(R"(\\-)"), "-");
  const std::regex option("--[a-z][a-z-]*");
  for (std::vector<std::string> words : {std::vector<std::string>{"run"},
                                         {"map"},
                                         {"explain"},
                                         {"check"},
                                         {"compare"},
                                         {"sweep", "run"},
                                         {"sweep", "submit"},
                                         {"sweep", "plot"}}) {
    words.emplace_back("--help");
    const std::string help = rdasim(words).out;
    for (std::sregex_iterator found(help.begin(), help.end(), option), end; found != end; ++found)
      EXPECT_NE(plain.find(found->str()), plain.npos) << found->str();
  }
  expect_parts(plain, {".SS rdasim sweep best", "Exit codes", "RDASIM_CACHE_DIR"});
}

TEST_F(CommandDocs, CompletionOffersCommandsVerbsOptionsAndFewWords) {
  EXPECT_EQ(completed({"exp"}), "explain");
  EXPECT_EQ(completed({"sweep", "pl"}), "plan plot");
  EXPECT_EQ(completed({"run", "--fr"}), "--from");
  EXPECT_EQ(completed({"sweep", "plot", "--x-"}), "--x-title");
  EXPECT_EQ(completed({"validate", "ch"}), "chip");
  EXPECT_EQ(completed({"run", "conf"}), "");  // bash goes on with names of files
}

TEST_F(CommandDocs, VersionNamesTheCommit) {
  const Outcome outcome = rdasim({"--version"});
  EXPECT_TRUE(std::regex_match(
      outcome.out, std::regex("rdasim [0-9.]+ \\(([0-9a-f]{12}(-dirty)?|unknown)\\)\n")))
      << outcome.out;
}

}  // namespace
}  // namespace rda::cli
