// SPDX-License-Identifier: Apache-2.0
// The cache of placements. It may only change how long a command takes.
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>

#include "cli/support.h"

namespace rda::cli {
namespace {

namespace fs = std::filesystem;

/// No folder of the user's is in reach: each test names its own.
class Cache : public Cli {
 protected:
  Cache() {
    setenv("RDASIM_CACHE_MB", "10", 1);
    for (const char* name : {"RDASIM_CACHE_DIR", "XDG_CACHE_HOME", "HOME"}) unsetenv(name);
  }

  /// The line about the cache, without its first word.
  std::string note(const std::vector<std::string>& words = {}) const {
    std::vector<std::string> all{"--host-stats"};
    all.insert(all.end(), words.begin(), words.end());
    const Outcome outcome = run(all);
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    const std::size_t line = outcome.err.find("\ncache ");
    if (line == std::string::npos) return "no line about it: " + outcome.err;
    const std::size_t start = outcome.err.find_first_not_of(' ', line + 7);
    return outcome.err.substr(start, outcome.err.find('\n', start) - start);
  }
  static std::int64_t files(const std::string& folder) {
    return std::distance(fs::directory_iterator(folder), fs::directory_iterator());
  }
};

TEST_F(Cache, SecondRunFindsThePlacementAndReportsTheSameBytes) {
  const std::string folder = path("cache");
  const Outcome without = run({"-o", "-", "--no-cache"});
  EXPECT_EQ(run({"-o", "-", "--cache-dir", folder}).out, without.out);
  EXPECT_EQ(files(folder), 1);
  EXPECT_EQ(run({"-o", "-", "--cache-dir", folder}).out, without.out);
  EXPECT_EQ(note({"--cache-dir", folder}), "found in " + folder);
  EXPECT_EQ(note({"--cache-dir", folder, "--seed", "7"}), "kept in " + folder);
  EXPECT_EQ(files(folder), 2);
}

TEST_F(Cache, MapPrintsTheSameFromIt) {
  setenv("RDASIM_CACHE_DIR", path("cache").c_str(), 1);
  const std::vector<std::string> words{
      "map", chip_, workload_, "--mapping", "auto", "--search-budget", "3"};
  std::vector<std::string> none = words, file = words;
  none.push_back("--no-cache");
  file.insert(file.end(), {"-o", "-"});
  const Outcome without = rdasim(none);
  EXPECT_EQ(without.code, 0) << without.err;
  EXPECT_FALSE(fs::exists(path("cache")));
  EXPECT_EQ(rdasim(words).out, without.out);
  EXPECT_GT(files(path("cache")), 1) << "what a search placed is kept too";
  EXPECT_EQ(rdasim(words).out, without.out);
  const std::string mapping = rdasim(file).out;
  file.push_back("--no-cache");
  EXPECT_EQ(mapping, rdasim(file).out);
}

TEST_F(Cache, ExplainSaysTheSameFromIt) {
  const std::vector<std::string> words{"explain", chip_, workload_};
  std::vector<std::string> none = words, cached = words;
  none.push_back("--no-cache");
  cached.insert(cached.end(), {"--cache-dir", path("cache")});
  const Outcome without = rdasim(none);
  EXPECT_EQ(without.code, 0) << without.err;
  EXPECT_EQ(rdasim(cached).out, without.out);
  EXPECT_EQ(rdasim(cached).out, without.out);
}

TEST_F(Cache, DamagedEntriesAreReplaced) {
  const std::string folder = path("cache");
  const std::string report = run({"-o", "-", "--cache-dir", folder}).out;
  const fs::path entry = fs::directory_iterator(folder)->path();
  const std::string whole = read(entry);
  std::string changed = whole;
  char& middle = changed[changed.size() / 2];
  middle = middle == '1' ? '2' : '1';
  for (const std::string& damaged : {std::string(), whole.substr(0, whole.size() - 1), changed}) {
    file("cache/" + entry.filename().string(), damaged);
    EXPECT_EQ(run({"-o", "-", "--cache-dir", folder}).out, report);
    EXPECT_EQ(read(entry), whole);
  }
}

TEST_F(Cache, FoldersThatCannotBeUsedChangeNothing) {
  const std::string report = run({"-o", "-", "--no-cache"}).out;
  const std::string below_a_file = file("plain", "text") + "/cache";
  for (const std::string& folder : {below_a_file, std::string("/proc"), std::string("/dev/full")}) {
    const Outcome outcome = run({"-o", "-", "--cache-dir", folder});
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_EQ(outcome.out, report);
    EXPECT_EQ(outcome.err, "");
    EXPECT_EQ(note({"--cache-dir", folder}).find("none: " + folder), 0u);
  }
}

TEST_F(Cache, FolderIsTheOptionsElseTheVariablesElseInTheHome) {
  EXPECT_EQ(note(), "none: no folder for it (HOME is not set)");
  setenv("HOME", path("home").c_str(), 1);
  EXPECT_EQ(note(), "kept in " + path("home/.cache/rdasim"));
  setenv("XDG_CACHE_HOME", "relative", 1);
  EXPECT_EQ(note(), "found in " + path("home/.cache/rdasim"));
  setenv("XDG_CACHE_HOME", path("xdg").c_str(), 1);
  EXPECT_EQ(note(), "kept in " + path("xdg/rdasim"));
  setenv("RDASIM_CACHE_DIR", "", 1);
  EXPECT_EQ(note(), "found in " + path("xdg/rdasim"));
  setenv("RDASIM_CACHE_DIR", path("own").c_str(), 1);
  EXPECT_EQ(note(), "kept in " + path("own"));
  EXPECT_EQ(note({"--cache-dir", path("option")}), "kept in " + path("option"));
  EXPECT_EQ(note({"--no-cache"}), "none: --no-cache");
  EXPECT_EQ(files(path("home/.cache/rdasim")), 1);
}

TEST_F(Cache, LimitIsTheVariables) {
  setenv("RDASIM_CACHE_DIR", path("cache").c_str(), 1);
  setenv("RDASIM_CACHE_MB", "0", 1);
  EXPECT_EQ(note(), "none: RDASIM_CACHE_MB is 0");
  EXPECT_FALSE(fs::exists(path("cache")));
  for (const char* wrong : {"-1", "1.5", "256MB", "1048577"}) {
    setenv("RDASIM_CACHE_MB", wrong, 1);
    expect_refusal(run(), 64, {"RDASIM_CACHE_MB", wrong, "0 to 1048576"});
  }
}

TEST_F(Cache, OptionsThatContradictAreRefused) {
  expect_refusal(run({"--no-cache", "--cache-dir", path("cache")}), 64, {"--no-cache"});
  expect_refusal(run({"--no-cache", "--mapping-file", "m.json"}), 64, {"--mapping-file"});
}

TEST_F(Cache, RefusalsAreTheSameFromIt) {
  const std::vector<std::string> words{
      "--set", "/network/tracks/scalar=1", "--set", "/place_effort=1", "--set", "/hu=2", "--set",
      "/ru=1"};
  std::vector<std::string> cached = words, none = words;
  cached.insert(cached.end(), {"--cache-dir", path("cache")});
  none.push_back("--no-cache");
  const Outcome without = run(none);
  EXPECT_EQ(without.code, 3) << without.err;
  for (int time = 0; time < 2; ++time) {
    const Outcome outcome = run(cached);
    EXPECT_EQ(outcome.code, 3);
    EXPECT_EQ(outcome.err, without.err);
    EXPECT_EQ(files(path("cache")), 1);
  }
}

TEST_F(Cache, ManyRunsAtATimeShareIt) {
  constexpr int kRuns = 8;
  const std::string report = run({"-o", "-", "--no-cache"}).out, folder = path("cache");
  std::vector<pid_t> children;
  for (int i = 0; i < kRuns; ++i) {
    const pid_t child = fork();
    if (child == 0) _exit(run({"-o", "-", "--cache-dir", folder}).out == report ? 0 : 1);
    children.push_back(child);
  }
  for (const pid_t child : children) {
    int status = 1;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
  }
  EXPECT_EQ(files(folder), 1) << "half a file was left";
}

}  // namespace
}  // namespace rda::cli
