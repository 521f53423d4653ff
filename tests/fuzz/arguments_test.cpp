// SPDX-License-Identifier: Apache-2.0
// Command lines drawn at random from the tables of commands and options, with odd values: each ends
// with an exit code of the README, and says in one line what is wrong.
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <sstream>
#include <string>

#include "app/command_docs.h"
#include "base/random.h"
#include "base/text.h"
#include "cli/support.h"

namespace rda::fuzz {
namespace {

namespace fs = std::filesystem;
using Words = std::vector<std::string>;

constexpr rlim_t kMostSeconds = 10;  // of a processor
constexpr int kTooLong = 128 + SIGXCPU;

class Arguments : public cli::Cli {
 protected:
  Arguments() {
    fs::current_path(path(""));  // outputs of any name lie here
    fs::copy(chip_, "chip.json");
    fs::copy(workload_, "workload.json");
    fs::create_directory("store");
    file("spec.json", R"({"chip": "chip.json", "workloads": ["workload.json"],
                          "axes": [{"knob": "/pcu/lanes", "values": [4, 8]}]})");
    file("empty", "");
    // A program started from here inherits both.
    const int nothing = open("/dev/null", O_RDONLY);
    dup2(nothing, STDIN_FILENO);
    close(nothing);
  }
  ~Arguments() override { fs::current_path("/"); }

  /// Files and values that some option takes, and others that none does.
  Words values() const {
    return {"chip.json",
            "workload.json",
            "spec.json",
            "points.jsonl",
            "report.json",
            "mapping.json",
            "golden.json",
            "store",
            "empty",
            "none.json",
            "none/x.json",
            "/dev/null",
            "/dev/full",
            ".",
            "-",
            "--",
            "",
            "0",
            "1",
            "2",
            "-1",
            "3.5",
            "1e9",
            "all",
            "auto",
            "paper",
            "fast",
            "reference",
            "text",
            "json",
            "md",
            "junit",
            "csv",
            "x",
            "99999999999999999999",
            "/pcu/lanes=8",
            "/pcu/lanes=x",
            "/hidden=-5",
            "/x/y=1",
            "/name=\xff",
            "=",
            "/",
            "cycles",
            "latency_ms",
            "lanes",
            "a.svg",
            "0/2",
            "2/1",
            "slurm",
            std::string(300, 'n'),
            "a\nb",
            "\x1b[31m"};
  }

  template <class T>
  static const T& one_of(const std::vector<T>& items, Random& random) {
    return items[random.below(items.size())];
  }

  /// A value that fits, most of the time.
  std::string value_of(const app::OptionDoc& option, Random& random) const {
    if (!option.choices.empty() && random.below(2) == 0) return one_of(option.choices, random);
    const std::string& name = option.names.front();
    if (random.below(3) > 0) {
      if (name == "CHIP") return "chip.json";
      if (name == "WORKLOAD") return "workload.json";
      if (name == "SPEC") return "spec.json";
      if (name == "POINTS") return "points.jsonl";
      if (name == "GOLDEN") return "golden.json";
      if (name == "--store") return "store";
    }
    return one_of(values(), random);
  }

  Words line(const app::CommandDoc& command, Random& random) const {
    Words words;
    for (std::size_t at = 0; at < command.name.size();) {
      const std::size_t end = std::min(command.name.find(' ', at), command.name.size());
      words.push_back(command.name.substr(at, end - at));
      at = end + 1;
    }
    for (const app::OptionDoc& option : command.options) {
      if (random.below(option.positional ? 10 : 4) == 0 ? option.positional : !option.positional)
        continue;
      if (!option.positional) words.push_back(one_of(option.names, random));
      if (option.positional || !option.value.empty()) words.push_back(value_of(option, random));
      if (random.below(30) == 0) words.push_back(one_of(values(), random));
    }
    // No cluster gets these, and no search runs for hours.
    if (command.name == "sweep submit") words.push_back("--dry-run");
    return words;
  }

  /// Some files of each kind, until a command line replaces them.
  void make_files() const {
    cli::rdasim({"sweep", "plan", "spec.json", "-o", "points.jsonl"});
    cli::rdasim({"run", "chip.json", "workload.json", "-o", "report.json"});
    cli::rdasim({"map", "chip.json", "workload.json", "-o", "mapping.json"});
    file("golden.json", R"({"cases": {"a": {"chip": "chip.json", "workload": "workload.json"}}})");
  }

  /// Runs the program; one that takes long is ended.
  static cli::Outcome limited(const Words& words) {
    rlimit old{};
    getrlimit(RLIMIT_CPU, &old);
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    // A child begins at 0; this process does not.
    const rlimit limit{
        static_cast<rlim_t>(used.ru_utime.tv_sec + used.ru_stime.tv_sec) + kMostSeconds,
        old.rlim_max};
    setrlimit(RLIMIT_CPU, &limit);
    const cli::Outcome outcome = cli::rdasim(words);
    setrlimit(RLIMIT_CPU, &old);
    return outcome;
  }

  static void expect_one_line_a_problem(const cli::Outcome& outcome) {
    const std::string& err = outcome.err;
    EXPECT_TRUE(is_utf8(err));
    std::set<std::string> problems;  // each said once
    std::istringstream lines(err);
    for (std::string line; std::getline(lines, line);)
      if (line.starts_with("rdasim: ")) {
        EXPECT_TRUE(problems.insert(line).second) << line;
      }
    EXPECT_FALSE(std::ranges::any_of(
        err, [](unsigned char c) { return (c < ' ' && c != '\n' && c != '\r') || c == 0x7f; }));
    EXPECT_FALSE(outcome.code > 1 && err.empty() && outcome.out.empty()) << "it says nothing";
  }
};

#ifdef __SANITIZE_ADDRESS__
constexpr int kUsualRuns = 60;  // each takes a second
#else
constexpr int kUsualRuns = 150;
#endif

TEST_F(Arguments, OfAnyKindEndWithACodeOfTheTableAndALine) {
  const std::set<int> table{0, 1, 2, 3, 4, 5, 6, 64, 74, 75};
  const char* more = std::getenv("RDA_FUZZ_RUNS");
  const int runs = more ? std::atoi(more) : kUsualRuns;
  const std::vector<app::CommandDoc> commands = app::command_docs();
  Random random(1);
  int too_long = 0;
  for (int run = 0; run < runs; ++run) {
    if (run % 50 == 0) make_files();
    const Words words = line(one_of(commands, random), random);
    std::string shown;
    for (const std::string& word : words) shown += shell_quoted(word) + ' ';
    SCOPED_TRACE(one_line(shown, 2000));
    const cli::Outcome outcome = limited(words);
    if (outcome.code == kTooLong) {
      ++too_long;
      continue;
    }
    EXPECT_TRUE(table.contains(outcome.code)) << outcome.code << ' ' << outcome.err;
    expect_one_line_a_problem(outcome);
    if (HasFailure()) return;
  }
  EXPECT_LT(too_long, runs / 20 + 1);
}

}  // namespace
}  // namespace rda::fuzz
