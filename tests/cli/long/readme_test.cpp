// SPDX-License-Identifier: Apache-2.0
// What README.md and docs/sweeps.md show is what the program does.
#include <gtest/gtest.h>

#include <filesystem>
#include <regex>
#include <string>
#include <vector>

#include "cli/support.h"

namespace rda::cli {
namespace {

namespace fs = std::filesystem;

/// The n-th block between ``` lines below a heading, without them.
std::string block(const std::string& file, const std::string& heading, int n = 0) {
  const std::string text = read(repository(file));
  std::size_t at = text.find("\n" + heading + "\n");
  EXPECT_NE(at, text.npos) << heading;
  for (int i = 0; i < 2 * n; ++i) at = text.find("\n```", at + 1);
  const std::size_t begin = text.find('\n', text.find("\n```", at + 1) + 1) + 1;
  return text.substr(begin, text.find("```", begin) - begin);
}

std::vector<std::string> words_of(const std::string& line) {
  std::vector<std::string> words;
  for (std::size_t begin = 0; begin < line.size();) {
    const std::size_t end = std::min(line.find(' ', begin), line.size());
    if (end > begin) words.push_back(line.substr(begin, end - begin));
    begin = end + 1;
  }
  return words;
}

/// A folder where the repository's files lie as a newcomer sees them.
class Readme : public Cli {
 protected:
  Readme() {
    for (const char* name : {"configs", "workloads"})
      fs::create_directory_symlink(repository(name), path(name));
    fs::current_path(path(""));
  }
  ~Readme() override { fs::current_path("/"); }
};

TEST_F(Readme, ShowsWhatScriptsRunPrints) {
  const Outcome outcome =
      rdasim({"run", "configs/plasticine_rnn.json", "workloads/deepbench/lstm_512_25.json"});
  EXPECT_EQ(block("README.md", "## What comes out"), outcome.out)
      << "copy it into README.md (scripts/run prints it)";
}

/// The README's commands one after another; the one that prints is compared.
/// Keys of points are others with every change of the simulator's sources.
std::string without_keys(const std::string& text) {
  return std::regex_replace(text, std::regex(" [0-9a-f]{8}\n"), " KEY\n");
}

TEST_F(Readme, ShowsASweepThatCanBeCopied) {
  const std::string commands = block("README.md", "## Sweep");
  std::string printed;
  for (std::size_t begin = 0; begin < commands.size();) {
    const std::size_t end = commands.find('\n', begin);
    std::vector<std::string> words = words_of(commands.substr(begin, end - begin));
    begin = end + 1;
    ASSERT_EQ(words.at(0), "scripts/run");
    words.erase(words.begin());
    const Outcome outcome = rdasim(words);
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    if (words.at(1) == "best") printed = outcome.out;
  }
  EXPECT_EQ(without_keys(block("README.md", "## Sweep", 1)), without_keys(printed))
      << "copy it into README.md";
  EXPECT_EQ(read("front.svg"), read(repository("docs/sweeps_small.svg")))
      << "the sweep of README.md draws another picture: make it anew, look at it, and copy it";
}

TEST_F(Readme, AndTheManualHaveSpecsThatCanBePlanned) {
  fs::create_directories("a/configs/sweeps");
  for (const char* name : {"configs/tiny.json", "workloads"})
    fs::create_symlink(repository(name), path("a/") + name);
  const std::string spec =
      file("a/configs/sweeps/spec.json", block("docs/sweeps.md", "## The spec"));
  const Outcome outcome = rdasim({"sweep", "plan", spec, "-o", "points.jsonl"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
}

}  // namespace
}  // namespace rda::cli
